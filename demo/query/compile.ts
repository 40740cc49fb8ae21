import type { Column } from '../schema/column.ts';
import { comparison, compareTexts, type SortKey } from '../store/order.ts';
import type { Row } from '../store/row.ts';
import { leastValue } from './bounds.ts';
import { condition, type Condition } from './condition.ts';
import { displayOf, resolve } from './path.ts';
import { related } from './related.ts';
import { testOf } from './row-test.ts';
import type { RowTest, Scope } from './scope.ts';
import { evaluate } from './script.ts';
import { split } from './split.ts';

/** A query ready to be put to records. */
export interface Compiled {
  matches: RowTest;
  order: SortKey[];
  /** A field that must have this value in every match: a way to look at fewer records. */
  pinned: { field: string; value: string } | null;
  /** The least value of the first sort key in any match. */
  least: string | null;
  /** Columns that conditions look at. */
  columns: Column[];
  /** Terms that were left out because they make no sense here. */
  dropped: string[];
}

/** Readies a query. What it does not understand it leaves out, as the instance does: more records, never an error. */
export function compile(query: string, scope: Scope): Compiled {
  const pieces = split(query, scope.assumed.doubledCaretEscapes);
  const { dropped } = pieces;
  const columns: Column[] = [];
  const read = (text: string): RowTest[] => {
    const found = condition(text);
    const inner = found?.operator === 'RLQUERY' ? related(found.value, scope, compile) : null;
    columns.push(...(inner?.columns ?? []));
    dropped.push(...(inner?.dropped ?? []));
    const test = inner?.matches ?? (found && testOf(found, scope));
    if (!found || !test) dropped.push(text);
    else columns.push(...columnOf(found, scope));
    return test ? [test] : [];
  };
  const groups = pieces.groups.map((terms) =>
    terms.map((alternatives) => alternatives.flatMap(read)).filter((tests) => tests.length > 0),
  );
  const order = pieces.orders.flatMap(({ field, descending }) => sortKey(field, descending, scope));
  if (dropped.length > 0 && scope.assumed.invalidQueryReturnsNoRows) {
    return { matches: () => false, order, pinned: null, least: null, columns, dropped };
  }
  const all = groups.map((terms) => every(terms.map(some)));
  const narrowed = {
    pinned: pinnedBy(pieces.groups, scope),
    least: leastValue(pieces, scope.table, scope.asker),
  };
  return { matches: some(all), order, ...narrowed, columns, dropped };
}

/** Any of the tests; spelt out for two, since this runs for every record of a table. */
function some(tests: readonly RowTest[]): RowTest {
  const [first, second] = tests;
  if (first && tests.length === 1) return first;
  if (first && second && tests.length === 2) return (row) => first(row) || second(row);
  return (row) => tests.some((test) => test(row));
}

/** All of the tests. */
function every(tests: readonly RowTest[]): RowTest {
  const [first, second, ...rest] = tests;
  if (!first) return () => true;
  if (!second) return first;
  const others = every(rest);
  return rest.length === 0
    ? (row) => first(row) && second(row)
    : (row) => first(row) && second(row) && others(row);
}

function columnOf({ path }: Condition, { store, table }: Scope): Column[] {
  const field = resolve(store, table, path);
  return field ? [field.column] : [];
}

function sortKey(path: string, descending: boolean, { store, table }: Scope): SortKey[] {
  const field = resolve(store, table, path);
  if (!field) return [];
  const { column } = field;
  if (column.reference === '') {
    return [{ name: path, descending, compare: comparison(column), of: field.of, own: field.own }];
  }
  const shown = (row: Row): string => displayOf(store, column.reference, field.of(row));
  return [{ name: path, descending, compare: compareTexts, of: shown, own: false }];
}

/** With one group and no alternatives, `parent=...` means that only that value's records can match. */
function pinnedBy(groups: readonly (readonly string[][])[], { table, asker }: Scope): Compiled['pinned'] {
  const [only, ...others] = groups;
  if (others.length > 0) return null;
  for (const alternatives of only ?? []) {
    const found = alternatives.length === 1 ? condition(alternatives[0] ?? '') : null;
    const column = found?.operator === '=' ? table.columns.get(found.path) : undefined;
    const value = found && evaluate(found.value, asker);
    const pinnable = column?.reference !== '' || column.type === 'GUID' || column.name === 'element_id';
    if (column && pinnable && value) return { field: column.name, value: value.toLowerCase() };
  }
  return null;
}
