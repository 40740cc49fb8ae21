import type { QueryContext } from './context.ts';
import { operators } from './operators.ts';
import { read } from './right.ts';
import type { Lookup, Row } from './row.ts';
import { textReader } from './row.ts';
import type { Table } from './table.ts';
import { textTests } from './text-tests.ts';
import type { Condition, Query } from './tree.ts';

type RecordTest = (row: Row) => boolean;

/**
 * Whether a record meets a query, decided in JavaScript; `toSql` decides the same in the database. Everything that can
 * be wrong is found here, not when a record comes along: throws QueryError for an unknown field or an unfit value.
 */
export function matcher(
  query: Query,
  table: Table,
  context: QueryContext,
  lookup: Lookup = () => undefined,
): RecordTest {
  if (query.groups.length === 0) return () => true;
  const compile = (condition: Condition) => compileCondition(condition, table, context, lookup);
  return any(query.groups.map((group) => all(group.map((term) => any(term.map(compile))))));
}

function compileCondition(
  condition: Condition,
  table: Table,
  context: QueryContext,
  lookup: Lookup,
): RecordTest {
  const { left, right } = read(condition, table, context);
  const { reads } = operators[condition.operator];
  const test = textTests[condition.operator](right);
  const textOf = textReader(left, reads, lookup);
  if (right.other === left) return (row) => test(textOf(row), '');
  const otherOf = textReader(right.other, reads, lookup);
  return (row) => test(textOf(row), otherOf(row));
}

function all(tests: readonly RecordTest[]): RecordTest {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (row) => tests.every((test) => test(row));
}

function any(tests: readonly RecordTest[]): RecordTest {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (row) => tests.some((test) => test(row));
}
