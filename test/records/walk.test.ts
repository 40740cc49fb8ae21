import { expect } from 'vitest';
import { meets, obstacle } from '../../main/actions/offer.ts';
import { parse } from '../../main/query/parse.ts';
import { classesOf } from '../../main/records/classes.ts';
import { actionOf, type Catalog, tableOf } from '../../main/records/catalog.ts';
import { contextOf } from '../../main/records/context.ts';
import { indexesFor } from '../../main/records/indexes.ts';
import { countList, listRows, type Position } from '../../main/records/list.ts';
import { readRow } from '../../main/records/row.ts';
import { labelOf } from '../../main/records/walk.ts';
import definition from '../support/definition.json' with { type: 'json' };
import { catalogOf, context, sysId } from '../support/catalog.ts';
import { changed } from '../support/changed.ts';
import { test as base } from '../support/disk.ts';
import { fit, take } from '../support/laptop.ts';

/** Orders extend what the parent of a task refers to; a list and an action ask for the parent's priority. */
const test = base.extend<{ catalog: Catalog }>({
  catalog: async ({ database }, use) => {
    const walking = [
      ['datasets[1].extends', 'task'],
      ['lists[1].query', 'parent.priority=1^active=true^ORDERBYnumber'],
      ['lists[0].query', 'active=true^ORDERBYactive^ORDERBYDESCparent.priority^ORDERBYDESCnumber'],
      ['actions[2].when', 'parent.priority=1^assigned_to.active=true'],
      ['actions[2].why', undefined],
    ] as const;
    const json = walking.reduce<unknown>((whole, [path, value]) => changed(whole, path, value), definition);
    const catalog = catalogOf(json);
    fit(database, catalog);
    take(database, tableOf(catalog, 'sys_user'), [{ sys_id: sysId(20), name: 'Abel', active: 'true' }]);
    take(database, tableOf(catalog, 'wm_order'), [
      { sys_id: sysId(10), number: 'WO1', priority: '1' },
      { sys_id: sysId(11), number: 'WO2', priority: '3' },
    ]);
    const task = { active: 'true', assigned_to: sysId(20), expected_start: '2026-01-05 09:00:00' };
    take(database, tableOf(catalog, 'wm_task'), [
      { ...task, number: 'WOT1', parent: sysId(10) },
      { ...task, number: 'WOT2', parent: sysId(11) },
      { ...task, number: 'WOT3', parent: '' },
    ]);
    await use(catalog);
  },
});

test('a list goes by records that a reference to their base class leads to', ({ database, catalog }) => {
  const list = catalog.definition.lists[1];
  const table = tableOf(catalog, 'wm_task');
  const question = { table, query: parse(list?.query ?? ''), context, search: '' };
  const { rows } = listRows(database, { ...question, after: null, limit: 10 });
  expect(rows.map(({ number }) => number)).toEqual(['WOT1']);
  expect(countList(database, question)).toBe(1);
});

test('a list is ordered by the records that a reference leads to, page after page', ({
  database,
  catalog,
}) => {
  const table = tableOf(catalog, 'wm_task');
  const question = { table, query: parse(catalog.definition.lists[0]?.query ?? ''), context, search: '' };
  const shown: (string | undefined)[] = [];
  for (let after: Position | null = null; shown.length < 4;) {
    const page = listRows(database, { ...question, after, limit: 1 });
    shown.push(...page.rows.map(({ number }) => number));
    after = page.next;
    if (after === null) break;
  }
  expect(shown).toEqual(['WOT2', 'WOT1', 'WOT3']);
  // Of its order an index serves what is the table's own and stands first.
  expect(indexesFor(catalog.definition, catalog.tables).get('wm_task')).toContainEqual(['"active"']);
});

test('an action is offered by the records its own refers to, and says so', ({ database, catalog }) => {
  const action = actionOf(catalog, 'accept');
  const why = (at: number) => {
    const row = readRow(database, tableOf(catalog, 'wm_task'), sysId(at)) ?? null;
    return obstacle(database, catalog, action, row, { connected: true, now: context.now });
  };
  expect(why(0)).toBeNull();
  expect(why(1)).toMatch(/^Only when Priority of Parent is 1\b.* and Active of Assigned to is true$/);
});

test('a change of the other record is seen at once', ({ database, catalog }) => {
  const row = { parent: sysId(11) };
  const holds = () => meets(database, catalog, 'wm_task', 'parent.priority=1', row, context.now);
  expect(holds()).toBe(false);
  take(database, tableOf(catalog, 'wm_order'), [{ sys_id: sysId(11), number: 'WO2', priority: '1' }]);
  expect(holds()).toBe(true);
});

test('a condition on time is asked anew each time', ({ database, catalog }) => {
  const row = { expected_start: '2026-01-05 09:00:00' };
  const late = (now: number) =>
    meets(database, catalog, 'wm_task', 'expected_startRELATIVELT@hour@ago@1', row, now);
  expect(late(Date.parse('2026-01-05T10:00:00Z'))).toBe(false);
  expect(late(Date.parse('2026-01-05T10:00:01Z'))).toBe(true);
});

test('a context knows the user, the time, the zone and the classes', ({ catalog }) => {
  const { userId, userName, now, timeZone, classes } = contextOf(catalog, 7);
  expect({ userId, userName, now }).toEqual({
    userId: context.userId,
    userName: context.userName,
    now: 7,
  });
  expect(() => new Intl.DateTimeFormat('en', { timeZone })).not.toThrow();
  expect(classes?.get('wm_order')).toEqual(['task']);
});

test('classes end where they began', () => {
  const dataset = (table: string, parent: string) => ({
    table,
    extends: parent,
    query: '',
    fields: [],
    search: [],
    conflicts: {},
  });
  const datasets = [dataset('a', 'b'), dataset('b', 'c'), dataset('c', 'b')];
  expect([...classesOf({ datasets })]).toEqual([
    ['a', ['b', 'c']],
    ['b', ['c', 'b']],
    ['c', ['b', 'c']],
  ]);
});

test('a dot-walked field is called by all its references', ({ catalog }) => {
  expect(labelOf(catalog, 'wm_task', 'state')).toBe('State');
  expect(labelOf(catalog, 'wm_task', 'assigned_to.name')).toBe('Name of Assigned to');
});
