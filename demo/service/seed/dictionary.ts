import type { Table } from '../../schema/table.ts';
import { DAY, idOf, sow, type Field } from './sow.ts';

/** The tables' own description as records: `sys_db_object`, `sys_dictionary` and `sys_choice`. */
export function sowDictionary(field: Field): void {
  const made = field.today - 800 * DAY;
  for (const table of field.store.schema.all()) {
    const superClass = table.extends === '' ? '' : idOf(`sys_db_object ${table.extends}`);
    const object = { name: table.name, label: table.label, super_class: superClass };
    sow(field, 'sys_db_object', idOf(`sys_db_object ${table.name}`), object, made);
    sowColumns(field, table, made);
  }
}

function sowColumns(field: Field, table: Table, made: number): void {
  const inherited = field.store.schema.get(table.extends)?.columns;
  for (const column of table.columns.values()) {
    if (inherited?.get(column.name) === column) continue;
    const { name, choices } = column;
    const entry = {
      name: table.name,
      element: name,
      column_label: column.label,
      internal_type: column.type,
      max_length: String(column.maxLength),
      reference: column.reference,
      default_value: column.default,
      choice: choices.length > 0 ? '3' : '0',
      mandatory: String(column.mandatory),
      read_only: String(column.readOnly),
    };
    sow(field, 'sys_dictionary', idOf(`sys_dictionary ${table.name} ${name}`), entry, made);
    for (const [index, { value, label }] of choices.entries()) {
      const choice = { name: table.name, element: name, value, label, sequence: String(index + 1) };
      sow(field, 'sys_choice', idOf(`sys_choice ${table.name} ${name} ${value}`), choice, made);
    }
  }
}
