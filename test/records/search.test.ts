import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { statement } from '../../main/database/query.ts';
import { parse } from '../../main/query/parse.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { countList, listRows } from '../../main/records/list.ts';
import { searchExpression } from '../../main/records/search.ts';
import { fillSearch, suspendSearch } from '../../main/records/search.ts';
import { takeBase } from '../../main/records/view.ts';
import { catalogOf, context, sysId } from '../support/catalog.ts';
import { changed } from '../support/changed.ts';
import { fit, take, test } from '../support/laptop.ts';
import definition from '../support/definition.json' with { type: 'json' };

/** Numbers of the records that the search box finds. */
function found(database: Database, table: CacheTable, search: string, query = ''): string[] {
  const question = { table, query: parse(query), context, search };
  const { rows } = listRows(database, { ...question, after: null, limit: 200 });
  expect(countList(database, question)).toBe(rows.length);
  return rows.map((row) => row['number'] ?? '').sort();
}

const jobs = [
  { number: 'WOT1001', short_description: 'Replace the fan of the ventilation', state: '16' },
  { number: 'WOT1002', short_description: 'Crème brûlée oven, door leaks', state: '17' },
  { number: 'WOT2001', short_description: 'Fan belt: \'squeaks\' "loudly" AND stops', state: '16' },
  { number: 'WOT2002', short_description: '電気 panel Übergabe ÅÄÖ', state: '3' },
];

test.for([
  ['a word', 'fan', ['WOT1001', 'WOT2001']],
  ['the beginning of a word', 'vent', ['WOT1001']],
  ['one letter', 'v', ['WOT1001']],
  ['the end of a word', 'ilation', []],
  ['a number in part', 'WOT10', ['WOT1001', 'WOT1002']],
  ['several words in any order', 'belt FAN', ['WOT2001']],
  ['words of several fields', '1001 fan', []],
  ['words of several fields, from their beginning', 'wot1001 fan', ['WOT1001']],
  ['a word that is nowhere beside one that is', 'fan oven', []],
  ['accents left away', 'creme brulee', ['WOT1002']],
  ['accents where there are none', 'fán', ['WOT1001', 'WOT2001']],
  ['capitals with accents', 'übergabe åäö', ['WOT2002']],
  ['another script', '電気', ['WOT2002']],
  ['the language of the index itself', 'fan AND stops', ['WOT2001']],
  ['nothing but its operators', 'NOT', []],
  ['quotes, stars and colons', '"fan"* belt: (', ['WOT2001']],
  ['a word with a hyphen', 'fan-belt', ['WOT2001']],
] as const)('%s: %s', ([, typed, numbers], { database, tasks }) => {
  take(database, tasks, jobs);
  expect(found(database, tasks, typed)).toEqual(numbers);
});

test.for(['', '   ', '*', '"', '-- ; ^', '()'])(
  'nothing searchable typed (%j) shows everything',
  (typed, { database, tasks }) => {
    take(database, tasks, jobs);
    expect(searchExpression(typed)).toBeNull();
    expect(found(database, tasks, typed)).toHaveLength(4);
  },
);

test('a search stays within the list', ({ database, tasks }) => {
  take(database, tasks, jobs);
  expect(found(database, tasks, 'wot', 'state=16')).toEqual(['WOT1001', 'WOT2001']);
});

test('what changed is found as it is now', ({ database, tasks }) => {
  take(database, tasks, jobs);
  database.transaction((write) => {
    takeBase(write, tasks, sysId(0), { sys_id: sysId(0), short_description: 'Replace the pump' });
    takeBase(write, tasks, sysId(1), null);
    takeBase(write, tasks, sysId(9), { sys_id: sysId(9), number: 'WOT3001', short_description: 'Fan blade' });
    takeBase(write, tasks, sysId(2), { sys_id: sysId(2), state: '17' });
  });
  expect(found(database, tasks, 'fan')).toEqual(['WOT2001', 'WOT3001']);
  expect(found(database, tasks, 'pump')).toEqual(['WOT1001']);
  expect(found(database, tasks, 'brulee')).toEqual([]);
});

test('what was written while the upkeep was suspended is found when it is taken up again', ({
  database,
  tasks,
}) => {
  take(database, tasks, jobs);
  database.transaction((write) => {
    suspendSearch(write, tasks);
    takeBase(write, tasks, sysId(0), { sys_id: sysId(0), short_description: 'Replace the pump' });
    takeBase(write, tasks, sysId(1), null);
    fillSearch(write, tasks);
    takeBase(write, tasks, sysId(9), { sys_id: sysId(9), number: 'WOT3001', short_description: 'Pump seal' });
  });
  expect(found(database, tasks, 'pump')).toEqual(['WOT1001', 'WOT3001']);
  expect(found(database, tasks, 'fan')).toEqual(['WOT2001']);
  expect(found(database, tasks, 'brulee')).toEqual([]);
});

test('what was written before the process died with the upkeep suspended is found after the next start', ({
  database,
  catalog,
  tasks,
}) => {
  database.transaction((write) => {
    suspendSearch(write, tasks);
  });
  take(database, tasks, jobs);
  expect(found(database, tasks, 'fan')).toEqual([]);
  fit(database, catalog);
  expect(found(database, tasks, 'fan')).toEqual(['WOT1001', 'WOT2001']);
});

/** Takes every word out of the index behind its back. */
function forget(database: Database): void {
  database.transaction((write) => {
    write.execute(statement(sql`INSERT INTO search_wm_task (search_wm_task) VALUES ('delete-all')`));
  });
}

test('a record that keeps its words costs the index nothing', ({ database, tasks }) => {
  take(database, tasks, jobs);
  forget(database);
  take(database, tasks, [{ ...jobs[0], state: '17' }]);
  expect(found(database, tasks, 'fan')).toEqual([]);
});

test('references are searched by what they display', ({ database }) => {
  const catalog = catalogOf(changed(definition, 'datasets[0].search[2]', 'assigned_to'));
  fit(database, catalog);
  const tasks = tableOf(catalog, 'wm_task');
  take(database, tasks, [{ number: 'WOT1', assigned_to: sysId(5), dv_assigned_to: 'Zoë Quinn' }]);
  expect(found(database, tasks, 'zoe')).toEqual(['WOT1']);
  expect(found(database, tasks, sysId(5))).toEqual([]);
});

test('a table without search fields has its lists, and typing narrows nothing', ({ database }) => {
  const catalog = catalogOf(changed(definition, 'datasets[0].search', []));
  fit(database, catalog);
  const tasks = tableOf(catalog, 'wm_task');
  take(database, tasks, jobs);
  expect(tasks.index).toBeNull();
  expect(found(database, tasks, 'fan')).toHaveLength(4);
});
