import { pathOf } from './path.ts';
import type { Path } from './path.ts';
import { endSql, valueSql, walkSql } from './path-sql.ts';
import { isPlain, sortExpression, sortOf } from './sort.ts';
import type { Table } from './table.ts';
import type { OrderKey } from './tree.ts';

export interface SortKey extends OrderKey {
  readonly path: Path;
}

const own: SortKey = {
  field: 'sys_id',
  path: { hops: [], field: 'sys_id', type: 'string' },
  descending: false,
};

/**
 * The keys that give every record a place of its own: those of the query and, unless it is among them, sys_id
 * ascending. What comes after sys_id decides nothing. Throws QueryError for an unknown field.
 */
export function sortKeys(order: readonly OrderKey[], table: Table): SortKey[] {
  const keys = order.map((key) => ({ ...key, path: pathOf(table, key.field, `ORDERBY${key.field}`) }));
  const unique = keys.findIndex(({ field }) => field === own.field);
  return unique === -1 ? [...keys, own] : keys.slice(0, unique + 1);
}

/**
 * SQL text of what a key is ordered by. What lies in another record is looked up for every record of the list, and every
 * page sorts them all, because no index can hold it; empty where there is no such record.
 */
export function keySql({ path }: SortKey, table: Table, alias?: string): string {
  const { hops, field, type } = path;
  if (hops.length === 0) return sortExpression(field, type, alias);
  const root = alias ?? table.cache;
  const there = `select ${sortOf(endSql(path, 'shown', root), type)} ${walkSql(path, 'shown', root)}`;
  return `coalesce((${there}), ${sortOf("''", type)})`;
}

/** SQL text of the value of a key as records store or show it, for the place where a page ended. */
export function shownSql({ path }: SortKey, table: Table, alias?: string): string {
  return valueSql(path, 'shown', alias ?? table.cache);
}

/** Whether a key is a column of the table and nothing else. */
export function isColumn({ path }: SortKey): boolean {
  return path.hops.length === 0 && isPlain(path.type);
}
