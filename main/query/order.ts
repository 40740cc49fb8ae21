import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

import { keySql, sortKeys } from './keys.ts';
import type { Lookup, Row } from './row.ts';
import { textReader } from './row.ts';
import { compareSortValues, sortValue } from './sort.ts';
import type { Table } from './table.ts';
import type { OrderKey } from './tree.ts';

/**
 * Compares two records for `Array.sort`, with sys_id as the last word. `orderSql` gives the same order in the
 * database. Throws QueryError for an unknown field.
 */
export function comparer(
  order: readonly OrderKey[],
  table: Table,
  lookup: Lookup = () => undefined,
): (a: Row, b: Row) => number {
  const keys = sortKeys(order, table).map(({ path, descending }) => ({
    textOf: textReader(path, 'shown', lookup),
    valueOf: sortValue(path.type),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { textOf, valueOf, sign } of keys) {
      const difference = compareSortValues(valueOf(textOf(a)), valueOf(textOf(b)));
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

/** The ORDER BY expressions, direction included, sys_id last. Throws QueryError for an unknown field. */
export function orderSql(order: readonly OrderKey[], table: Table, alias?: string): RawBuilder<unknown>[] {
  return sortKeys(order, table).map((key) =>
    sql.raw(`${keySql(key, table, alias)}${key.descending ? ' desc' : ''}`),
  );
}
