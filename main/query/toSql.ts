import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';

import { shownColumn } from './columns.ts';
import type { QueryContext } from './context.ts';
import type { Operator } from './operators.ts';
import { operators } from './operators.ts';
import type { Path } from './path.ts';
import { read } from './right.ts';
import { columnSql, quoted } from './sort.ts';
import { sqlTests } from './sqlTests.ts';
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
  const test = (column: string) =>
    sqlTests[operator](right, column, right.other === left ? column : scalar(right.other, operator, root));
  const end = endOf(left, operator, root);
  if (left.hops.length === 0) return test(end);
  // Without the other record its field counts as empty.
  return sql`coalesce((select ${test(end)} ${sql.raw(walk(left, root))}), ${test(`''`)})`;
}

/** SQL text of the field at the end of a path, as a value of its own. */
function scalar(path: Path, operator: Operator, root: string | undefined): string {
  const end = endOf(path, operator, root);
  return path.hops.length === 0 ? end : `coalesce((select ${end} ${walk(path, root)}), '')`;
}

/** The column at the end of a path, in the table that `walk` comes to. */
function endOf({ hops, field, type }: Path, operator: Operator, root: string | undefined): string {
  const column = operators[operator].reads === 'shown' ? shownColumn(field, type) : field;
  return columnSql(column, hops.length === 0 ? root : hopName(hops.length));
}

/** `from "cache_order" as "hop1" join "cache_company" as "hop2" on … where "hop1"."sys_id" = "cache_task"."parent"`. */
function walk({ hops }: Path, root: string | undefined): string {
  const [first, ...others] = hops.map(({ field, table }, at) => {
    const name = hopName(at + 1);
    const from = columnSql(field, at === 0 ? root : hopName(at));
    return {
      table: `${quoted(table.cache)} as ${quoted(name)}`,
      on: `${columnSql('sys_id', name)} = ${from}`,
    };
  });
  const joins = others.map(({ table, on }) => ` join ${table} on ${on}`).join('');
  return `from ${first?.table ?? ''}${joins} where ${first?.on ?? ''}`;
}

function hopName(number: number): string {
  return `hop${number}`;
}

function all(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` and `)})`;
}

function any(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` or `)})`;
}
