import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { fieldsOf } from '../../main/query/fieldsOf.ts';
import { fold } from '../../main/query/fold.ts';
import type { Value } from '../../main/query/functions.ts';
import { sortKeys } from '../../main/query/keys.ts';
import { keyset, keysetColumns, seeks } from '../../main/query/keyset.ts';
import { matcher } from '../../main/query/matches.ts';
import type { Operator } from '../../main/query/operators.ts';
import { operators } from '../../main/query/operators.ts';
import { comparer, orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import { print } from '../../main/query/print.ts';
import type { Row } from '../../main/query/row.ts';
import { isNumber, sortExpression } from '../../main/query/sort.ts';
import { toSql } from '../../main/query/toSql.ts';
import type { Condition, Query } from '../../main/query/tree.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import { context, tableWith } from '../query/given.ts';
import { Table, columnsOf, select } from '../query/table.ts';


/** Texts on which evaluators tend to part: case, composition, planes, wildcards, quotes and things like numbers. */
const odd = [
  ...['', ' ', 'a', 'A', 'ab', 'AB', 'me', 'true', 'false', 'null', "it's", '"q"', '100%', '_', '\\', 'a,b'],
  ...['Straße', 'STRASSE', 'ΟΔΟΣ', 'οδός', 'ς', 'Σ', 'é', 'e\u0301', 'É', 'İ', 'i', 'ı', 'ǆ', 'ǅ', 'ﬁ', 'FI'],
  ...['\ud7ff', '\ue000', '\uff01', '\u{10000}', '\u{1f600}', '\u{1f600}a', '日本', '\u2028', '\n', 'a\tb'],
  ...[
    '0',
    '-0',
    '1',
    '2',
    '10',
    '-5',
    '05',
    '1.0',
    '1.50',
    '.5',
    '5.',
    '1e3',
    '1E3',
    '1e',
    '+1',
    ' 12',
    '\v7',
  ],
  ...['\u00a012', '0x10', '1_0', 'inf', 'Infinity', 'nan', '1e400', '-1e400', '1e-400', '--1', '-', '.'],
  ...['999999999999999', '9999999999999999', '9007199254740993', '9223372036854775808', '0.1', '0.10'],
  ...['2024-02-29', '2024-02-29 23:59:59', '2024-03-01 00:00:00'],
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  // SQLite's text functions end at a NUL, and an instance stores none.
  fc.string({ unit: 'binary', maxLength: 6 }).map((any) => any.replaceAll('\0', '')),
  fc.integer().map(String),
  // To 15 digits, which is what an instance's decimals have.
  fc
    .tuple(fc.maxSafeNat(), fc.nat(6))
    .map(([digits, places]) => (digits / 10).toFixed(0).slice(0, 14) + 'e-' + String(places)),
);

const types: FieldType[] = [
  ...(['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'reference', 'choice'] as const),
  'journal',
];
const names = ['a', 'b_1', 'in', 'order', 'dv', 'or2', 'state'];

const fieldsArbitrary: fc.Arbitrary<Fields> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...types)), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  })
  .map((entries) => new Map<string, FieldType>([['sys_id', 'string'], ...entries]));

function rowsArbitrary(fields: Fields): fc.Arbitrary<Row[]> {
  const cell = fc.oneof({ weight: 2, arbitrary: fc.constantFrom('', '1', '2', '10', 'a', 'B') }, text);
  const columns = Object.fromEntries(columnsOf(fields).map((name) => [name, cell]));
  return fc
    .array(fc.record(columns), { maxLength: 12 })
    .map((rows) => rows.map((row, at) => ({ ...row, sys_id: String((at * 7) % 13).padStart(2, '0') })));
}

function queryArbitrary(fields: Fields, rows: readonly Row[]): fc.Arbitrary<Query> {
  const stored = rows.flatMap((row) => Object.values(row));
  const condition = fc
    .tuple(fc.constantFrom(...fields.keys()), fc.constantFrom(...(Object.keys(operators) as Operator[])))
    .chain(([field, operator]) =>
      valuesArbitrary(operator, fields.get(field) ?? 'string', stored).map((values): Condition => ({
        field,
        operator,
        values,
      })),
    );
  const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 1, maxLength: 3 });
  return fc.record({
    groups: fc.array(some(some(condition)), { maxLength: 3 }),
    order: fc.array(fc.record({ field: fc.constantFrom(...fields.keys()), descending: fc.boolean() }), {
      maxLength: 3,
    }),
  });
}

/** What a text can say after an operator, often something that is stored or a part of it. */
function valuesArbitrary(operator: Operator, type: FieldType, stored: string[]): fc.Arbitrary<Value[]> {
  const { takes } = operators[operator];
  if (takes === 'nothing') return fc.constant([]);
  const known = stored.length > 0 ? fc.constantFrom(...stored) : text;
  const part = fc.tuple(known, fc.nat(3), fc.nat(3)).map(([whole, from, length]) => {
    const characters = Array.from(whole);
    return characters.slice(from, from + length + 1).join('');
  });
  const written = fc
    .oneof(known, part, known.map(otherCase), text)
    .map((value) => value.replaceAll(takes === 'list' ? /[\^,]/g : '^', ''))
    .filter((value) => takes === 'text' || value !== '');
  if (takes === 'list') {
    return fc
      .array(fc.oneof(written, fc.constant({ call: 'gs.getUserID', given: [] })), {
        minLength: 1,
        maxLength: 3,
      })
      .filter((values) => values.length > 1 || values[0] !== '');
  }
  const numeric = ['<', '<=', '>', '>='].includes(operator) && isNumber(type);
  if (numeric)
    return fc.tuple(fc.constantFrom('0', '1', '2', '10', '-5', '1.5', '+1', '.5', '1e3', '-1e400'));
  return fc.tuple(
    fc.oneof({ weight: 4, arbitrary: written }, fc.constant({ call: 'gs.getUserID', given: [] })),
  );
}

function otherCase(value: string): string {
  return value === value.toUpperCase() ? value.toLowerCase() : value.toUpperCase();
}

const caseArbitrary = fieldsArbitrary.chain((fields) =>
  rowsArbitrary(fields).chain((rows) =>
    fc.record({
      fields: fc.constant(fields),
      rows: fc.constant(rows),
      query: queryArbitrary(fields, rows),
      indexed: fc.boolean(),
      limit: fc.integer({ min: 1, max: 4 }),
    }),
  ),
);

type Case = typeof caseArbitrary extends fc.Arbitrary<infer T> ? T : never;

const runs = Number(process.env['PROPERTY_RUNS'] ?? 400);
let table: Table;

beforeAll(() => {
  table = new Table();
});
afterAll(() => {
  table.close();
});

/** Fills the table, for half of the cases with the very index that the order wants. */
function given({ fields, rows, query, indexed }: Case) {
  const index = sortKeys(query.order, fields).map(
    ({ field, type, descending }) => sortExpression(field, type) + (descending ? ' desc' : ''),
  );
  const singles = fieldsOf(query).map((field) => [sortExpression(field, fields.get(field) ?? 'string')]);
  table.fill(fields, rows, indexed ? [index, ...singles] : []);
}

function idsInJavaScript({ fields, rows, query }: Case): (string | undefined)[] {
  return rows
    .filter(matcher(query, tableWith(fields), context))
    .sort(comparer(query.order, fields))
    .map((row) => row['sys_id']);
}

test('a query survives being written and read', () => {
  fc.assert(
    fc.property(caseArbitrary, ({ query }) => {
      expect(parse(print(query))).toEqual(query);
    }),
    { numRuns: runs },
  );
});

test('SQL and JavaScript find the same records in the same order', () => {
  fc.assert(
    fc.property(caseArbitrary, (one) => {
      given(one);
      const { fields, query } = one;
      const found = table.rows(select([toSql(query, tableWith(fields), context)], orderSql(query.order, fields)));
      expect(found.map((row) => row['sys_id'])).toEqual(idsInJavaScript(one));
    }),
    { numRuns: runs },
  );
});

test('pages by keyset show every record once, in order', () => {
  fc.assert(
    fc.property(caseArbitrary, (one) => {
      given(one);
      const { fields, query, limit } = one;
      const shown: Row[] = [];
      for (;;) {
        const last = shown.at(-1);
        const after = last ? [keyset(query.order, fields, position(last, one), 't')] : [];
        const page = table.rows(
          select([toSql(query, tableWith(fields), context, 't'), ...after], orderSql(query.order, fields, 't'), limit),
        );
        shown.push(...page);
        expect(shown.length).toBeLessThanOrEqual(one.rows.length);
        if (page.length < limit) break;
      }
      expect(shown.map((row) => row['sys_id'])).toEqual(idsInJavaScript(one));
    }),
    { numRuns: runs },
  );
});

test('the seeks after a record, one after the other, show what follows it', () => {
  fc.assert(
    fc.property(caseArbitrary, fc.nat(), (one, start) => {
      given(one);
      const { fields, query } = one;
      const ids = idsInJavaScript(one);
      const at = start % Math.max(ids.length, 1);
      const last = one.rows.find((row) => row['sys_id'] === ids[at]);
      if (!last) return;
      const shown = seeks(query.order, fields, position(last, one)).flatMap(({ after, order }) =>
        table.rows(select([toSql(query, tableWith(fields), context), after], order)),
      );
      expect(shown.map((row) => row['sys_id'])).toEqual(ids.slice(at + 1));
    }),
    { numRuns: runs },
  );
});

/** A row cut down to the columns that paging says it needs. */
function position(row: Row, { query, fields }: Case): Row {
  return Object.fromEntries(keysetColumns(query.order, fields).map((name) => [name, row[name] ?? '']));
}

test('folding forgets case, and folding again changes nothing', () => {
  fc.assert(
    fc.property(text, (any) => {
      const folded = fold(any);
      expect(fold(folded)).toBe(folded);
      expect(fold(any.toUpperCase())).toBe(folded);
      expect(fold(any.normalize('NFD'))).toBe(folded);
    }),
    { numRuns: runs * 5 },
  );
});
