import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';

import { shownColumn } from './columns.ts';
import { QueryError } from './error.ts';
import { isColumn, keySql, shownSql, sortKeys } from './keys.ts';
import type { Row } from './row.ts';
import { orderSql } from './order.ts';
import { quoted, sortValue } from './sort.ts';
import type { Table } from './table.ts';
import type { OrderKey } from './tree.ts';

/** Names of the columns of a row that `keyset` needs to go on after it. */
export function keysetColumns(order: readonly OrderKey[], table: Table): string[] {
  return sortKeys(order, table).map(({ field, path }) => shownColumn(field, path.type));
}

/** Those of them that are no columns of the table, to be selected under their names: what lies in other records. */
export function walkedColumns(
  order: readonly OrderKey[],
  table: Table,
  alias?: string,
): RawBuilder<unknown>[] {
  const walked = sortKeys(order, table).filter(({ path }) => path.hops.length > 0);
  return walked.map((key) =>
    sql.raw(`${shownSql(key, table, alias)} as ${quoted(shownColumn(key.field, key.path.type))}`),
  );
}

/**
 * The condition for "comes after `last`" in the order of `orderSql`, for the next page of a list.
 *
 * Keys that lead in one direction are compared as one row value, in which SQLite seeks: page 2,000 costs what page 1
 * costs. It does not see an expression in a row value, so one that leads is bounded by itself as well, and then the
 * rows that share its value with `last` are passed over one by one; where they are many, ask by `seeks`.
 * Throws QueryError for an unknown field, and for a `last` that lacks one of `keysetColumns`.
 */
export function keyset(
  order: readonly OrderKey[],
  table: Table,
  last: Row,
  alias?: string,
): RawBuilder<SqlBool> {
  const sides = sidesOf(order, table, last, alias);
  const [first] = sides;
  const turn = sides.findIndex(({ descending }) => descending !== first?.descending);
  const leading = turn === -1 ? sides : sides.slice(0, turn);
  const bound = after(first?.plain ? leading : leading.slice(0, 1), '=');
  if (turn !== -1) return sql`(${bound} and (${sql.join(steps(sides), sql` or `)}))`;
  return first?.plain ? after(sides, '') : sql`(${bound} and ${after(sides, '')})`;
}

/** One of the questions that together ask for what comes after a row. */
export interface Seek {
  after: RawBuilder<SqlBool>;
  /** As of `orderSql`, without the keys that `after` holds fast: SQLite would sort for those that are expressions. */
  order: RawBuilder<unknown>[];
}

/**
 * The same as questions to ask one after the other, until the page is full: the records of one come before those of
 * the next and none is in two. Each is equalities and one range, whatever the directions, so that an index in the
 * list's order answers it with one seek. Throws as `keyset` does.
 */
export function seeks(order: readonly OrderKey[], table: Table, last: Row, alias?: string): Seek[] {
  const sorted = orderSql(order, table, alias);
  return steps(sidesOf(order, table, last, alias)).map((after, at, { length }) => ({
    after,
    order: sorted.slice(length - 1 - at),
  }));
}

interface KeysetSide {
  expression: RawBuilder<unknown>;
  /** The expression is a column and nothing else. */
  plain: boolean;
  value: number | string;
  descending: boolean;
}

function sidesOf(
  order: readonly OrderKey[],
  table: Table,
  last: Row,
  alias: string | undefined,
): KeysetSide[] {
  return sortKeys(order, table).map((key) => {
    const { type } = key.path;
    const column = shownColumn(key.field, type);
    const text = last[column];
    if (text === undefined) throw new QueryError(column, `The last row of the page has no ${column}`);
    return {
      expression: sql.raw(keySql(key, table, alias)),
      plain: isColumn(key),
      value: sortValue(type)(text),
      descending: key.descending,
    };
  });
}

/** `(a, b) > (1, 2)`, or `<` when they descend, or `>=` and `<=`. */
function after(sides: readonly KeysetSide[], orEqual: '' | '='): RawBuilder<SqlBool> {
  const left = sql.join(sides.map(({ expression }) => expression));
  const right = sql.join(sides.map(({ value }) => value));
  return sql`(${left}) ${sql.raw((sides[0]?.descending ? '<' : '>') + orEqual)} (${right})`;
}

/** `a = 1 and b = 2 and c > 3`, then `a = 1 and b > 2`, then `a > 1`. */
function steps(sides: readonly KeysetSide[]): RawBuilder<SqlBool>[] {
  return sides
    .map((side, at) => {
      const equal = sides.slice(0, at).map(({ expression, value }) => sql`${expression} = ${value}`);
      return sql<SqlBool>`(${sql.join([...equal, after([side], '')], sql` and `)})`;
    })
    .reverse();
}
