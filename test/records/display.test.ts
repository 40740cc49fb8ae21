import { expect, test as plain } from 'vitest';
import { displayOf } from '../../main/records/cache-table.ts';
import { actionOf, listOf, tableOf, titleOf } from '../../main/records/catalog.ts';
import { Dictionary, learnTable, readDictionary } from '../../main/records/dictionary.ts';
import { displayValue, nameOf, withDisplay } from '../../main/records/display.ts';
import { catalogOf, me, metas, sysId } from '../support/catalog.ts';
import { take, test } from '../support/laptop.ts';

test.for([
  ['a choice by its label', 'wm_task', 'state', '17', 'Accepted'],
  ['a choice that the instance has no label for by its value', 'wm_task', 'state', '999', '999'],
  ['a cached record by its title', 'wm_task', 'parent', sysId(1), 'WO1'],
  ['a cached record without a screen by its name', 'wm_task', 'assigned_to', sysId(0), 'Abel'],
  ['a record that is not cached not at all', 'wm_task', 'assigned_to', sysId(99), ''],
  ['a record of a table that is not cached not at all', 'wm_task', 'location', sysId(0), ''],
  ['oneself by name, cached or not', 'wm_task', 'assigned_to', me.sys_id, me.name],
  ['a text by itself', 'wm_task', 'short_description', 'Fan', 'Fan'],
  ['a field that nobody knows by itself', 'wm_task', 'u_colour', 'red', 'red'],
  ['nothing by nothing', 'wm_task', 'state', '', ''],
] as const)('%s', ([, table, field, value, shown], { database, catalog }) => {
  take(database, tableOf(catalog, 'sys_user'), [{ name: 'Abel', user_name: 'abel' }]);
  take(database, tableOf(catalog, 'wm_order'), [{ sys_id: sysId(1), number: 'WO1' }]);
  // The demo's parent points to every kind of task; here it points to orders.
  const dictionary = new Dictionary(
    metas.map((meta) => ({
      ...meta,
      fields: meta.fields.map((known) =>
        known.name === 'parent' ? { ...known, reference: 'wm_order' } : known,
      ),
    })),
  );
  expect(displayValue(database, { ...catalog, dictionary }, table, field, value)).toBe(shown);
});

test('values to set get what is shown beside them, and what is not cached is left out', ({
  database,
  catalog,
}) => {
  take(database, tableOf(catalog, 'sys_user'), [{ name: 'Abel' }]);
  const values = { state: '17', assigned_to: sysId(0), close_notes: 'Done', u_colour: 'red' };
  expect(withDisplay(database, catalog, tableOf(catalog, 'wm_task'), values)).toEqual({
    state: '17',
    dv_state: 'Accepted',
    assigned_to: sysId(0),
    dv_assigned_to: 'Abel',
    close_notes: 'Done',
  });
});

test('a record is called by its title, or as new while it has none', ({ database, catalog }) => {
  expect(titleOf(catalog, 'wm_task', { number: 'WOT1' })).toBe('WOT1');
  expect(titleOf(catalog, 'x_outpost_shift', { number: '' })).toBe('New Shift');
  expect(titleOf(catalog, 'x_outpost_shift', null)).toBe('New Shift');
  expect(titleOf(catalog, 'sys_user', { name: 'Abel', user_name: 'abel' })).toBe('Abel');
  expect(titleOf(catalog, 'cmn_location', { name: 'Leeds' })).toBe('New Cmn location');
  expect(nameOf(database, catalog, null, sysId(1))).toBe('');
});

plain('a cell shows its display value where it has one, also an empty one', () => {
  expect(displayOf({ state: '17', dv_state: 'Accepted' }, 'state')).toBe('Accepted');
  expect(displayOf({ assigned_to: sysId(1), dv_assigned_to: '' }, 'assigned_to')).toBe('');
  expect(displayOf({ number: 'WOT1' }, 'number')).toBe('WOT1');
  expect(displayOf({}, 'number')).toBe('');
});

test('what the instance tells of a table is read back as it was told, in place of what was told before', ({
  database,
}) => {
  const [tasks, orders] = metas;
  if (!tasks || !orders) throw new Error('the demo has no tasks or orders');
  database.transaction((write) => {
    learnTable(write, { ...tasks, label: 'Old', fields: tasks.fields.slice(0, 3) });
    learnTable(write, orders);
    learnTable(write, tasks);
  });
  const dictionary = readDictionary(database);
  expect(dictionary.tableLabel('wm_task')).toBe('Work Order Task');
  for (const { table, fields } of [tasks, orders]) {
    for (const field of fields) expect(dictionary.field(table, field.name)).toEqual(field);
  }
});

plain('what the instance has told nothing of is called by its name', () => {
  const empty = new Dictionary([]);
  expect(empty.tableLabel('x_outpost_shift')).toBe('X outpost shift');
  expect(empty.field('wm_task', 'short_description')).toMatchObject({
    label: 'Short description',
    type: 'string',
  });
  expect(empty.choiceLabel('wm_task', 'state', '17')).toBe('17');
});

plain('what is not there is said to be not there', () => {
  const catalog = catalogOf();
  expect(() => tableOf(catalog, 'cmn_location')).toThrow('The table cmn_location is not kept on this laptop');
  expect(() => listOf(catalog, 'none')).toThrow('There is no list called none');
  expect(() => actionOf(catalog, 'none')).toThrow('There is no action called none');
});
