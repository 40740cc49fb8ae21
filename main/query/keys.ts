import type { FieldType } from '../../preload/contract/records.ts';
import type { Fields } from './columns.ts';
import { typeOf } from './columns.ts';
import { QueryError } from './error.ts';
import type { OrderKey } from './tree.ts';

export interface SortKey extends OrderKey {
  readonly type: FieldType;
}

/**
 * The keys that give every record a place of its own: those of the query and, unless it is among them, sys_id
 * ascending. What comes after sys_id decides nothing. Throws QueryError for an unknown field, and for one of another
 * record: no index can hold what lies there, and every page would sort the whole list.
 */
export function sortKeys(order: readonly OrderKey[], fields: Fields): SortKey[] {
  const keys = order.map((key) => ({ ...key, type: keyType(key.field, fields) }));
  const unique = keys.findIndex(({ field }) => field === 'sys_id');
  if (unique !== -1) return keys.slice(0, unique + 1);
  return [...keys, { field: 'sys_id', type: 'string', descending: false }];
}

function keyType(field: string, fields: Fields): FieldType {
  const term = `ORDERBY${field}`;
  if (field.includes('.') && !fields.has(field)) {
    throw new QueryError(term, `"${term}" orders by a field of another record; only the record's own can be`);
  }
  return typeOf(fields, field, term);
}
