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
import { compareSortValues, sortValue } from './sort.ts';
import type { Condition, Query } from './tree.ts';

/** A record as it is stored: fields by name, `dv_<field>` for display values. What is missing counts as empty. */
export type Row = Readonly<Record<string, string>>;

type Test = (row: Row) => boolean;

/**
 * Whether a record meets a query, decided in JavaScript; `toSql` decides the same in the database. Everything that can
 * be wrong is found here, not when a record comes along: throws QueryError for an unknown field or an unfit value.
 */
export function matcher(query: Query, fields: Fields, context: QueryContext): Test {
  if (query.groups.length === 0) return () => true;
  const compile = (condition: Condition) => compileCondition(condition, fields, context);
  return any(query.groups.map((group) => all(group.map((term) => any(term.map(compile))))));
}

function compileCondition(condition: Condition, fields: Fields, context: QueryContext): Test {
  const { field, operator } = condition;
  const term = printCondition(condition);
  const type = typeOf(fields, field, term);
  const column = operators[operator].reads === 'shown' ? shownColumn(field, type) : field;
  const values = condition.values.map((value) => resolve(value, context));
  const test = tests[operator]({ value: values[0] ?? '', values, type, term });
  return (row) => test(row[column] ?? '');
}

interface Right {
  /** The only or first value. */
  value: string;
  values: readonly string[];
  type: FieldType;
  term: string;
}

const tests: Record<Operator, (right: Right) => (text: string) => boolean> = {
  '=':
    ({ value }) =>
    (text) =>
      text === value,
  '!=':
    ({ value }) =>
    (text) =>
      text !== value,
  IN: ({ values }) => {
    const set = new Set(values);
    return (text) => set.has(text);
  },
  'NOT IN': ({ values }) => {
    const set = new Set(values);
    return (text) => !set.has(text);
  },
  '<': (right) => compared(right, (sign) => sign < 0),
  '<=': (right) => compared(right, (sign) => sign <= 0),
  '>': (right) => compared(right, (sign) => sign > 0),
  '>=': (right) => compared(right, (sign) => sign >= 0),
  LIKE: ({ value }) => folded(value, (text, part) => text.includes(part)),
  'NOT LIKE': ({ value }) => folded(value, (text, part) => !text.includes(part)),
  STARTSWITH: ({ value }) => folded(value, (text, part) => text.startsWith(part)),
  ENDSWITH: ({ value }) => folded(value, (text, part) => text.endsWith(part)),
  ISEMPTY: () => (text) => text === '',
  ISNOTEMPTY: () => (text) => text !== '',
  ANYTHING: () => () => true,
};

function compared({ value, type, term }: Right, holds: (sign: number) => boolean) {
  const bound = operand(value, type, term);
  const valueOf = sortValue(type);
  return (text: string) => text !== '' && holds(compareSortValues(valueOf(text), bound));
}

function folded(value: string, holds: (text: string, part: string) => boolean) {
  const part = fold(value);
  return (text: string) => holds(fold(text), part);
}

function all(tests: readonly Test[]): Test {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (row) => tests.every((test) => test(row));
}

function any(tests: readonly Test[]): Test {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (row) => tests.some((test) => test(row));
}
