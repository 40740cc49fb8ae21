import { createHash } from 'node:crypto';
import type { FieldType } from '../../preload/contract/records.ts';
import type { Dataset, Definition } from '../definition/schema.ts';
import type { FieldMeta } from '../instance/meta.ts';
import type { Row } from '../query/row.ts';
import type { Table } from '../query/table.ts';
import { targetOf } from './classes.ts';
import type { Dictionary } from './dictionary.ts';

/** How one table of the instance is cached. */
export interface CacheTable {
  /** The instance's name of the table, such as `wm_task`. */
  name: string;
  /** The table in our database, such as `cache_wm_task`. */
  cache: string;
  /** Its full-text index; null when the dataset names no search fields. */
  index: string | null;
  label: string;
  /** Encoded query of the dataset: which records are cached. */
  query: string;
  fields: readonly FieldMeta[];
  /** Types by field, for the query evaluators. */
  types: ReadonlyMap<string, FieldType>;
  /** Where reference fields lead to, as far as it is cached, for dot-walked conditions. */
  references: ReadonlyMap<string, Table>;
  /** Every column in order: fields and their display values. */
  columns: readonly string[];
  /** Columns that the search box looks in. */
  searched: readonly string[];
  /** Changes when the table has to be built anew. */
  signature: string;
}

/** Fields that are always cached: identity, version and age of a record. */
const SYSTEM: readonly FieldMeta[] = [
  { name: 'sys_id', label: 'Sys ID', type: 'string', reference: null, maxLength: 32, choices: [] },
  { name: 'sys_mod_count', label: 'Updates', type: 'integer', reference: null, maxLength: null, choices: [] },
  {
    name: 'sys_updated_on',
    label: 'Updated',
    type: 'datetime',
    reference: null,
    maxLength: null,
    choices: [],
  },
  {
    name: 'sys_updated_by',
    label: 'Updated by',
    type: 'string',
    reference: null,
    maxLength: null,
    choices: [],
  },
  {
    name: 'sys_created_on',
    label: 'Created',
    type: 'datetime',
    reference: null,
    maxLength: null,
    choices: [],
  },
];

/** Column of a field's display value; ServiceNow's own prefix. */
export function displayColumn(field: string): string {
  return `dv_${field}`;
}

/** True for fields whose display value is kept beside the value; of a journal it is all there is (its value is write-only). */
export function hasDisplay(type: FieldType): boolean {
  return type === 'reference' || type === 'choice' || type === 'journal';
}

/** What a cell shows: its display value where it has one. */
export function displayOf(row: Row, field: string): string {
  return row[displayColumn(field)] ?? row[field] ?? '';
}

/** All cached tables of a definition, by the instance's name. */
export function cacheTables(definition: Definition, dictionary: Dictionary): Map<string, CacheTable> {
  const references = new Map(definition.datasets.map(({ table }) => [table, new Map<string, Table>()]));
  const tables = new Map(
    definition.datasets.map((dataset) => {
      const leadsTo = references.get(dataset.table) ?? new Map<string, Table>();
      return [dataset.table, cacheTable(dataset, dictionary, leadsTo)];
    }),
  );
  const targets = new Map<string, Table | null>();
  for (const { name, fields } of tables.values()) {
    for (const { name: field, reference } of fields) {
      if (reference === null) continue;
      if (!targets.has(reference)) targets.set(reference, targetOf(reference, definition, tables));
      const target = targets.get(reference);
      if (target) references.get(name)?.set(field, target);
    }
  }
  return tables;
}

function cacheTable(
  dataset: Dataset,
  dictionary: Dictionary,
  references: ReadonlyMap<string, Table>,
): CacheTable {
  const system = new Set(SYSTEM.map((field) => field.name));
  const named = [...new Set(dataset.fields)].filter((name) => !system.has(name));
  const fields = [...SYSTEM, ...named.map((name) => dictionary.field(dataset.table, name))];
  const columns = fields.flatMap(({ name, type }) =>
    hasDisplay(type) ? [name, displayColumn(name)] : [name],
  );
  const searched = dataset.search.map((name) =>
    columns.includes(displayColumn(name)) ? displayColumn(name) : name,
  );
  return {
    name: dataset.table,
    cache: `cache_${dataset.table}`,
    index: searched.length > 0 ? `search_${dataset.table}` : null,
    label: dictionary.tableLabel(dataset.table),
    query: dataset.query,
    fields,
    types: new Map(fields.map(({ name, type }) => [name, type])),
    references,
    columns,
    searched,
    signature: createHash('sha256')
      .update(JSON.stringify([columns, searched]))
      .digest('hex')
      .slice(0, 16),
  };
}
