import { isDeepStrictEqual } from 'node:util';
import type { FieldType } from '../../preload/contract/records.ts';
import type { Reader, Writer } from '../database/database.ts';
import type { FieldMeta, TableMeta } from '../instance/meta.ts';
import { build, once } from '../database/query.ts';

/** Labels, types and choices of the cached tables, by table and field. Read once and kept in memory. */
export class Dictionary {
  readonly #tables: ReadonlyMap<string, { label: string; fields: ReadonlyMap<string, FieldMeta> }>;

  constructor(tables: TableMeta[]) {
    this.#tables = new Map(
      tables.map(({ table, label, fields }) => [
        table,
        { label, fields: new Map(fields.map((field) => [field.name, field])) },
      ]),
    );
  }

  /** Whether this is what is known of the table already. */
  says({ table, label, fields }: TableMeta): boolean {
    const known = this.#tables.get(table);
    return (
      known?.label === label &&
      known.fields.size === fields.length &&
      fields.every((field) => isDeepStrictEqual(field, known.fields.get(field.name)))
    );
  }

  /** A table that the instance has told nothing of is called by its name. */
  tableLabel(table: string): string {
    return this.#tables.get(table)?.label ?? humanise(table);
  }

  /** A field that the instance has told nothing of is a string called by its name. */
  field(table: string, name: string): FieldMeta {
    return (
      this.#tables.get(table)?.fields.get(name) ?? {
        name,
        label: humanise(name),
        type: 'string',
        reference: null,
        maxLength: null,
        choices: [],
      }
    );
  }

  /** Label of a choice's value; the value itself when the instance has none for it. */
  choiceLabel(table: string, field: string, value: string): string {
    return this.field(table, field).choices.find((choice) => choice.value === value)?.label ?? value;
  }
}

/** Keeps what the instance says of a table, in place of what was kept before. */
export function learnTable(write: Writer, meta: TableMeta): void {
  const { table } = meta;
  for (const name of ['dictionary_table', 'dictionary_field', 'dictionary_choice'] as const) {
    write.execute(build.deleteFrom(name).where('table_name', '=', table));
  }
  write.execute(build.insertInto('dictionary_table').values({ table_name: table, label: meta.label }));
  for (const field of meta.fields) {
    const { name, label, type, reference, maxLength } = field;
    write.execute(
      build
        .insertInto('dictionary_field')
        .values({ table_name: table, field: name, label, type, reference, max_length: maxLength })
        .onConflict((conflict) => conflict.doNothing()),
    );
    field.choices.forEach((choice, position) => {
      write.execute(
        build
          .insertInto('dictionary_choice')
          .values({ table_name: table, field: name, ...choice, position })
          .onConflict((conflict) => conflict.doNothing()),
      );
    });
  }
}

/** The dictionary as last learnt. */
export function readDictionary(reader: Reader): Dictionary {
  const fields = reader.select(build.selectFrom('dictionary_field').selectAll());
  const choices = Map.groupBy(
    reader.all(once(build.selectFrom('dictionary_choice').selectAll().orderBy('position')), {}),
    (choice) => `${choice.table_name}.${choice.field}`,
  );
  const byTable = Map.groupBy(fields, (field) => field.table_name);
  return new Dictionary(
    reader.select(build.selectFrom('dictionary_table').selectAll()).map(({ table_name, label }) => ({
      table: table_name,
      label,
      fields: (byTable.get(table_name) ?? []).map((field) => ({
        name: field.field,
        label: field.label,
        type: field.type as FieldType,
        reference: field.reference,
        maxLength: field.max_length,
        choices: (choices.get(`${table_name}.${field.field}`) ?? []).map(({ value, label: words }) => ({
          value,
          label: words,
        })),
      })),
    })),
  );
}

/** `short_description` -> `Short description`. */
function humanise(name: string): string {
  const words = name.replaceAll('_', ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
