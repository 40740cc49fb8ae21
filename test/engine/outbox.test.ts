import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import { type Outpost, test } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };
const all = { search: '', waiting: 100, sent: 20, discarded: 20, unfolded: [] };

async function tasksIn(outpost: Outpost, state: string): Promise<string[]> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.filter(({ cells }) => cells['state']?.display === state).map(({ sys_id }) => sys_id);
}

async function press(
  outpost: Outpost,
  action: string,
  record: string | null,
  inputs: Inputs = {},
): Promise<number> {
  const answer = await outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
  return answer.entry;
}

async function line(outpost: Outpost, entry: number): Promise<EntryLine | undefined> {
  return (await outpost.ask('outbox.entries', { entries: [entry] }))[0];
}

const waiting = async (outpost: Outpost) => (await outpost.ask('outbox.get', all)).waiting;
const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });
const discard = (outpost: Outpost, ...entries: number[]) =>
  outpost.ask('outbox.decide', { entries, decision: 'discard' });
const task = async (outpost: Outpost, sys_id: string) => ({
  ...(await outpost.ask('record.get', { table: 'wm_task', sys_id })),
  asOf: null,
});

/** Made offline: an order, a task of it, a note on that task, and a note on another task that has nothing to do with it. */
async function chain(
  outpost: Outpost,
): Promise<{ order: number; task: number; note: number; other: number }> {
  await offline(outpost, true);
  const order = await press(outpost, 'new-order', null, { short_description: 'Pump trips', priority: '2' });
  const orderId = (await line(outpost, order))?.record?.sys_id ?? '';
  const made = await press(outpost, 'new-task', orderId, { short_description: 'Look at it', priority: '2' });
  const taskId = (await line(outpost, made))?.record?.sys_id ?? '';
  const own = (await outpost.ask('list.get', { list: 'my-tasks', ...page })).rows[0]?.sys_id ?? '';
  const rows = (await outpost.ask('list.get', { list: 'all-open-tasks', ...page })).rows;
  const newTask =
    rows.find(({ cells }) => cells['short_description']?.value === 'Look at it')?.sys_id ?? taskId;
  return {
    order,
    task: made,
    note: await press(outpost, 'add-work-note', newTask, { note: 'Bring a ladder' }),
    other: await press(outpost, 'add-work-note', own, { note: 'On my way' }),
  };
}

test('a discard says first which entries go along and what falls back to what', async ({ world }) => {
  const outpost = await world.start();
  const { order, task: made, note } = await chain(outpost);
  const preview = await outpost.ask('outbox.discarding', { entries: [order] });
  expect(preview.entries.map(({ seq, along }) => [seq, along])).toEqual([
    [order, false],
    [made, true],
    [note, true],
  ]);
  expect(preview).toMatchObject({ count: 3, alongCount: 2, stepsDone: 0, obstacle: null, freed: [] });
  expect(preview.records.map(({ table, becomes }) => `${table} ${becomes}`).sort()).toEqual([
    'wm_order goes',
    'wm_task goes',
  ]);
  expect(preview.records.flatMap(({ notes }) => notes.map(({ text }) => text))).toEqual(['Bring a ladder']);

  const [own = ''] = await tasksIn(outpost, 'Assigned');
  const accepted = await press(outpost, 'accept', own);
  const { records } = await outpost.ask('outbox.discarding', { entries: [accepted] });
  expect(records).toMatchObject([
    {
      becomes: 'changed',
      fields: [
        {
          label: 'State',
          from: { value: '17', display: 'Accepted' },
          to: { value: '16', display: 'Assigned' },
        },
      ],
    },
  ]);
  expect(await waiting(outpost)).toHaveLength(5);
});

test('what was discarded together comes back together, in its old place and with its changes', async ({
  world,
}) => {
  const outpost = await world.start();
  const { order, task: made, note, other } = await chain(outpost);
  const before = await waiting(outpost);
  const lists = () => outpost.ask('list.get', { list: 'work-orders', ...page });
  const listed = await lists();
  expect(await discard(outpost, order)).toEqual({ entries: [order, made, note] });
  expect((await waiting(outpost)).map(({ seq }) => seq)).toEqual([other]);
  expect((await lists()).total).toBe(listed.total - 1);
  const { discarded } = await outpost.ask('outbox.get', all);
  expect(discarded).toMatchObject([
    { entry: order, count: 3, entries: [{ action: 'New work order' }, {}, {}] },
  ]);

  expect(await outpost.ask('outbox.undo', { entry: made })).toEqual({ entries: [order, made, note] });
  expect(await waiting(outpost)).toEqual(before);
  expect(await lists()).toEqual(listed);
  expect((await outpost.ask('outbox.get', all)).discarded).toEqual([]);
  expect(await outpost.try('outbox.undo', { entry: order })).toMatchObject({ ok: false });

  await offline(outpost, false);
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  expect(world.demo.ledger().map(({ op, table }) => `${op} ${table}`)).toEqual([
    'insert wm_order',
    'insert wm_task',
    'note wm_task',
    'note wm_task',
  ]);
});

test('what needs a record that was discarded too has to wait for that to come back', async ({ world }) => {
  const outpost = await world.start();
  const { order, task: made, note } = await chain(outpost);
  await discard(outpost, note);
  await discard(outpost, order);
  expect(await outpost.try('outbox.undo', { entry: note })).toMatchObject({
    ok: false,
    failure: {
      kind: 'not-offered',
      message: `Entry ${note} needs a record that entry ${made} makes, which was discarded too; undo that first`,
    },
  });
  await outpost.ask('outbox.undo', { entry: order });
  expect(await outpost.ask('outbox.undo', { entry: note })).toEqual({ entries: [note] });
});

test('what was discarded comes back to a record that got another sys_id meanwhile', async ({ world }) => {
  const outpost = await world.start();
  world.demo.fault({ name: 'own-sys-ids' });
  const { note } = await chain(outpost);
  await discard(outpost, note);
  await offline(outpost, false);
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  const made = world.demo.ledger().find(({ op, table }) => op === 'insert' && table === 'wm_task');
  expect(await outpost.ask('outbox.undo', { entry: note })).toEqual({ entries: [note] });
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  const noted = world.demo
    .ledger()
    .filter(({ op, fields }) => op === 'note' && fields['work_notes'] === 'Bring a ladder');
  expect(noted.map(({ sys_id }) => sys_id)).toEqual([made?.sys_id]);
});

test('a discarded entry keeps its photo, and is sent with it after all', async ({ world }) => {
  const outpost = await world.start();
  const [own = ''] = await tasksIn(outpost, 'Assigned');
  const before = await task(outpost, own);
  await offline(outpost, true);
  const content = Buffer.from('a photo');
  const photo = await outpost.ask('file.add', {
    transfer: 'photo',
    data: content.toString('base64'),
    last: { name: 'pump.jpg', type: 'image/jpeg', takenAt: '2026-11-20T08:15:00.000Z' },
  });
  const entry = await press(outpost, 'add-files', own, { files: JSON.stringify([photo]) });
  const preview = await outpost.ask('outbox.discarding', { entries: [entry] });
  expect(preview.records).toMatchObject([{ becomes: 'changed', fields: [], files: ['pump.jpg'] }]);
  await discard(outpost, entry);
  expect(await task(outpost, own)).toEqual(before);
  await outpost.close();

  const again = await world.start();
  await again.ask('outbox.undo', { entry });
  await offline(again, false);
  await again.until(async () => (await again.ask('outbox.get', null)).total === 0);
  const hash = createHash('sha256').update(content).digest('hex');
  expect(photo?.hash).toBe(hash);
  expect(world.demo.ledger().map(({ op }) => op)).toEqual(['file']);
});

test('many refusals with one cause are one group, tried again and discarded at once', async ({ world }) => {
  const outpost = await world.start();
  const [first = '', second = '', third = ''] = await tasksIn(outpost, 'Assigned');
  for (const record of [first, second, third]) await press(outpost, 'accept', record);
  const { groups, waiting: lines } = await outpost.ask('outbox.get', all);
  expect(groups).toMatchObject([
    {
      entries: lines.map(({ seq }) => seq),
      message: 'Operation Failed',
      actions: [{ label: 'Accept', entries: 3 }],
      form: null,
      folded: false,
    },
  ]);
  expect(new Set(lines.map(({ cause }) => cause))).toEqual(new Set([groups[0]?.cause]));
  const [, , last] = groups[0]?.entries ?? [];
  await discard(outpost, last ?? 0);
  await press(outpost, 'start-shift', null);
  await outpost.ask('outbox.decide', { entries: groups[0]?.entries ?? [], decision: 'try-again' });
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  expect(
    (await task(outpost, second)).sections[0]?.fields.find(({ field }) => field === 'state'),
  ).toMatchObject({
    display: 'Accepted',
  });
  expect((await outpost.ask('outbox.get', { ...all, search: 'start' })).sent).toMatchObject([
    { action: 'Start shift' },
  ]);
});

/** A technician may not open orders: what is refused is refused for one reason. */
async function refusedOrders(outpost: Outpost, count: number): Promise<number[]> {
  const entries = [];
  for (let at = 0; at < count; at++) {
    const inputs = { short_description: `Pump ${at}`, priority: at === 0 ? '2' : '3' };
    entries.push(await press(outpost, 'new-order', null, inputs));
  }
  return entries;
}

const formOf = async (outpost: Outpost, revises: number) => {
  const opened = { action: 'new-order', record: null, inputs: null, draft: null };
  const { inputs } = await outpost.ask('form.get', { ...opened, revises });
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
};

test('a large group is folded until it is asked for, or something is searched', async ({ world }) => {
  const outpost = await world.start('technician');
  const entries = await refusedOrders(outpost, 6);
  const screen = await outpost.ask('outbox.get', all);
  expect(screen).toMatchObject({
    waiting: [],
    waitingFound: 0,
    total: 6,
    groups: [{ entries, folded: true }],
  });
  const cause = screen.groups[0]?.cause ?? '';
  expect(await outpost.ask('outbox.get', { ...all, unfolded: [cause] })).toMatchObject({
    waiting: entries.map((seq) => ({ seq, cause, decisions: ['try-again', 'edit', 'discard'] })),
    groups: [{ folded: false }],
  });
  const found = await outpost.ask('outbox.get', { ...all, search: `#${entries[2] ?? 0}` });
  expect(found.waiting.map(({ seq }) => seq)).toEqual([entries[2]]);
  expect(found.groups).toEqual([]);
});

test('edited once, every entry of the group takes the change and keeps its other inputs', async ({
  world,
}) => {
  const outpost = await world.start('technician');
  const entries = await refusedOrders(outpost, 3);
  const [first = 0, second = 0, third = 0] = entries;
  const group = await outpost.ask('outbox.group', { entry: first });
  expect(group.entries.map(({ seq }) => seq)).toEqual(entries);
  expect(group.differing).toEqual(['short_description', 'priority']);
  const form = await formOf(outpost, first);

  const wrong = { entries, inputs: { ...form, short_description: ' ' }, draft: null };
  expect(await outpost.try('outbox.mend', wrong)).toMatchObject({
    ok: false,
    failure: { inputs: { short_description: 'Short description is needed.' } },
  });
  await offline(outpost, true);
  await discard(outpost, third);
  const inputs = { ...form, description: 'Since the storm' };
  expect(await outpost.ask('outbox.mend', { entries, inputs, draft: null })).toEqual({
    mended: [first, second],
    left: [{ entry: third, title: '', message: 'It is not in the Outbox any more' }],
  });
  expect(await line(outpost, first)).toMatchObject({ state: 'queued', attempts: 0 });
  expect(await formOf(outpost, first)).toMatchObject({ short_description: 'Pump 0', priority: '2' });
  expect(await formOf(outpost, second)).toMatchObject({
    short_description: 'Pump 1',
    priority: '3',
    description: 'Since the storm',
  });
});

test('an entry does not come back when its record is on the instance by another way', async ({ world }) => {
  const outpost = await world.start();
  await offline(outpost, true);
  const entry = await press(outpost, 'new-order', null, { short_description: 'Pump trips', priority: '2' });
  const sysId = (await line(outpost, entry))?.record?.sys_id ?? '';
  await discard(outpost, entry);
  const [like] = world.demo.store.table('wm_order').all();
  world.demo.store.put('wm_order', {
    ...like,
    sys_id: sysId,
    number: 'WO0099999',
    sys_updated_on: new Date(world.demo.instance.now()).toISOString().slice(0, 19).replace('T', ' '),
  });
  await offline(outpost, false);
  await outpost.until(async () => (await outpost.try('record.get', { table: 'wm_order', sys_id: sysId })).ok);
  expect(await outpost.try('outbox.undo', { entry })).toMatchObject({
    failure: {
      message: `The record that entry ${entry} makes is on the instance already, so it cannot come back`,
    },
  });
  expect((await outpost.ask('outbox.get', all)).discarded).toMatchObject([{ entry }]);
});
