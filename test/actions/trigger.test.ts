import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { discard } from '../../main/outbox/decide.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { heldBy } from '../../main/outbox/order.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { countWaiting } from '../../main/outbox/waiting.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { pendingOf } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { isChanged } from '../../main/records/view.ts';
import { dropChanges } from '../../main/delivery/settle.ts';
import { me, sysId } from '../support/catalog.ts';
import { entryOf, move, triggeredAt } from '../support/entry.ts';
import { take } from '../support/laptop.ts';
import { presser, test } from './definition.ts';

const order = { sys_id: sysId(100), number: 'WO1', priority: '4', dv_priority: '4 - Low' };
const task = {
  sys_id: sysId(1),
  number: 'WOT1',
  state: '16',
  dv_state: 'Assigned',
  priority: '2',
  sys_mod_count: '7',
  assigned_to: me.sys_id,
  dv_assigned_to: me.name,
  parent: order.sys_id,
  dv_parent: 'WO1',
  active: 'true',
};

test('a press writes the entry and its changes down together, every value resolved', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  expect(press('accept', { record: task.sys_id })).toEqual({ seq: 1, tables: ['wm_task'] });
  const record = { table: 'wm_task', sys_id: task.sys_id };
  expect(entryOf(database, 1)).toMatchObject({
    action: 'accept',
    label: 'Accept',
    record,
    title: 'WOT1',
    touches: [record],
    inputs: {},
    key: sysId(0xa00),
    revision: 0,
    state: 'queued',
    triggered: triggeredAt,
    steps: [
      { do: 'update', ...record, fields: { state: '17' }, modCount: '7' },
      {
        do: 'call',
        method: 'POST',
        path: `/api/x_outpost/v1/task/${task.sys_id}/accepted`,
        body: null,
        affects: ['wm_order'],
        idempotent: true,
      },
    ],
  });
  expect(readRow(database, tasks, task.sys_id)).toMatchObject({
    state: '17',
    dv_state: 'Accepted',
    number: 'WOT1',
  });
  expect(isChanged(database, task.sys_id)).toBe(true);
});

test('a second press is judged by what the first one did', ({ database, catalog, tasks }) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  press('accept', { record: task.sys_id });
  expect(() => press('accept', { record: task.sys_id })).toThrow(
    'Only a task that is assigned to you can be accepted',
  );
  expect(countWaiting(database).waiting).toBe(1);
});

test('records made offline have their sys_id at once, and later steps refer to it', ({
  database,
  catalog,
}) => {
  const press = presser(database, catalog);
  press('new-order');
  const [madeOrder, madeTask] = [sysId(0xa00), sysId(0xa01)];
  expect(entryOf(database, 1)).toMatchObject({
    record: { table: 'wm_order', sys_id: madeOrder },
    title: 'New Work Order',
    touches: [
      { table: 'wm_order', sys_id: madeOrder },
      { table: 'wm_task', sys_id: madeTask },
    ],
    steps: [
      {
        do: 'create',
        table: 'wm_order',
        sys_id: madeOrder,
        fields: { short_description: 'Found', priority: '4' },
      },
      { do: 'create', table: 'wm_task', sys_id: madeTask, fields: { parent: madeOrder, state: '1' } },
      { do: 'note', table: 'wm_task', sys_id: madeTask, field: 'comments', text: `By ${me.name}` },
    ],
  });
  const made = readRow(database, tableOf(catalog, 'wm_order'), madeOrder);
  expect(made).toMatchObject({ priority: '4', dv_priority: '4 - Low', number: '' });
  expect(readRow(database, tableOf(catalog, 'wm_task'), madeTask)).toMatchObject({ parent: madeOrder });
});

test('a record that is deleted here leaves the view, and comes back when the entry is discarded', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const before = readRow(database, tasks, task.sys_id);
  const { seq } = presser(database, catalog)('cancel', { record: task.sys_id });
  expect(readRow(database, tasks, task.sys_id)).toBeUndefined();
  database.transaction((write) =>
    discard(write, [seq], new Date(0), (gone) => {
      dropChanges(write, { catalog: () => catalog }, gone);
    }),
  );
  expect(readRow(database, tasks, task.sys_id)).toEqual(before);
});

test.for<[how: string, events: EntryEvent[]]>([
  ['acknowledged', ['send', 'acknowledge']],
  ['discarded', []],
])(
  'a record that only an offline step changed is put back when the entry is %s',
  ([, events], { database, catalog, tasks }) => {
    take(database, tasks, [task]);
    const orders = tableOf(catalog, 'wm_order');
    take(database, orders, [order]);
    const press = presser(database, catalog);
    const { seq, tables } = press('escalate', { record: task.sys_id });
    expect(tables).toEqual(['wm_order']);
    expect(readRow(database, orders, order.sys_id)).toMatchObject({
      priority: '1',
      dv_priority: '1 - Critical',
    });

    move(database, { seq }, events);
    database.transaction((write) => {
      const drop = (settled: Entry) => {
        dropChanges(write, { catalog: () => catalog }, settled);
      };
      if (events.length > 0) drop(entryOf(database, seq));
      else discard(write, [seq], new Date(0), drop);
    });
    expect(readRow(database, orders, order.sys_id)).toMatchObject({ priority: '4', dv_priority: '4 - Low' });
    expect(pendingOf(database, order.sys_id)).toEqual([]);
    expect(isChanged(database, order.sys_id)).toBe(false);
  },
);

test('a later entry on a record that only an offline step changed waits for that entry', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task, { ...task, sys_id: sysId(2) }]);
  take(database, tableOf(catalog, 'wm_order'), [order]);
  const press = presser(database, catalog);
  const first = press('escalate', { record: task.sys_id });
  const second = press('escalate', { record: sysId(2) });
  move(database, first, ['send', 'refuse']);
  expect(heldBy(database, entryOf(database, second.seq))).toBe(first.seq);
});

test('an offline check that does not hold stops before anything is written', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  expect(() => press('guarded', { record: task.sys_id })).toThrow('Only critical tasks can be guarded');
  expect(countWaiting(database).waiting).toBe(0);
  expect(readRow(database, tasks, task.sys_id)).toMatchObject({ state: '16' });
  expect(isChanged(database, task.sys_id)).toBe(false);
});

test('an online check is left to the instance', ({ database, catalog, tasks }) => {
  take(database, tasks, [{ ...task, priority: '1', state: '17' }]);
  const { seq } = presser(database, catalog)('guarded', { record: task.sys_id });
  expect(entryOf(database, seq).steps).toMatchObject([
    { do: 'check', when: 'priority=1' },
    { do: 'check', when: 'state=16', message: 'Only assigned tasks can be guarded' },
    { do: 'update' },
  ]);
});

test.for([
  ['a record that is not cached', 'accept', sysId(99), 'This record is not on this laptop any more'],
  ['no record', 'accept', null, 'This record is not on this laptop any more'],
  ['an action that is not there', 'reject', null, 'There is no action called reject'],
  ['an online action without a connection', 'ask-office', task.sys_id, 'Needs a connection'],
] as const)('%s: nothing is written', ([, action, record, why], { database, catalog, tasks }) => {
  take(database, tasks, [task]);
  expect(() => presser(database, catalog)(action, { record })).toThrow(why);
  expect(countWaiting(database).waiting).toBe(0);
});

test('an input that would lead to another address is refused before anything is written', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [{ ...task, number: '..' }]);
  const press = presser(database, catalog);
  expect(() => press('ask-office', { record: task.sys_id, connected: true })).toThrow(
    '“..” can be no part of an address',
  );
  expect(countWaiting(database).waiting).toBe(0);
});

const refusedForm = (database: Database, press: ReturnType<typeof presser>): number => {
  const { seq } = press('everything', { record: task.sys_id, inputs: { words: 'first' } });
  move(database, { seq }, ['send', 'refuse']);
  return seq;
};

test('an edit replaces what a refused entry changed, and its own change is not in the way', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  const seq = refusedForm(database, press);
  expect(press('everything', { record: task.sys_id, inputs: { words: 'second' }, revises: seq }).seq).toBe(
    seq,
  );
  expect(entryOf(database, seq)).toMatchObject({
    revision: 1,
    state: 'queued',
    inputs: { words: 'second' },
    // What the person saw was without the change that was edited.
    steps: [{ fields: { description: 'second' }, seen: { description: { value: '' } } }],
  });
  expect(readRow(database, tasks, task.sys_id)).toMatchObject({ description: 'second' });
  expect(pendingOf(database, task.sys_id)).toHaveLength(1);
});

test('an edit that goes wrong leaves the refused entry and its changes as they were', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  const seq = refusedForm(database, press);
  const before = database.select(build.selectFrom('outbox_entry').selectAll());
  const inputs = { words: 'much too long for this' };
  expect(() => press('everything', { record: task.sys_id, inputs, revises: seq })).toThrow(
    'at most 10 characters',
  );
  expect(database.select(build.selectFrom('outbox_entry').selectAll())).toEqual(before);
  expect(readRow(database, tasks, task.sys_id)).toMatchObject({ description: 'first' });
});

test('an entry is edited only while that is possible, and only as the action on the record that it is', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task, { ...task, sys_id: sysId(2) }]);
  const press = presser(database, catalog);
  const seq = refusedForm(database, press);
  const edit =
    (action: string, record: string, revises = seq) =>
    () =>
      press(action, { record, revises, inputs: { words: 'x', note: 'x' } });
  expect(edit('add-work-note', task.sys_id)).toThrow(`Entry ${seq} is no Add work note of this record`);
  expect(edit('everything', sysId(2))).toThrow(`Entry ${seq} is no Everything of this record`);
  expect(edit('everything', task.sys_id, 99)).toThrow('Entry 99 is not in the Outbox any more');
  move(database, { seq }, ['try-again', 'send']);
  expect(edit('everything', task.sys_id)).toThrow(`Entry ${seq} is sending and cannot be changed now`);
  move(database, { seq }, ['step-done', 'refuse']);
  database.transaction((write) => {
    write.execute(build.updateTable('outbox_entry').set({ step: 1 }));
  });
  expect(edit('everything', task.sys_id)).toThrow(`Entry ${seq} is refused and cannot be changed now`);
});

test('an entry that refers to a record made here waits for the entry that makes it, and for nothing else', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [task]);
  const press = presser(database, catalog);
  press('new-order');
  const [madeOrder, madeTask] = [sysId(0xa00), sysId(0xa01)];
  const noted = (record: string, note: string) =>
    entryOf(database, press('add-work-note', { record, inputs: { note } }).seq).touches;
  const own = { table: 'wm_task', sys_id: task.sys_id };
  const needsOrder = { table: 'wm_order', sys_id: madeOrder, needs: true };
  expect(noted(task.sys_id, madeOrder)).toEqual([own, needsOrder]);
  expect(noted(task.sys_id, `${madeTask},${madeOrder}`)).toEqual([
    own,
    { table: 'wm_task', sys_id: madeTask, needs: true },
    needsOrder,
  ]);
  // What somebody writes about a record is no reference to it.
  expect(noted(task.sys_id, `Belongs to ${madeOrder}`)).toEqual([own]);
  // This one the instance has.
  expect(noted(task.sys_id, order.sys_id)).toEqual([own]);
  expect(noted(task.sys_id, `0${madeOrder},${madeOrder}0`)).toEqual([own]);
  expect(noted(madeTask, madeTask)).toEqual([{ table: 'wm_task', sys_id: madeTask }]);
});
