import type { FieldType } from '../../preload/contract/records.ts';
import type { Fields } from './columns.ts';
import { typeOf } from './columns.ts';
import type { OrderKey } from './tree.ts';

export interface SortKey extends OrderKey {
  readonly type: FieldType;
}

/**
 * The keys that give every record a place of its own: those of the query and, unless it is among them, sys_id
 * ascending. What comes after sys_id decides nothing. Throws QueryError for an unknown field.
 */
export function sortKeys(order: readonly OrderKey[], fields: Fields): SortKey[] {
  const keys = order.map((key) => ({ ...key, type: typeOf(fields, key.field, `ORDERBY${key.field}`) }));
  const unique = keys.findIndex(({ field }) => field === 'sys_id');
  if (unique !== -1) return keys.slice(0, unique + 1);
  return [...keys, { field: 'sys_id', type: 'string', descending: false }];
}
