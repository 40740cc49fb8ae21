import { randomBytes } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { TakenOver } from '../../preload/contract/handover.ts';
import { changed } from '../support/changed.ts';
import { addFile, readFile } from '../support/filing.ts';
import { type Outpost, test, type World } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };
const passphrase = 'correct horse battery';

// Two laptops at once, and a passphrase that is slow to try on purpose.
vi.setConfig({ testTimeout: 60_000 });

const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });
const outbox = (outpost: Outpost) => outpost.ask('outbox.get', null);
const effects = (world: World) => world.demo.ledger().map(({ op, table }) => `${op} ${table}`);

function press(outpost: Outpost, action: string, record: string | null, inputs: Inputs = {}) {
  return outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

async function empty(outpost: Outpost): Promise<void> {
  await offline(outpost, false);
  await outpost.until(async () => (await outbox(outpost)).total === 0);
}

/** Everything of one kind each: a create, an update with a call, a note, a file. Answers the order made. */
async function workOffline(outpost: Outpost): Promise<string> {
  await offline(outpost, true);
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  const assigned = rows.find(({ cells }) => cells['state']?.display === 'Assigned')?.sys_id ?? '';
  await press(outpost, 'start-shift', null);
  await press(outpost, 'accept', assigned);
  await press(outpost, 'add-work-note', assigned, { note: 'Door code is 4711' });
  const order = {
    short_description: 'Pump trips',
    description: '',
    priority: '2',
    company: '',
    location: '',
  };
  await press(outpost, 'new-order', null, order);
  const made = (await outpost.ask('list.get', { list: 'work-orders', ...page })).rows.find(
    ({ unsent }) => unsent,
  );
  const sysId = made?.sys_id ?? '';
  await press(outpost, 'add-order-note', sysId, { note: 'Customer waits at the gate' });
  const photo = await addFile(outpost, 'gate.png', 'image/png', randomBytes(1_500_000));
  await press(outpost, 'add-order-files', sysId, { files: JSON.stringify([photo]) });
  return sysId;
}

const done = [
  ...['insert x_outpost_shift', 'update wm_task', 'call wm_task', 'note wm_task'],
  ...['insert wm_order', 'note wm_order', 'file wm_order'],
];

/** Carries what waits on one laptop to the other, as a person with a memory stick would. */
async function carry(from: Outpost, to: Outpost): Promise<TakenOver> {
  const { hash } = await from.ask('outbox.handOver', { passphrase });
  return takeIn(to, await readFile(from, hash));
}

async function takeIn(to: Outpost, content: Buffer, by = passphrase): Promise<TakenOver> {
  const { hash } = await addFile(to, 'outbox.outpost', 'application/octet-stream', content);
  return to.ask('outbox.takeOver', { hash, passphrase: by });
}

async function laptops(world: World): Promise<[a: Outpost, b: Outpost]> {
  const [a, b] = [await world.start(), await world.start('dispatcher', { laptop: 'second' })];
  await offline(b, true);
  return [a, b];
}

test('what waits on one laptop waits on the other, in order, and shows there', async ({ world }) => {
  const [a, b] = await laptops(world);
  const order = await workOffline(a);
  await press(b, 'add-work-note', await anyTask(b), { note: 'Of the other laptop' });
  expect(await carry(a, b)).toMatchObject({ added: 6, known: 0 });
  const told = async (outpost: Outpost) =>
    (await outbox(outpost)).waiting.map(({ action, record, state }) => ({ action, record, state }));
  const [here, there] = [await told(a), await told(b)];
  expect(there.slice(1)).toEqual(here);
  expect(there[0]).toMatchObject({ action: 'Add work note' });
  const record = await b.ask('record.get', { table: 'wm_order', sys_id: order });
  expect(record.title).toBe('New Work Order');
  expect(record.stream.map((item) => (item.kind === 'note' ? item.text : item.name))).toEqual([
    'gate.png',
    'Customer waits at the gate',
  ]);
  await empty(b);
  expect(effects(world)).toEqual(['note wm_task', ...done]);
});

async function anyTask(outpost: Outpost): Promise<string> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.find(({ cells }) => cells['state']?.display !== 'Assigned')?.sys_id ?? '';
}

test('imported twice, or back where it came from, nothing is there twice', async ({ world }) => {
  const [a, b] = await laptops(world);
  await workOffline(a);
  const { hash } = await a.ask('outbox.handOver', { passphrase });
  const content = await readFile(a, hash);
  expect(await takeIn(a, content)).toMatchObject({ added: 0, known: 6 });
  expect(await takeIn(b, content)).toMatchObject({ added: 6, known: 0 });
  expect(await takeIn(b, content)).toMatchObject({ added: 0, known: 6 });
  const last = (await outbox(b)).waiting.at(-1)?.seq ?? 0;
  await b.ask('outbox.decide', { entries: [last], decision: 'discard' });
  expect(await takeIn(b, content)).toMatchObject({ added: 0, known: 6 });
  expect((await outbox(b)).total).toBe(5);
  expect(await carry(b, a)).toMatchObject({ added: 0, known: 5 });
  expect((await outbox(a)).total).toBe(6);
  await empty(b);
  expect(await takeIn(b, content)).toMatchObject({ added: 0, known: 6 });
});

test('what was refused on one laptop waits for its decision on the other', async ({ world }) => {
  const [a, b] = await laptops(world);
  const { rows } = await a.ask('list.get', { list: 'my-tasks', ...page });
  const assigned = rows.find(({ cells }) => cells['state']?.display === 'Assigned')?.sys_id ?? '';
  await press(a, 'accept', assigned);
  await press(a, 'add-work-note', assigned, { note: 'Held behind it' });
  expect(await carry(a, b)).toMatchObject({ added: 2 });
  const [refused, held] = (await outbox(b)).waiting;
  expect(refused).toMatchObject({ state: 'refused', message: (await outbox(a)).waiting[0]?.message });
  expect(held).toMatchObject({ state: 'held', heldBy: refused?.seq });
});

test('another passphrase, another user or instance, and a damaged file are refused, each with its sentence', async ({
  world,
}) => {
  const [a, b] = await laptops(world);
  await workOffline(a);
  const { hash, name } = await a.ask('outbox.handOver', { passphrase });
  expect(name).toMatch(/^outbox-\d{4}-\d\d-\d\d\.outpost$/);
  const content = await readFile(a, hash);
  await expect(takeIn(b, content, 'correct horse')).rejects.toThrow('not the passphrase');
  await expect(takeIn(b, content.subarray(0, -1))).rejects.toThrow('damaged or not whole');
  await expect(takeIn(b, Buffer.from('Dear diary'))).rejects.toThrow('not an Outbox that was handed over');
  const boss = await world.start('supervisor', { laptop: 'third' });
  await offline(boss, true);
  await expect(takeIn(boss, content)).rejects.toThrow(/This Outbox belongs to .*, and .* is signed in here/);
  expect((await outbox(boss)).total).toBe(0);
  const address = world.demo.url.replace('127.0.0.1', 'localhost');
  const elsewhere = await world.start('dispatcher', { laptop: 'fourth', address });
  await offline(elsewhere, true);
  await expect(takeIn(elsewhere, content)).rejects.toThrow(
    `This Outbox belongs to ${world.demo.url}, and you work on ${address}`,
  );
  expect((await outbox(elsewhere)).total).toBe(0);
  expect((await outbox(b)).total).toBe(0);
  expect(await b.try('outbox.takeOver', { hash: '0'.repeat(64), passphrase })).toMatchObject({
    ok: false,
    failure: { kind: 'not-found' },
  });
});

test('a short passphrase and an empty Outbox are refused', async ({ world }) => {
  const [a] = await laptops(world);
  expect(await a.try('outbox.handOver', { passphrase: 'short' })).toMatchObject({
    failure: { inputs: { passphrase: 'The passphrase needs at least 12 characters' } },
  });
  expect(await a.try('outbox.handOver', { passphrase })).toMatchObject({
    failure: {
      kind: 'not-offered',
      message: 'Nothing waits in the Outbox, so there is nothing to hand over',
    },
  });
});

test('both journals tell of it, and the file goes when nobody needs it any more', async ({ world }) => {
  const [a, b] = await laptops(world);
  await workOffline(a);
  const { hash } = await a.ask('outbox.handOver', { passphrase });
  await takeIn(b, await readFile(a, hash));
  for (const [outpost, what] of [
    [a, 'handed-over'],
    [b, 'imported'],
  ] as const) {
    const { text } = await outpost.ask('support.export', null);
    expect(text.match(new RegExp(`"what":"${what}"`, 'g'))).toHaveLength(6);
    expect(await outpost.ask('journal.check', null)).toMatchObject({ broken: null });
  }
  const account = readdirSync(join(world.folder, 'accounts'))[0] ?? '';
  const stored = () => readdirSync(join(world.folder, 'accounts', account, 'files'));
  const [photo] = (await outbox(a)).waiting.slice(-1);
  expect(photo?.action).toBe('Add photos and files');
  expect(stored()).toContain(hash);
  await a.ask('file.forget', { hash });
  expect(stored()).not.toContain(hash);
  expect(stored().filter((name) => name.length === 64)).toHaveLength(1);
});

/** A task of this user that was assigned and waits to be accepted. */
async function assignedTo(outpost: Outpost): Promise<string> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.find(({ cells }) => cells['state']?.display === 'Assigned')?.sys_id ?? '';
}

/** What the instance was asked to do, each with its request's key. */
const keys = (world: World) => world.demo.ledger().map(({ key }) => key);

test.for(['the one that handed over', 'the one that imported'] as const)(
  'both send, first %s: every effect is there once, and both are empty',
  async (who, { world }) => {
    const [a, b] = await laptops(world);
    await workOffline(a);
    await carry(a, b);
    const [first, second] = who === 'the one that imported' ? [b, a] : [a, b];
    await empty(first);
    expect(effects(world)).toEqual(done);
    await empty(second);
    expect(effects(world)).toEqual(done);
    expect(new Set(keys(world)).size).toBe(done.length);
    const { text } = await second.ask('support.export', null);
    expect(text.match(/"what":"look-first"/g)).not.toBeNull();
  },
);

test('what only one of them has sent by half is finished by the other, nothing lost and nothing twice', async ({
  world,
}) => {
  const [a, b] = await laptops(world);
  await offline(a, true);
  const task = await assignedTo(a);
  await press(a, 'start-shift', null);
  await press(a, 'accept', task);
  await press(a, 'add-work-note', task, { note: 'On my way' });
  await press(a, 'add-work-note', task, { note: 'On my way' });
  await press(a, 'start-travel', task);
  await press(a, 'start-work', task);
  expect(await carry(a, b)).toMatchObject({ added: 6 });
  // Everything from the second note on, which reads like the first, is taken back here, and so left to the other laptop.
  const later = (await outbox(a)).waiting.slice(3);
  await a.ask('outbox.decide', { entries: later.map(({ seq }) => seq), decision: 'discard' });
  await empty(a);
  const half = effects(world);
  expect(half).toHaveLength(4);
  await empty(b);
  expect(effects(world).slice(0, half.length)).toEqual(half);
  expect(effects(world).slice(half.length)).toEqual(['note wm_task', 'update wm_task', 'update wm_task']);
  expect(world.demo.store.get('wm_task', task)).toMatchObject({ state: '18', sub_state: 'onsite' });
});

test('a condition that held when the other laptop acted is not held against what it did', async ({
  world,
}) => {
  const [a, b] = await laptops(world);
  await offline(a, true);
  await press(a, 'reject', await assignedTo(a), { reason: 'Other', details: 'Flu' });
  await carry(a, b);
  await empty(a);
  const once = effects(world);
  await empty(b);
  expect(effects(world)).toEqual(once);
});

test('a call that the instance cannot be asked about waits for a person, who may send it', async ({
  world,
}) => {
  const definition = join(world.folder, 'own.json');
  const { definition: usual } = world.demo.instance;
  writeFileSync(definition, JSON.stringify(changed(usual, 'actions[2].steps[1].idempotent', false)));
  const a = await world.start('dispatcher', { definition });
  const b = await world.start('dispatcher', { definition, laptop: 'second' });
  await offline(b, true);
  await press(a, 'start-shift', null);
  await offline(a, true);
  await press(a, 'accept', await assignedTo(a));
  await carry(a, b);
  await offline(a, false);
  await a.until(async () => (await outbox(a)).total === 0);
  await offline(b, false);
  await b.until(async () => (await outbox(b)).waiting[0]?.state === 'unclear');
  const [asked] = (await outbox(b)).waiting;
  expect(asked).toMatchObject({
    shared: true,
    message: expect.stringContaining('cannot be asked') as unknown,
  });
  const sent = effects(world);
  expect(sent).toEqual(['insert x_outpost_shift', 'update wm_task', 'call wm_task']);
  await b.ask('outbox.decide', { entries: [asked?.seq ?? 0], decision: 'try-again' });
  await b.until(async () => (await outbox(b)).total === 0);
  // This endpoint knows the key nevertheless.
  expect(effects(world)).toEqual(sent);
});

test('an entry that both laptops have says so on both, also before it is discarded on one', async ({
  world,
}) => {
  const [a, b] = await laptops(world);
  await offline(a, true);
  await press(a, 'start-shift', null);
  expect((await outbox(a)).waiting).toMatchObject([{ shared: false }]);
  await carry(a, b);
  for (const outpost of [a, b]) {
    const [entry] = (await outbox(outpost)).waiting;
    expect(entry).toMatchObject({ shared: true, state: 'queued' });
    const preview = await outpost.ask('outbox.discarding', { entries: [entry?.seq ?? 0] });
    expect(preview).toMatchObject({ shared: true });
  }
});
