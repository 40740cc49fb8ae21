import type { RawBuilder, SqlBool } from 'kysely';
import { sql } from 'kysely';

import type { FieldType } from '../../preload/contract/records.ts';
import { fold } from './fold.ts';
import { operand } from './operand.ts';
import type { Operator } from './operators.ts';
import type { Right } from './right.ts';
import { areNumbers, classes, distance, moment, needsOrder, partRange, samePart, span } from './right.ts';
import { sortOf } from './sort.ts';

/** `column` and `other` are SQL texts, `other` that of the second field where an operator compares two. */
type SqlTest = (right: Right, column: string, other: string) => RawBuilder<SqlBool>;

type Comparator = '<' | '<=' | '>' | '>=';

/**
 * What each operator asks of a column; true or false, never null. Throws QueryError for an unfit value.
 *
 * Nothing here leans on the affinity of a parameter, since `+?` has none: text columns meet strings, and what is
 * ordered as a number meets numbers.
 */
export const sqlTests: Record<Operator, SqlTest> = {
  '=': ({ value }, column) => sql`${sql.raw(column)} = ${value}`,
  '!=': ({ value }, column) => sql`${sql.raw(column)} <> ${value}`,
  IN: ({ values }, column) => sql`${sql.raw(column)} in (${sql.join(values)})`,
  'NOT IN': ({ values }, column) => sql`${sql.raw(column)} not in (${sql.join(values)})`,
  '<': (right, column) => compared(right, column, '<', right.value),
  '<=': (right, column) => compared(right, column, '<=', right.value),
  '>': (right, column) => compared(right, column, '>', right.value),
  '>=': (right, column) => compared(right, column, '>=', right.value),
  BETWEEN: (right, column) => between(right, column, right.value, right.values[1] ?? ''),
  // instr and substr instead of SQL's LIKE: no wildcards, and no case rules but those of fold.
  LIKE: ({ value }, column) => sql`instr(fold(${sql.raw(column)}), ${fold(value)}) > 0`,
  'NOT LIKE': ({ value }, column) => sql`instr(fold(${sql.raw(column)}), ${fold(value)}) = 0`,
  STARTSWITH: ({ value }, column) =>
    sql`substr(fold(${sql.raw(column)}), 1, ${characters(fold(value))}) = ${fold(value)}`,
  ENDSWITH: ({ value }, column) =>
    sql`substr(fold(${sql.raw(column)}), ${-characters(fold(value))}) = ${fold(value)}`,
  MATCH_RGX: ({ value }, column) => sql`matches_pattern(${sql.raw(column)}, ${value})`,
  MATCH_RGX_FIELD: (_, column, other) =>
    sql`(${sql.raw(column)} <> '' and ${sql.raw(other)} <> '' and matches_pattern(${sql.raw(column)}, ${sql.raw(other)}))`,
  ISEMPTY: (_, column) => sql`${sql.raw(column)} = ''`,
  ISNOTEMPTY: (_, column) => sql`${sql.raw(column)} <> ''`,
  EMPTYSTRING: (_, column) => sql`${sql.raw(column)} = ''`,
  ANYTHING: () => sql`true`,
  SAMEAS: (right, column, other) => same(right, column, other, '='),
  NSAMEAS: (right, column, other) => same(right, column, other, '<>'),
  GT_FIELD: (right, column, other) => ordered(right, column, '>', other),
  GT_OR_EQUALS_FIELD: (right, column, other) => ordered(right, column, '>=', other),
  LT_FIELD: (right, column, other) => ordered(right, column, '<', other),
  LT_OR_EQUALS_FIELD: (right, column, other) => ordered(right, column, '<=', other),
  IN_FIELD: (_, column, other) =>
    sql`(${sql.raw(column)} <> '' and instr(',' || ${sql.raw(other)} || ',', ',' || ${sql.raw(column)} || ',') > 0)`,
  ON: (right, column) => between(right, column, ...span(right)),
  NOTON: (right, column) => sql`not ${between(right, column, ...span(right))}`,
  RELATIVEGT: (right, column) => compared(right, column, '>', moment(right).at),
  RELATIVEGE: (right, column) => compared(right, column, '>=', moment(right).at),
  RELATIVELT: (right, column) => compared(right, column, '<', moment(right).at),
  RELATIVELE: (right, column) => compared(right, column, '<=', moment(right).at),
  RELATIVEEE: (right, column) => between(right, column, moment(right).from, moment(right).to),
  MORETHAN: (right, column, other) => {
    const { time, bound } = apart(right, column, other);
    return distance(right).before ? truly(sql`${time} < ${bound}`) : truly(sql`${time} > ${bound}`);
  },
  LESSTHAN: (right, column, other) => {
    const { time, bound, than } = apart(right, column, other);
    return distance(right).before
      ? truly(sql`${bound} < ${time} and ${time} <= ${than}`)
      : truly(sql`${than} <= ${time} and ${time} < ${bound}`);
  },
  DATEPART: (right, column) => {
    const { part, from, to } = partRange(right);
    return truly(sql`${partSql(column, part, right)} between ${from} and ${to}`);
  },
  INSTANCEOF: (right, column) => sql`${sql.raw(column)} in (${sql.join(classes(right))})`,
  DYNAMIC: ({ context }, column) => sql`${sql.raw(column)} = ${context.userId}`,
};

function compared({ type, term }: Right, column: string, comparison: Comparator, value: string) {
  const bound = operand(value, type, term);
  return sql<SqlBool>`(${sql.raw(column)} <> '' and ${sql.raw(sortOf(column, type))} ${sql.raw(comparison)} ${bound})`;
}

function between(right: Right, column: string, from: string, to: string): RawBuilder<SqlBool> {
  return sql`(${compared(right, column, '>=', from)} and ${compared(right, column, '<=', to)})`;
}

function same(right: Right, column: string, other: string, sign: '=' | '<>'): RawBuilder<SqlBool> {
  const part = samePart(right);
  const how = sql.raw(sign);
  if (part !== null) return truly(sql`${partSql(column, part, right)} ${how} ${partSql(other, part, right)}`);
  const valueOf = (text: string, type: FieldType) => sql.raw(areNumbers(right) ? sortOf(text, type) : text);
  const one = valueOf(column, right.type);
  const two = valueOf(other, right.other.type);
  return sql`(${sql.raw(column)} <> '' and ${sql.raw(other)} <> '' and ${one} ${how} ${two})`;
}

function ordered(right: Right, column: string, comparison: Comparator, other: string): RawBuilder<SqlBool> {
  needsOrder(right);
  const order = `${sortOf(column, right.type)} ${comparison} ${sortOf(other, right.other.type)}`;
  return sql`(${sql.raw(column)} <> '' and ${sql.raw(other)} <> '' and ${sql.raw(order)})`;
}

/** The time of a column, that of the other, and the bound that lies so far from the other. */
function apart(right: Right, column: string, other: string) {
  const { unit, count } = distance(right);
  const { timeZone } = right.context;
  return {
    time: sql`instant(${sql.raw(column)}, ${timeZone})`,
    than: sql`instant(${sql.raw(other)}, ${timeZone})`,
    bound: sql`moved(${sql.raw(other)}, ${unit}, ${count}, ${timeZone})`,
  };
}

function partSql(column: string, part: string, { context }: Right): RawBuilder<unknown> {
  return sql`date_part(${sql.raw(column)}, ${part}, ${context.timeZone})`;
}

/** What is unknown, such as the part of a text that is no time, is not so. */
function truly(test: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql`coalesce(${test}, false)`;
}

/** Code points, which is what SQLite counts. */
function characters(text: string): number {
  return Array.from(text).length;
}
