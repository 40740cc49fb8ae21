import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { matcher } from '../../main/query/matches.ts';
import { comparer } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import type { Row } from '../../main/query/row.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { countRows } from '../../main/records/row.ts';
import { countList, type ListQuery, listRows, type RowPage } from '../../main/records/list.ts';
import { takeBase } from '../../main/records/view.ts';
import { context, me, sysId } from '../support/catalog.ts';
import { shownIn, take, test } from '../support/laptop.ts';

/** The demo's lists, and what makes paging hard: ties, directions, references, no order, no condition. */
const queries = [
  'active=true^assigned_to=javascript:gs.getUserID()^ORDERBYpriority^ORDERBYexpected_start',
  'active=true^ORDERBYpriority^ORDERBYexpected_start',
  'ORDERBYDESCpriority^ORDERBYexpected_start',
  'ORDERBYassigned_to^ORDERBYDESCnumber',
  'ORDERBYDESCsys_id',
  'stateIN16,17^ORpriority<3^NQactive=false',
  '',
];

const cell = (...values: string[]) => fc.constantFrom('', ...values);
const row = fc.record({
  number: cell('WOT1', 'WOT10', 'WOT9'),
  state: cell('3', '16', '17', '100'),
  priority: cell('1', '2', '10', 'urgent'),
  active: cell('true', 'false'),
  assigned_to: cell(me.sys_id, sysId(77)),
  dv_assigned_to: cell('Abel', 'Zoë', 'abel'),
  expected_start: cell('2026-01-05 08:00:00', '2026-01-05 09:00:00'),
});

function everyPage(database: Database, question: Omit<ListQuery, 'after'>): Row[] {
  const rows: Row[] = [];
  let after: RowPage['next'] = null;
  do {
    const page = listRows(database, { ...question, after });
    expect(page.rows.length).toBeLessThanOrEqual(question.limit);
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null && rows.length < 1000);
  return rows;
}

function replaceAll(database: Database, table: CacheTable, rows: readonly Row[]): void {
  database.transaction((write) => {
    for (const gone of shownIn(write, table)) takeBase(write, table, gone, null);
    for (const one of rows) takeBase(write, table, one['sys_id'] ?? '', one);
  });
}

test('pages show every record of a list once, in order, and the count is theirs', ({ database, tasks }) => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 14 }),
      fc.constantFrom(...queries),
      fc.integer({ min: 1, max: 5 }),
      (cells, text, limit) => {
        const rows: Row[] = cells.map((one, at) => ({ ...one, sys_id: sysId((at * 7) % 17) }));
        replaceAll(database, tasks, rows);
        const query = parse(text);
        const question = { table: tasks, query, context, search: '', limit };
        const expected = rows
          .filter(matcher(query, tasks, context))
          .sort(comparer(query.order, tasks))
          .map((one) => one['sys_id']);
        expect(everyPage(database, question).map((one) => one['sys_id'])).toEqual(expected);
        expect(countList(database, question)).toBe(expected.length);
        expect(countRows(database, tasks)).toBe(rows.length);
      },
    ),
    { numRuns: 150 },
  );
});

test('the last page says that it is the last, also when it is full', ({ database, tasks }) => {
  take(database, tasks, [{ number: 'a' }, { number: 'b' }, { number: 'c' }, { number: 'd' }]);
  const question = { table: tasks, query: parse('ORDERBYnumber'), context, search: '', limit: 2 };
  const first = listRows(database, { ...question, after: null });
  const second = listRows(database, { ...question, after: first.next });
  expect(first.rows.map((one) => one['number'])).toEqual(['a', 'b']);
  expect(second.rows.map((one) => one['number'])).toEqual(['c', 'd']);
  expect(second.next).toBeNull();
});

test('records that come and go between two pages neither repeat nor hide the others', ({
  database,
  tasks,
}) => {
  take(
    database,
    tasks,
    ['b', 'd', 'f', 'h'].map((number) => ({ number })),
  );
  const question = { table: tasks, query: parse('ORDERBYnumber'), context, search: '', limit: 2 };
  const first = listRows(database, { ...question, after: null });
  database.transaction((write) => {
    takeBase(write, tasks, sysId(1), null);
    takeBase(write, tasks, sysId(8), { sys_id: sysId(8), number: 'a' });
    takeBase(write, tasks, sysId(9), { sys_id: sysId(9), number: 'g' });
  });
  const second = listRows(database, { ...question, after: first.next });
  expect(second.rows.map((one) => one['number'])).toEqual(['f', 'g']);
});

test('a row holds every column of the table, empty where the instance told nothing', ({
  database,
  tasks,
}) => {
  take(database, tasks, [{ number: 'a' }]);
  const { rows } = listRows(database, {
    table: tasks,
    query: parse(''),
    context,
    search: '',
    after: null,
    limit: 1,
  });
  expect(Object.keys(rows[0] ?? {})).toEqual(tasks.columns);
  expect(new Set(Object.values(rows[0] ?? {}))).toEqual(new Set(['', 'a', sysId(0)]));
});
