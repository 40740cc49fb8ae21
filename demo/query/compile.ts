import type { Assumptions } from '../assumptions.ts';
import type { Column } from '../schema/column.ts';
import { family } from '../schema/schema.ts';
import type { Table } from '../schema/table.ts';
import { compareTexts, comparison, type SortKey } from '../store/order.ts';
import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import { leastValue } from './bounds.ts';
import { condition, type Condition } from './condition.ts';
import { operators } from './operators.ts';
import { displayOf, resolve, type Path } from './path.ts';
import { distance, relativeBound } from './relative.ts';
import { evaluate, type Asker } from './script.ts';
import { split } from './split.ts';

type RowTest = (row: Row) => boolean;

/** What an encoded query is asked of. */
export interface Scope {
  store: Store;
  table: Table;
  asker: Asker;
  assumed: Assumptions;
}

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

/** The id every instance gives to its dynamic filter "Me". */
const ME = '90d1921e5f510100a9ad2572f2b477fe';

/** Readies a query. What it does not understand it leaves out, as the instance does: more records, never an error. */
export function compile(query: string, scope: Scope): Compiled {
  const pieces = split(query, scope.assumed.doubledCaretEscapes);
  const { dropped } = pieces;
  const columns: Column[] = [];
  const read = (text: string): RowTest[] => {
    const found = condition(text);
    const test = found && testOf(found, scope);
    if (!test) dropped.push(text);
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

function testOf({ path, operator, value }: Condition, scope: Scope): RowTest | null {
  const { store, table, asker, assumed } = scope;
  if (operator === 'TEXT') return textSearch(value, table);
  const field = resolve(store, table, path);
  if (!field) return null;
  const against = againstField(field, operator, value, scope) ?? againstTime(field, operator, value, scope);
  if (against) return against;
  if (operator === 'DYNAMIC') return value === ME ? (row) => field.of(row) === asker.sysId : null;
  if (operator === 'INSTANCEOF') {
    const names = new Set(family(value).map((member) => member.name));
    return names.size > 0 ? (row) => names.has(field.of(row)) : null;
  }
  const meant = evaluate(value, asker);
  const test =
    meant === null ? null : operators.get(operator)?.({ value: meant, column: field.column, assumed });
  if (!test) return null;
  const shown = field.column.reference !== '' && /LIKE|WITH/.test(operator);
  if (shown) return (row) => test(displayOf(store, field.column.reference, field.of(row)));
  const { name } = field.column;
  return field.own ? (row) => test(row[name] ?? '') : (row) => test(field.of(row));
}

function againstField(field: Path, operator: string, value: string, { store, table }: Scope): RowTest | null {
  const far = operator === 'MORETHAN' || operator === 'LESSTHAN' ? distance(value) : null;
  const other = resolve(store, table, far?.field ?? value);
  if (!other) return null;
  if (far) return (row) => far.holds(field.of(row), other.of(row), operator === 'MORETHAN');
  const compare = comparison(field.column);
  const sign = (row: Row): number => compare(field.of(row), other.of(row));
  const both = (row: Row): boolean => field.of(row) !== '' && other.of(row) !== '';
  if (operator === 'SAMEAS') return (row) => both(row) && sign(row) === 0;
  if (operator === 'NSAMEAS') return (row) => both(row) && sign(row) !== 0;
  if (operator === 'GT_FIELD') return (row) => both(row) && sign(row) > 0;
  if (operator === 'LT_FIELD') return (row) => both(row) && sign(row) < 0;
  if (operator === 'GT_OR_EQUALS_FIELD') return (row) => both(row) && sign(row) >= 0;
  if (operator === 'LT_OR_EQUALS_FIELD') return (row) => both(row) && sign(row) <= 0;
  return null;
}

function againstTime(field: Path, operator: string, value: string, { asker }: Scope): RowTest | null {
  if (operator.startsWith('RELATIVE')) {
    const bound = relativeBound(value, asker.now);
    const how = operator.slice('RELATIVE'.length);
    if (bound === null) return null;
    const day = bound.slice(0, 10);
    return (row) => {
      const text = field.of(row);
      if (text === '') return false;
      if (how === 'EE') return text.startsWith(day);
      if (text === bound) return how.endsWith('E');
      return how.startsWith('G') === text > bound;
    };
  }
  if (operator !== 'ON' && operator !== 'NOTON') return null;
  const [, from, to] = value.split('@').map((part) => evaluate(part, asker));
  if (from === undefined || to === undefined || from === null || to === null) return null;
  const on = (row: Row): boolean => field.of(row) >= from && field.of(row) <= to;
  return operator === 'ON' ? on : (row) => !on(row);
}

/** Every word somewhere in the record's texts. */
function textSearch(value: string, table: Table): RowTest {
  const words = value.toLowerCase().split(/\s+/).filter(Boolean);
  const names = [...table.columns.values()]
    .filter((column) => column.type === 'string')
    .map(({ name }) => name);
  return (row) => {
    const text = names
      .map((name) => read(row, name))
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  };
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
