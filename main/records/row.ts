import { sql } from 'kysely';
import type { Reader, Writer } from '../database/database.ts';
import { buildCache, type Statement, query, statement } from '../database/query.ts';
import type { Row } from '../query/row.ts';
import type { CacheTable } from './cache-table.ts';

/** The hot statements of one cache table, compiled once. */
interface Statements {
  read: Statement<{ sys_id: string }, Row>;
  put: Statement<Record<string, string>, unknown>;
  remove: Statement<{ sys_id: string }, unknown>;
  count: Statement<Record<string, never>, { count: number }>;
}

const statements = new WeakMap<CacheTable, Statements>();

/** The same by table and columns: a definition that is read anew changes neither, as a rule. */
const alike = new Map<string, Statements>();
/** Other definitions come seldom; past so many the oldest statements are let go. */
const MOST = 200;

/** The view of one record, or undefined when it has none. */
export function readRow(reader: Reader, table: CacheTable, sysId: string): Row | undefined {
  return reader.first(statementsOf(table).read, { sys_id: sysId });
}

/** Writes a whole row; missing columns become empty. A row that is already so costs no write. */
export function putRow(write: Writer, table: CacheTable, row: Row): boolean {
  const full = Object.fromEntries(table.columns.map((column) => [column, row[column] ?? '']));
  return write.run(statementsOf(table).put, full) > 0;
}

/** Removes a record from the view. */
export function removeRow(write: Writer, table: CacheTable, sysId: string): boolean {
  return write.run(statementsOf(table).remove, { sys_id: sysId }) > 0;
}

/** Number of records in the cache table. */
export function countRows(reader: Reader, table: CacheTable): number {
  return reader.first(statementsOf(table).count, {})?.count ?? 0;
}

function statementsOf(table: CacheTable): Statements {
  let known = statements.get(table);
  if (!known) {
    const name = [table.cache, ...table.columns].join();
    known = alike.get(name) ?? makeStatements(table);
    alike.set(name, known);
    if (alike.size > MOST) alike.delete(alike.keys().next().value ?? '');
    statements.set(table, known);
  }
  return known;
}

function makeStatements(table: CacheTable): Statements {
  return {
    read: query<{ sys_id: string }, Row>((p) =>
      buildCache
        .selectFrom(table.cache)
        .select([...table.columns])
        .where('sys_id', '=', p('sys_id')),
    ),
    put: putStatement(table),
    remove: query<{ sys_id: string }>((p) =>
      buildCache.deleteFrom(table.cache).where('sys_id', '=', p('sys_id')),
    ),
    count: query<Record<string, never>, { count: number }>(() =>
      buildCache.selectFrom(table.cache).select((expression) => expression.fn.countAll<number>().as('count')),
    ),
  };
}

/** An upsert that leaves a row alone when nothing in it differs: refreshing unchanged records writes no page. */
function putStatement(table: CacheTable): Statement<Record<string, string>, unknown> {
  const columns = sql.join(table.columns.map((column) => sql.id(column)));
  const others = table.columns.filter((column) => column !== 'sys_id');
  const assignments = sql.join(
    others.map((column) => sql`${sql.id(column)} = ${sql.ref(`excluded.${column}`)}`),
  );
  const differs = sql.join(
    others.map((column) => sql`${sql.ref(`${table.cache}.${column}`)} <> ${sql.ref(`excluded.${column}`)}`),
    sql` OR `,
  );
  return query<Record<string, string>>((p) =>
    statement(
      sql`INSERT INTO ${sql.id(table.cache)} (${columns}) VALUES (${sql.join(table.columns.map((column) => p(column)))}) ON CONFLICT (sys_id) DO UPDATE SET ${assignments} WHERE ${differs}`,
    ),
  );
}
