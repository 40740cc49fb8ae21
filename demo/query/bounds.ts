import type { Table } from '../schema/table.ts';
import { comparison } from '../store/order.ts';
import { condition } from './condition.ts';
import { evaluate, type Asker } from './script.ts';
import type { Split } from './split.ts';

/** The operators that say from where on a field's values can match. */
const lower = new Set(['>', '>=', '=']);

/**
 * The least value that the first sort field of a query has in any match; null when there is none. Pages that go on
 * after the last record of the page before need not look at what came earlier.
 */
export function leastValue({ groups, orders }: Split, table: Table, asker: Asker): string | null {
  const [first] = orders;
  const column = table.columns.get(first?.field ?? '');
  if (!first || first.descending || !column || column.reference !== '') return null;
  const compare = comparison(column);
  const bounds = groups.map((terms) => {
    const values = terms.flatMap((alternatives) => {
      const found = alternatives.length === 1 ? condition(alternatives[0] ?? '') : null;
      const bounding = found?.path === column.name && lower.has(found.operator);
      const value = bounding ? evaluate(found.value, asker) : null;
      return value === null || value === '' ? [] : [value];
    });
    return values.reduce<string | null>(
      (most, value) => (most === null || compare(value, most) > 0 ? value : most),
      null,
    );
  });
  return bounds.reduce<string | null>((least, value, index) => {
    if (value === null || (index > 0 && least === null)) return null;
    return least === null || compare(value, least) < 0 ? value : least;
  }, null);
}

/** What a query must find for its pages to be remembered: nothing in it may depend on the time. */
export function isTimeless(query: string): boolean {
  return !/javascript:(?!gs\.getUser(?:ID|Name)\(\))|RELATIVE/i.test(query);
}

/** How many of the sorted rows come before the value. */
export function before<T>(rows: readonly T[], isBefore: (row: T) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && isBefore(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}
