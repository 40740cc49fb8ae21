import { expect } from 'vitest';
import type { ListRow } from '../../preload/contract/records.ts';
import { changed } from '../support/changed.ts';
import { type Outpost, test } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };
const none = { record: null, inputs: {}, revises: null, draft: null };

/** The first row of "My tasks" in a state. */
async function mine(outpost: Outpost, state: string): Promise<ListRow> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  const row = rows.find(({ cells }) => cells['state']?.display === state);
  if (!row) throw new Error(`no task of mine is ${state}`);
  return row;
}

async function shown(outpost: Outpost, table: string, sys_id: string, field: string): Promise<string> {
  const record = await outpost.ask('record.get', { table, sys_id });
  return record.sections.flatMap(({ fields }) => fields).find((cell) => cell.field === field)?.display ?? '';
}

const waiting = async (outpost: Outpost) => (await outpost.ask('outbox.get', null)).waiting;
const nothingWaits = (outpost: Outpost) => outpost.until(async () => (await waiting(outpost)).length === 0);

test('the first start signs in, downloads and shows the lists', async ({ world }) => {
  const outpost = await world.start();
  const { lists } = await outpost.ask('navigation.get', null);
  expect(lists.map(({ label }) => label)).toEqual([
    'My tasks',
    'All open tasks',
    'Overdue tasks',
    'Work orders',
    'My shifts',
    'My time',
  ]);
  const open = await outpost.ask('list.get', { list: 'all-open-tasks', ...page });
  const there = [...world.demo.store.table('wm_task').all()].filter((row) => row['active'] === 'true');
  expect(open.total).toBe(there.length);
  expect(open.asOf).not.toBeNull();
});

test('online, an action is sent at once and its effect is there once', async ({ world }) => {
  const outpost = await world.start();
  expect(await outpost.ask('action.trigger', { action: 'start-shift', ...none })).toMatchObject({
    outcome: 'sent',
  });
  const task = await mine(outpost, 'Assigned');
  const pressed = { action: 'accept', record: task.sys_id, inputs: {}, revises: null, draft: null };
  expect(await outpost.ask('action.trigger', pressed)).toMatchObject({ outcome: 'sent' });
  expect(await shown(outpost, 'wm_task', task.sys_id, 'state')).toBe('Accepted');
  expect(world.demo.ledger().map(({ table, op }) => `${op} ${table}`)).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
  ]);
});

test('offline, a day of work is kept through a restart and sent in order, each effect once', async ({
  world,
}) => {
  let outpost = await world.start();
  const task = await mine(outpost, 'Assigned');
  const taken = await mine(outpost, 'Accepted');
  await outpost.ask('connection.workOffline', { on: true });
  expect((await outpost.ask('connection.get', null)).state).toBe('offline');

  const press = (action: string, record: string | null, inputs = {}) =>
    outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
  expect(await press('start-shift', null)).toMatchObject({ outcome: 'saved', because: 'offline' });
  await press('accept', task.sys_id);
  await press('add-work-note', task.sys_id, { note: 'Key is with the janitor' });
  await press('close-complete', taken.sys_id, { close_notes: 'Fan replaced' });
  const { rows: shifts } = await outpost.ask('list.get', { list: 'my-shifts', ...page });
  const shift = shifts.find(({ unsent }) => unsent);
  expect(shift?.cells['state']?.display).toBe('Open');
  await press('end-shift', shift?.sys_id ?? '');

  expect(await shown(outpost, 'wm_task', task.sys_id, 'state')).toBe('Accepted');
  const { rows: left } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  expect(left.map(({ sys_id }) => sys_id)).not.toContain(taken.sys_id);
  const record = await outpost.ask('record.get', { table: 'wm_task', sys_id: task.sys_id });
  expect(record.actions.find(({ id }) => id === 'accept')).toMatchObject({
    offered: false,
    why: 'Only a task that is assigned to you can be accepted',
  });
  expect(record.entries.map(({ action }) => action)).toEqual(['Accept', 'Add work note']);
  expect(world.demo.ledger()).toEqual([]);

  await outpost.close();
  outpost = await world.start();
  const kept = await waiting(outpost);
  expect(kept.map(({ action, state }) => `${action}: ${state}`)).toEqual([
    'Start shift: queued',
    'Accept: queued',
    'Add work note: queued',
    'Close complete: queued',
    'End shift: queued',
  ]);
  await outpost.ask('connection.workOffline', { on: false });
  await nothingWaits(outpost);
  expect(world.demo.ledger().map(({ table, op }) => `${op} ${table}`)).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
    'note wm_task',
    'update wm_task',
    'call wm_task',
    'update x_outpost_shift',
  ]);
  const sent = (await outpost.ask('outbox.get', null)).sent;
  expect(sent.map(({ seq }) => seq)).toEqual(kept.map(({ seq }) => seq).reverse());
});

test('the time of a shift is the time it was pressed', async ({ world }) => {
  const outpost = await world.start();
  await outpost.ask('connection.workOffline', { on: true });
  await outpost.ask('action.trigger', { action: 'start-shift', ...none });
  const [entry] = await waiting(outpost);
  await outpost.ask('connection.workOffline', { on: false });
  await nothingWaits(outpost);
  const [effect] = world.demo.ledger();
  expect(effect?.fields['started']).toBe(entry?.at.slice(0, 19).replace('T', ' '));
});

test('what the instance refuses stays with its words, holds what follows on the record, and can be tried again', async ({
  world,
}) => {
  const outpost = await world.start();
  const task = await mine(outpost, 'Assigned');
  const refused = await outpost.ask('action.trigger', {
    action: 'accept',
    record: task.sys_id,
    inputs: {},
    revises: null,
    draft: null,
  });
  expect(refused).toMatchObject({ outcome: 'refused', message: 'Operation Failed' });
  expect(JSON.stringify(refused)).toContain('Accept only within an open shift');

  const note = {
    action: 'add-work-note',
    record: task.sys_id,
    inputs: { note: 'On my way' },
    revises: null,
    draft: null,
  };
  expect(await outpost.ask('action.trigger', note)).toMatchObject({ outcome: 'saved', because: 'waiting' });
  const [first, second] = await waiting(outpost);
  expect(first).toMatchObject({ state: 'refused', decisions: ['try-again', 'discard'] });
  expect(second).toMatchObject({ state: 'held', heldBy: first?.seq });
  expect(await shown(outpost, 'wm_task', task.sys_id, 'state')).toBe('Accepted');

  // It has nothing to do with the refused record, so it is sent at once.
  expect(await outpost.ask('action.trigger', { action: 'start-shift', ...none })).toMatchObject({
    outcome: 'sent',
  });
  await outpost.ask('outbox.decide', { entries: [first?.seq ?? 0], decision: 'try-again' });
  await nothingWaits(outpost);
  expect(world.demo.ledger().map(({ table, op }) => `${op} ${table}`)).toEqual([
    'insert x_outpost_shift',
    'update wm_task',
    'call wm_task',
    'note wm_task',
  ]);
});

test('discarding a refused entry puts the record back', async ({ world }) => {
  const outpost = await world.start();
  const task = await mine(outpost, 'Assigned');
  const press = { action: 'accept', record: task.sys_id, inputs: {}, revises: null, draft: null };
  const before = await outpost.ask('record.get', { table: 'wm_task', sys_id: task.sys_id });
  const refused = await outpost.ask('action.trigger', press);
  expect(await shown(outpost, 'wm_task', task.sys_id, 'state')).toBe('Accepted');
  await outpost.ask('outbox.decide', { entries: [refused.entry], decision: 'discard' });
  const after = await outpost.ask('record.get', { table: 'wm_task', sys_id: task.sys_id });
  expect({ ...after, asOf: null }).toEqual({ ...before, asOf: null });
  expect(world.demo.ledger()).toEqual([]);
});

test('inputs are checked before anything is saved', async ({ world }) => {
  const outpost = await world.start();
  const task = await mine(outpost, 'Accepted');
  const press = {
    action: 'close-complete',
    record: task.sys_id,
    revises: null,
    draft: null,
    inputs: { close_notes: ' ' },
  };
  expect(await outpost.try('action.trigger', press)).toEqual({
    ok: false,
    failure: {
      kind: 'invalid-input',
      message: 'Closing note is needed.',
      inputs: { close_notes: 'Closing note is needed.' },
    },
  });
  expect(await waiting(outpost)).toEqual([]);
});

test('a refused form is edited and sent again as the same entry, with a new key', async ({ world }) => {
  // The form no longer asks for the note that the instance's data policy wants.
  const { instance } = world.demo;
  instance.definition = changed(instance.definition, 'forms[1].inputs[0].mandatory', false);
  const outpost = await world.start();
  const task = await mine(outpost, 'Accepted');
  const press = { action: 'close-complete', record: task.sys_id, inputs: { minutes: '20' } };
  const refused = await outpost.ask('action.trigger', { ...press, revises: null, draft: null });
  expect(refused.outcome).toBe('refused');

  const form = {
    action: 'close-complete',
    record: task.sys_id,
    inputs: null,
    revises: refused.entry,
    draft: null,
  };
  const { inputs } = await outpost.ask('form.get', form);
  expect(inputs.find(({ name }) => name === 'minutes')?.value).toBe('20');
  const edited = { ...press, inputs: { close_notes: 'Done, tested' }, revises: refused.entry, draft: null };
  expect(await outpost.ask('action.trigger', edited)).toEqual({ outcome: 'sent', entry: refused.entry });
  const [close] = world.demo.ledger();
  expect(close?.fields['close_notes']).toBe('Done, tested');
  expect(close?.key).toMatch(/^[0-9a-f]{32}-1-0$/);
});

test('people are chosen from the cache, and what was typed is never taken for a query', async ({ world }) => {
  const outpost = await world.start();
  const { rows } = await outpost.ask('list.get', { list: 'all-open-tasks', ...page });
  const task = rows.find(({ actions }) => actions[0]?.offered);
  const question = { action: 'assign', record: task?.sys_id ?? '', input: 'assigned_to', inputs: {} };
  const all = await outpost.ask('reference.search', { ...question, search: '' });
  expect(all.length).toBeGreaterThan(5);
  const [person] = all;
  expect(
    await outpost.ask('reference.search', { ...question, search: person?.display ?? '' }),
  ).toContainEqual(person);
  expect(await outpost.ask('reference.search', { ...question, search: 'x^ORnameISNOTEMPTY' })).toEqual([]);

  await outpost.ask('connection.workOffline', { on: true });
  const inputs = { assigned_to: person?.sys_id ?? '' };
  await outpost.ask('action.trigger', {
    action: 'assign',
    record: question.record,
    inputs,
    revises: null,
    draft: null,
  });
  expect(await shown(outpost, 'wm_task', question.record, 'assigned_to')).toBe(person?.display);
});

test('a name typed in other letters opens the same account, with what waits in it', async ({ world }) => {
  const outpost = await world.start();
  await outpost.ask('connection.workOffline', { on: true });
  await outpost.ask('action.trigger', { ...none, action: 'start-shift' });
  await outpost.ask('session.signOut', null);
  const asked = { instance: world.demo.url, password: 'dispatcher', clientId: null, clientSecret: null };
  await outpost.ask('session.signIn', { ...asked, userName: 'Dispatcher' });
  expect(await waiting(outpost)).toHaveLength(1);
  await outpost.ask('connection.workOffline', { on: false });
  await nothingWaits(outpost);
  expect(world.demo.ledger()).toMatchObject([{ user: 'dispatcher', table: 'x_outpost_shift' }]);
});
