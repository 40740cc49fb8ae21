import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';

import type { FieldType } from '../../preload/contract/records.ts';
import type { Fields } from './columns.ts';
import { shownColumn, typeOf } from './columns.ts';
import type { QueryContext } from './context.ts';
import { fold } from './fold.ts';
import { resolve } from './functions.ts';
import { operand } from './operand.ts';
import type { Operator } from './operators.ts';
import { operators } from './operators.ts';
import { printCondition } from './print.ts';
import { sortExpression } from './sort.ts';
import type { Condition, Query } from './tree.ts';

/**
 * The query as SQL for `.where(...)`; `matcher` decides the same in JavaScript. Needs the SQL function `fold`. Values
 * are bound; `alias` is the table's name in the statement. Throws QueryError for an unknown field or an unfit value.
 */
export function toSql(
  query: Query,
  fields: Fields,
  context: QueryContext,
  alias?: string,
): RawBuilder<SqlBool> {
  if (query.groups.length === 0) return sql<SqlBool>`true`;
  const compile = (condition: Condition) => compileCondition(condition, fields, context, alias);
  return any(query.groups.map((group) => all(group.map((term) => any(term.map(compile))))));
}

function compileCondition(
  condition: Condition,
  fields: Fields,
  context: QueryContext,
  alias: string | undefined,
): RawBuilder<SqlBool> {
  const { field, operator } = condition;
  const term = printCondition(condition);
  const type = typeOf(fields, field, term);
  const name = operators[operator].reads === 'shown' ? shownColumn(field, type) : field;
  const values = condition.values.map((value) => resolve(value, context));
  return tests[operator]({
    // Not sql.ref, which would take the dot of a field such as record.state for the end of a table's name.
    column: alias === undefined ? sql.id(name) : sql.id(alias, name),
    sorted: sql.raw(sortExpression(field, type, alias)),
    value: values[0] ?? '',
    values,
    type,
    term,
  });
}

interface Sides {
  column: RawBuilder<unknown>;
  sorted: RawBuilder<unknown>;
  /** The only or first value. */
  value: string;
  values: readonly string[];
  type: FieldType;
  term: string;
}

// Nothing here leans on the affinity of a parameter, since `+?` has none: text columns meet strings, and what is
// ordered as a number meets numbers.
const tests: Record<Operator, (sides: Sides) => RawBuilder<SqlBool>> = {
  '=': ({ column, value }) => sql`${column} = ${value}`,
  '!=': ({ column, value }) => sql`${column} <> ${value}`,
  IN: ({ column, values }) => sql`${column} in (${sql.join(values)})`,
  'NOT IN': ({ column, values }) => sql`${column} not in (${sql.join(values)})`,
  '<': (sides) => compared(sides, '<'),
  '<=': (sides) => compared(sides, '<='),
  '>': (sides) => compared(sides, '>'),
  '>=': (sides) => compared(sides, '>='),
  // instr and substr instead of SQL's LIKE: no wildcards, and no case rules but those of fold.
  LIKE: ({ column, value }) => sql`instr(fold(${column}), ${fold(value)}) > 0`,
  'NOT LIKE': ({ column, value }) => sql`instr(fold(${column}), ${fold(value)}) = 0`,
  STARTSWITH: ({ column, value }) =>
    sql`substr(fold(${column}), 1, ${characters(fold(value))}) = ${fold(value)}`,
  ENDSWITH: ({ column, value }) => sql`substr(fold(${column}), ${-characters(fold(value))}) = ${fold(value)}`,
  ISEMPTY: ({ column }) => sql`${column} = ''`,
  ISNOTEMPTY: ({ column }) => sql`${column} <> ''`,
  ANYTHING: () => sql`true`,
};

function compared({ column, sorted, value, type, term }: Sides, operator: '<' | '<=' | '>' | '>=') {
  const bound = operand(value, type, term);
  return sql<SqlBool>`(${column} <> '' and ${sorted} ${sql.raw(operator)} ${bound})`;
}

/** Code points, which is what SQLite counts. */
function characters(text: string): number {
  return Array.from(text).length;
}

function all(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` and `)})`;
}

function any(tests: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> {
  return sql`(${sql.join(tests, sql` or `)})`;
}
