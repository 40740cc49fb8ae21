import { type RawBuilder, sql, type SqlBool } from 'kysely';
import type { Reader } from '../database/database.ts';
import { statement } from '../database/query.ts';
import type { QueryContext } from '../query/context.ts';
import { keyset, keysetColumns, walkedColumns } from '../query/keyset.ts';
import { orderSql } from '../query/order.ts';
import { toSql } from '../query/to-sql.ts';
import type { Query } from '../query/tree.ts';
import type { Row } from '../query/row.ts';
import type { CacheTable } from './cache-table.ts';
import { searchExpression } from './search.ts';

export interface ListQuery {
  table: CacheTable;
  query: Query;
  context: QueryContext;
  /** Words typed in the search box; empty for all. */
  search: string;
  /** Where the page before ended; null for the first page. */
  after: Position | null;
  limit: number;
}

/** Position of a row in a list's order: the values of the columns it is ordered by. */
export type Position = Row;

export interface RowPage {
  rows: Row[];
  /** Position of the last row when there are more; null on the last page. */
  next: Position | null;
}

/** One page of the view, filtered, searched and sorted in SQL; pages go on by keyset, so the 60th costs what the first does. */
export function listRows(
  reader: Reader,
  { table, query, context, search, after, limit }: ListQuery,
): RowPage {
  const where = [...conditions(table, query, context, search)];
  if (after) where.push(keyset(query.order, table, after));
  const rows = reader.select(
    statement(
      sql<Row>`SELECT ${columns(table, query)} FROM ${sql.id(table.cache)} WHERE ${sql.join(where, sql` AND `)} ORDER BY ${sql.join(orderSql(query.order, table))} LIMIT ${limit + 1}`,
    ),
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { rows: page, next: more ? positionOf(last, query, table) : null };
}

/** Number of rows in the whole list with this search. */
export function countList(
  reader: Reader,
  { table, query, context, search }: Pick<ListQuery, 'table' | 'query' | 'context' | 'search'>,
): number {
  const where = conditions(table, query, context, search);
  const counted = reader.select(
    statement(
      sql<{
        count: number;
      }>`SELECT count(*) AS count FROM ${sql.id(table.cache)} WHERE ${sql.join(where, sql` AND `)}`,
    ),
  );
  return counted[0]?.count ?? 0;
}

function conditions(
  table: CacheTable,
  query: Query,
  context: QueryContext,
  search: string,
): RawBuilder<SqlBool>[] {
  const filter = toSql(query, table, context);
  const words = searchExpression(search);
  if (words === null || table.index === null) return [filter];
  const found = sql<SqlBool>`row IN (SELECT rowid FROM ${sql.id(table.index)} WHERE ${sql.id(table.index)} MATCH ${words})`;
  return [filter, found];
}

function positionOf(row: Row, query: Query, table: CacheTable): Position {
  return Object.fromEntries(keysetColumns(query.order, table).map((column) => [column, row[column] ?? '']));
}

/** The whole record, and what it is ordered by. */
function columns(table: CacheTable, { order }: Query): RawBuilder<unknown> {
  return sql.join([...table.columns.map((column) => sql.id(column)), ...walkedColumns(order, table)]);
}
