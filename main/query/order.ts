import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

import type { Fields } from './columns.ts';
import { shownColumn } from './columns.ts';
import { sortKeys } from './keys.ts';
import type { Row } from './row.ts';
import { compareSortValues, sortExpression, sortValue } from './sort.ts';
import type { OrderKey } from './tree.ts';

/**
 * Compares two records for `Array.sort`, with sys_id as the last word. `orderSql` gives the same order in the
 * database. Throws QueryError for an unknown field.
 */
export function comparer(order: readonly OrderKey[], fields: Fields): (a: Row, b: Row) => number {
  const keys = sortKeys(order, fields).map(({ field, type, descending }) => ({
    column: shownColumn(field, type),
    valueOf: sortValue(type),
    sign: descending ? -1 : 1,
  }));
  return (a, b) => {
    for (const { column, valueOf, sign } of keys) {
      const difference = compareSortValues(valueOf(a[column] ?? ''), valueOf(b[column] ?? ''));
      if (difference !== 0) return sign * difference;
    }
    return 0;
  };
}

/** The ORDER BY expressions, direction included, sys_id last. Throws QueryError for an unknown field. */
export function orderSql(order: readonly OrderKey[], fields: Fields, alias?: string): RawBuilder<unknown>[] {
  return sortKeys(order, fields).map(({ field, type, descending }) =>
    sql.raw(`${sortExpression(field, type, alias)}${descending ? ' desc' : ''}`),
  );
}
