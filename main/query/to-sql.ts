import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';

import type { QueryContext } from './context.ts';
import { operators } from './operators.ts';
import { endSql, valueSql, walkSql } from './path-sql.ts';
import { read } from './right.ts';
import { sqlTests } from './sql-tests.ts';
import type { Table } from './table.ts';
import type { Condition, Query } from './tree.ts';

/**
 * The query as SQL for `.where(...)`; `matcher` decides the same in JavaScript. Needs `sqlFunctions` in the database.
 * Values are bound; `alias` is the table's name in the statement. A dot-walked condition looks the other record up by
 * its sys_id, one seek for each record that the rest leaves over; no index of this table can answer it.
 * Throws QueryError for an unknown field or an unfit value.
 */
export function toSql(
  query: Query,
  table: Table,
  context: QueryContext,
  alias?: string,
): RawBuilder<SqlBool> {
  if (query.groups.length === 0) return sql<SqlBool>`true`;
  const compile = (condition: Condition) => compileCondition(condition, table, context, alias);
  return any(query.groups.map((group) => all(group.map((term) => any(term.map(compile))))));
}

function compileCondition(
  condition: Condition,
  table: Table,
  context: QueryContext,
  alias: string | undefined,
): RawBuilder<SqlBool> {
  const { operator } = condition;
  const { left, right } = read(condition, table, context);
  const dotted = left.hops.length > 0 || right.other.hops.length > 0;
  // Within a subquery a bare name would be a column of the other table.
  const root = alias ?? (dotted ? table.cache : undefined);
  const { reads } = operators[operator];
  const test = (column: string) =>
    sqlTests[operator](right, column, right.other === left ? column : valueSql(right.other, reads, root));
  if (left.hops.length === 0) return test(endSql(left, reads, root));
  // Without the other record its field counts as empty.
  const there = sql`select ${test(endSql(left, reads, root))} ${sql.raw(walkSql(left, reads, root))}`;
  return sql`coalesce((${there}), ${test(`''`)})`;
}

function all(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` and `)})`;
}

function any(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` or `)})`;
}
