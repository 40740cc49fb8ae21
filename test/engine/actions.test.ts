import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { PIECE_BYTES } from '../../preload/contract/files.ts';
import type { Inputs, Triggered } from '../../preload/contract/forms.ts';
import { changed } from '../support/changed.ts';
import { addFile } from '../support/filing.ts';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };

async function rows(outpost: Outpost, list: string) {
  return (await outpost.ask('list.get', { list, ...page })).rows;
}

async function taskIn(outpost: Outpost, state: string): Promise<string> {
  const found = (await rows(outpost, 'my-tasks')).find(({ cells }) => cells['state']?.display === state);
  return found?.sys_id ?? '';
}

function press(
  outpost: Outpost,
  action: string,
  record: string | null,
  inputs: Inputs = {},
): Promise<Triggered> {
  return outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });
const settled = (outpost: Outpost) =>
  outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
const effects = (world: World) => world.demo.ledger().map(({ op, table }) => `${op} ${table}`);
const task = (outpost: Outpost, sys_id: string) => outpost.ask('record.get', { table: 'wm_task', sys_id });

/** Where an action stands in a definition. */
function indexOf(definition: unknown, id: string): number {
  return (definition as { actions: { id: string }[] }).actions.findIndex((action) => action.id === id);
}

/** The files that the instance has of a record, with the hash of what it really holds. */
async function filesThere(
  world: World,
  sysId: string,
): Promise<{ name: string; hash: string; takenOn: string }[]> {
  const headers = { authorization: `Basic ${btoa('admin:admin')}` };
  const asked = `${world.demo.url}/api/now/attachment?sysparm_query=table_sys_id=${sysId}`;
  const { result } = (await (await fetch(asked, { headers })).json()) as { result: Record<string, string>[] };
  return Promise.all(
    result.map(async (file) => {
      const content = await fetch(`${world.demo.url}/api/now/attachment/${file['sys_id'] ?? ''}/file`, {
        headers,
      });
      const hash = createHash('sha256')
        .update(Buffer.from(await content.arrayBuffer()))
        .digest('hex');
      return { name: file['file_name'] ?? '', hash, takenOn: file['creation_time'] ?? '' };
    }),
  );
}

test('an action may touch several tables: closing a task logs the time and attaches the photo', async ({
  world,
}) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  await offline(outpost, true);
  const photo = await addFile(outpost, 'fan.jpg', 'image/jpeg', randomBytes(3000));
  await press(outpost, 'close-complete', record, {
    close_notes: 'Fan replaced',
    minutes: '45',
    photos: JSON.stringify([photo]),
  });
  const [time] = await rows(outpost, 'my-time');
  expect(time?.cells['time_in_seconds']?.value).toBe('2700');
  expect((await outpost.ask('outbox.get', null)).waiting[0]?.steps).toEqual({ done: 0, total: 4 });
  await offline(outpost, false);
  await settled(outpost);
  expect(effects(world)).toEqual([
    'update wm_task',
    'insert task_time_worked',
    'file wm_task',
    'call wm_task',
  ]);
});

test('a failure in the third step resumes at the third', async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  const photo = await addFile(outpost, 'fan.jpg', 'image/jpeg', randomBytes(3000));
  world.demo.fault({ name: 'error-500', times: 1, match: 'POST /api/now/attachment' });
  const inputs = { close_notes: 'Done', minutes: '5', photos: JSON.stringify([photo]) };
  await press(outpost, 'close-complete', record, inputs);
  expect((await outpost.ask('outbox.get', null)).waiting[0]?.steps).toEqual({ done: 2, total: 4 });
  await settled(outpost);
  expect(effects(world)).toEqual([
    'update wm_task',
    'insert task_time_worked',
    'file wm_task',
    'call wm_task',
  ]);
});

test('a step with a condition on the inputs is taken only if it holds', async ({ world }) => {
  const outpost = await world.start();
  await press(outpost, 'close-complete', await taskIn(outpost, 'Accepted'), { close_notes: 'Done' });
  expect(effects(world)).toEqual(['update wm_task', 'call wm_task']);
});

test('a photo of 20 MB saved offline arrives byte for byte after a restart, with the time it was taken', async ({
  world,
}) => {
  let outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  await offline(outpost, true);
  const content = randomBytes(20_000_000);
  const photo = await addFile(outpost, 'pump room.jpg', 'image/jpeg', content);
  await press(outpost, 'add-files', record, { files: JSON.stringify([photo]), note: '' });
  expect((await task(outpost, record)).stream[0]).toMatchObject({
    kind: 'file',
    name: 'pump room.jpg',
    entry: 1,
  });
  await outpost.close();
  outpost = await world.start();
  const first = await outpost.ask('file.read', { hash: photo.hash, offset: 0 });
  expect(Buffer.from(first.data, 'base64')).toEqual(content.subarray(0, PIECE_BYTES));
  await offline(outpost, false);
  await settled(outpost);
  expect(await filesThere(world, record)).toEqual([
    { name: 'pump room.jpg', hash: photo.hash, takenOn: '2026-11-20 08:15:00' },
  ]);
}, 30_000);

/** The content of the only file that the instance has of a record, as it comes to this laptop; a failure where it does not. */
async function contentOf(outpost: Outpost, record: string): Promise<Buffer | string> {
  const { stream } = await task(outpost, record);
  const [file] = stream.filter((item) => item.kind === 'file');
  const fetched = await outpost.try('file.fetch', { attachment: file?.attachment ?? '' });
  if (!fetched.ok) return fetched.failure.message;
  const { data } = await outpost.ask('file.read', { hash: fetched.value.hash, offset: 0 });
  return Buffer.from(data, 'base64');
}

/** Somebody else attaches a file on the instance. */
async function attachElsewhere({ demo }: World, record: string, content: Buffer): Promise<void> {
  const asked = `table_name=wm_task&table_sys_id=${record}&file_name=plan.pdf`;
  await fetch(`${demo.url}/api/now/attachment/file?${asked}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('admin:admin')}`, 'content-type': 'application/pdf' },
    body: new Uint8Array(content),
  });
}

test('a file of the instance is fetched when it is asked for, and from then on it is there offline', async ({
  world,
}) => {
  let outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  const content = randomBytes(700_000);
  await attachElsewhere(world, record, content);
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await task(outpost, record)).stream.some(({ kind }) => kind === 'file'));
  await offline(outpost, true);
  expect(await contentOf(outpost, record)).toBe('Needs a connection');
  await offline(outpost, false);
  await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'online');
  expect(await contentOf(outpost, record)).toEqual(content);
  await offline(outpost, true);
  await outpost.close();
  outpost = await world.start();
  expect(await contentOf(outpost, record)).toEqual(content);
});

test('a file that was sent from here needs no fetching, and something else in its place is not taken for it', async ({
  world,
}) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  const content = randomBytes(3000);
  const photo = await addFile(outpost, 'fan.jpg', 'image/jpeg', content);
  await press(outpost, 'add-files', record, { files: JSON.stringify([photo]) });
  await offline(outpost, true);
  expect(await contentOf(outpost, record)).toEqual(content);

  const other = (await rows(outpost, 'my-tasks')).find(({ sys_id }) => sys_id !== record)?.sys_id ?? '';
  await offline(outpost, false);
  await attachElsewhere(world, other, content);
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await task(outpost, other)).stream.some(({ kind }) => kind === 'file'));
  await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'online');
  world.demo.fault({ name: 'maintenance-html', times: 1, match: 'GET /api/now/attachment/' });
  expect(await contentOf(outpost, other)).toMatch(/^Something other than the instance answered/);
  expect(await contentOf(outpost, other)).toEqual(content);
});

test('a file whose answer is lost is looked up and not uploaded twice', async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  const photo = await addFile(outpost, 'fan.jpg', 'image/jpeg', randomBytes(3000));
  world.demo.fault({ name: 'lose-replies', times: 1, match: 'POST /api/now/attachment' });
  await press(outpost, 'add-files', record, { files: JSON.stringify([photo]) });
  await settled(outpost);
  expect(effects(world)).toEqual(['file wm_task']);
});

test('files past the limits are refused with a sentence, and nothing is saved', async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  const text = await addFile(outpost, 'list.txt', 'text/plain', Buffer.from('hello'));
  const inputs = { close_notes: 'Done', photos: JSON.stringify([text]) };
  const question = { action: 'close-complete', record, inputs, revises: null, draft: null };
  expect(await outpost.try('action.trigger', question)).toMatchObject({
    failure: { inputs: { photos: 'list.txt is no image/* or application/pdf.' } },
  });
  const gone = { ...text, hash: '0'.repeat(64), type: 'image/png', name: 'gone.png' };
  const missing = { ...question, inputs: { ...inputs, photos: JSON.stringify([gone]) } };
  expect(await outpost.try('action.trigger', missing)).toMatchObject({ failure: { kind: 'not-found' } });
  expect((await outpost.ask('outbox.get', null)).total).toBe(0);
});

test('an order made offline gets a task, a note and a file before the instance has seen it, all sent in order', async ({
  world,
}) => {
  const outpost = await world.start('supervisor');
  await offline(outpost, true);
  const order = {
    short_description: 'Pump trips',
    description: '',
    priority: '2',
    company: '',
    location: '',
  };
  await press(outpost, 'new-order', null, order);
  const made = (await rows(outpost, 'work-orders')).find(({ unsent }) => unsent)?.sys_id ?? '';
  await press(outpost, 'new-task', made, { short_description: 'Look at the pump', priority: '2' });
  await press(outpost, 'add-order-note', made, { note: 'Customer waits at the gate' });
  const photo = await addFile(outpost, 'gate.png', 'image/png', randomBytes(500));
  await press(outpost, 'add-order-files', made, { files: JSON.stringify([photo]) });
  const shown = await outpost.ask('record.get', { table: 'wm_order', sys_id: made });
  expect(shown.title).toBe('New Work Order');
  expect(shown.asOf).toBeNull();
  expect(shown.related[0]?.rows[0]?.cells['short_description']?.value).toBe('Look at the pump');
  expect(shown.stream.map((item) => (item.kind === 'note' ? item.text : item.name))).toEqual([
    'gate.png',
    'Customer waits at the gate',
  ]);
  await offline(outpost, false);
  await settled(outpost);
  expect(effects(world)).toEqual(['insert wm_order', 'insert wm_task', 'note wm_order', 'file wm_order']);
  const after = await outpost.ask('record.get', { table: 'wm_order', sys_id: made });
  expect(after.title).toMatch(/^WO\d+$/);
  const { sent } = await outpost.ask('outbox.get', null);
  expect(sent.at(-1)).toMatchObject({ action: 'New work order', record: { title: after.title } });
  expect(after.stream.map(({ entry }) => entry)).toEqual([null, null]);
});

test.for([false, true])(
  'a task of an order made offline is edited, noted and accepted before the instance has seen it (it gives other sys_ids: %s)',
  async (ownSysIds, { world }) => {
    const outpost = await world.start();
    if (ownSysIds) world.demo.fault({ name: 'own-sys-ids' });
    const { account } = await outpost.ask('session.get', null);
    await offline(outpost, true);
    await press(outpost, 'start-shift', null, {});
    await press(outpost, 'new-order', null, { short_description: 'Pump trips', priority: '2' });
    const order = (await rows(outpost, 'work-orders')).find(({ unsent }) => unsent)?.sys_id ?? '';
    await press(outpost, 'new-task', order, { short_description: 'Look at it', priority: '2' });
    const { related } = await outpost.ask('record.get', { table: 'wm_order', sys_id: order });
    const made = related[0]?.rows[0]?.sys_id ?? '';
    await press(outpost, 'assign', made, { assigned_to: account?.user.sys_id ?? '' });
    await press(outpost, 'add-work-note', made, { note: 'Bring a ladder' });
    const photo = await addFile(outpost, 'gate.png', 'image/png', randomBytes(500));
    await press(outpost, 'add-files', made, { files: JSON.stringify([photo]), note: '' });
    await press(outpost, 'accept', made, {});
    expect((await task(outpost, made)).sections[0]?.fields.map(({ display }) => display)).toEqual(
      expect.arrayContaining(['Look at it', 'Accepted', 'Dana Whitlock']),
    );
    await offline(outpost, false);
    await settled(outpost);
    const ledger = world.demo.ledger();
    const [, insertedOrder, insertedTask] = ledger;
    expect(effects(world)).toEqual([
      ...['insert x_outpost_shift', 'insert wm_order', 'insert wm_task', 'update wm_task', 'note wm_task'],
      ...['file wm_task', 'update wm_task', 'call wm_task'],
    ]);
    expect(insertedTask?.sys_id === made).toBe(!ownSysIds);
    expect(insertedTask?.fields['parent']).toBe(insertedOrder?.sys_id);
    expect(new Set(ledger.slice(2).map(({ sys_id }) => sys_id))).toEqual(new Set([insertedTask?.sys_id]));
    const shown = await outpost.ask('record.get', { table: 'wm_order', sys_id: insertedOrder?.sys_id ?? '' });
    expect(shown.related[0]?.rows.map(({ cells }) => cells['state']?.display)).toEqual(['Accepted']);
  },
);

test('the activity stream shows what others wrote and what waits, marked', async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  await press(outpost, 'add-work-note', record, { note: 'First line\nsecond line' });
  await offline(outpost, true);
  await press(outpost, 'add-comment', record, { comment: 'We are on our way' });
  const { stream } = await task(outpost, record);
  expect(stream.slice(0, 2)).toMatchObject([
    { kind: 'note', field: 'comments', text: 'We are on our way', entry: 2 },
    {
      kind: 'note',
      field: 'work_notes',
      text: 'First line\nsecond line',
      author: 'Dana Whitlock',
      entry: null,
    },
  ]);
  const written = Date.parse(stream[1]?.at ?? '');
  expect(Math.abs(written - Date.now())).toBeLessThan(60_000);
});

test('what may not be taken back is confirmed, deleted at once and gone on the instance', async ({
  world,
}) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  await press(outpost, 'close-complete', record, { close_notes: 'Done', minutes: '30' });
  const [time] = await rows(outpost, 'my-time');
  expect(time?.actions[0]?.confirm).toContain('Delete');
  await offline(outpost, true);
  await press(outpost, 'delete-time', time?.sys_id ?? '');
  expect(await rows(outpost, 'my-time')).toEqual([]);
  await offline(outpost, false);
  await settled(outpost);
  expect(effects(world).at(-1)).toBe('delete task_time_worked');
});

test('rules make inputs mandatory, hide them and calculate them, in the form and at the end', async ({
  world,
}) => {
  const outpost = await world.start('supervisor');
  const [order] = await rows(outpost, 'work-orders');
  const record = order?.sys_id ?? '';
  const question = { action: 'new-task', record, revises: null, draft: null };
  const opened = await outpost.ask('form.get', { ...question, inputs: null });
  expect(opened.inputs.find(({ name }) => name === 'priority')?.value).toBe(order?.cells['priority']?.value);
  expect(opened.inputs.find(({ name }) => name === 'estimated_end')?.visible).toBe(false);
  const inputs = {
    short_description: 'Look',
    priority: '3',
    expected_start: '2026-11-30 23:00:00',
    estimated_end: '',
  };
  const typed = await outpost.ask('form.get', { ...question, inputs });
  expect(typed.inputs.find(({ name }) => name === 'estimated_end')).toMatchObject({
    visible: true,
    value: '2026-12-01 01:00:00',
  });
  const pages = (
    await outpost.ask('form.get', { ...question, action: 'new-order', record: null, inputs: null })
  ).pages;
  expect(pages.map(({ label }) => label)).toEqual(['What', 'For whom']);
});

test('a draft is kept with its files through a restart, says when its record has changed, and goes with the entry', async ({
  world,
}) => {
  let outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  const photo = await addFile(outpost, 'fan.jpg', 'image/jpeg', randomBytes(300));
  const inputs = { close_notes: 'Fan repl', minutes: '', photos: JSON.stringify([photo]), seconds: '' };
  const question = {
    id: null,
    action: 'close-complete',
    record,
    inputs,
    revises: null,
    group: false,
    many: [],
    asked: true,
  };
  const saved = await outpost.ask('draft.save', question);
  if (saved.saved !== 'draft') throw new Error('it should have been kept on the device');
  await outpost.close();

  outpost = await world.start();
  expect(await outpost.ask('drafts.get', null)).toMatchObject([
    { id: saved.id, label: 'Close complete', excerpt: 'Fan repl', trouble: null },
  ]);
  expect((await outpost.ask('navigation.get', null)).drafts).toBe(1);
  elsewhere(world, 'wm_task', record, { short_description: 'Another fan' });
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await outpost.ask('drafts.get', null))[0]?.trouble === 'changed');
  const resume = { action: 'close-complete', record, inputs: null, revises: null, draft: saved.id };
  const form = await outpost.ask('form.get', resume);
  expect(form).toMatchObject({ draft: saved.id, since: 'changed' });
  expect(form.inputs[0]?.value).toBe('Fan repl');
  const done = { ...resume, inputs: { ...inputs, close_notes: 'Fan replaced' } };
  expect(await outpost.ask('action.trigger', done)).toMatchObject({ outcome: 'sent' });
  expect(await outpost.ask('drafts.get', null)).toEqual([]);
  expect(await filesThere(world, record)).toMatchObject([{ hash: photo.hash }]);
});

test('a call may name the records that it changed, and they are read again', async ({ world }) => {
  const outpost = await world.start();
  const definition = changed(world.demo.instance.definition, 'version', 9);
  const close = indexOf(definition, 'close-complete');
  world.demo.instance.definition = changed(definition, `actions[${close}].steps[3].affects`, []);
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await outpost.ask('settings.get', null)).definition?.version === 9);
  const record = await taskIn(outpost, 'Accepted');
  const parent = (await task(outpost, record)).sections[1]?.fields[0]?.value ?? '';
  const order = () => outpost.ask('record.get', { table: 'wm_order', sys_id: parent });
  const before = (await order()).stream.length;
  await press(outpost, 'close-complete', record, { close_notes: 'Done' });
  expect((await order()).stream.length).toBeGreaterThan(before);
});

test('a definition that changes while entries wait does not change what they mean', async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Accepted');
  await offline(outpost, true);
  await press(outpost, 'close-complete', record, { close_notes: 'Done' });
  const definition = changed(world.demo.instance.definition, 'version', 9);
  const close = indexOf(definition, 'close-complete');
  world.demo.instance.definition = changed(definition, `actions[${close}].steps[0].set.state`, '4');
  await offline(outpost, false);
  await settled(outpost);
  await outpost.until(async () => (await outpost.ask('settings.get', null)).definition?.version === 9);
  expect(world.demo.ledger()[0]?.fields['state']).toBe('3');
});

test('a form may save its progress on the instance while there is a connection, and on the laptop without', async ({
  world,
}) => {
  const outpost = await world.start();
  const definition = changed(world.demo.instance.definition, 'version', 9);
  const saver = {
    id: 'save-close',
    label: 'Save closing note',
    table: 'wm_task',
    form: 'close',
    steps: [{ run: 'both', do: 'update', set: { close_notes: '{input.close_notes}' } }],
  };
  const count = (definition as { actions: unknown[] }).actions.length;
  world.demo.instance.definition = changed(
    changed(definition, `actions[${count}]`, saver),
    'forms[1].save',
    'save-close',
  );
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await outpost.ask('settings.get', null)).definition?.version === 9);
  const record = await taskIn(outpost, 'Accepted');
  const inputs = { close_notes: 'Half done' };
  const save = {
    id: null,
    action: 'close-complete',
    record,
    inputs,
    revises: null,
    group: false,
    many: [],
    asked: true,
  };
  expect(await outpost.ask('draft.save', save)).toMatchObject({
    saved: 'action',
    triggered: { outcome: 'sent' },
  });
  expect(world.demo.ledger()[0]?.fields).toMatchObject({ close_notes: 'Half done' });
  await offline(outpost, true);
  expect(await outpost.ask('draft.save', save)).toMatchObject({ saved: 'draft' });
});

test("an online check reads the record afresh and refuses in the definition's words", async ({ world }) => {
  const outpost = await world.start();
  const record = await taskIn(outpost, 'Assigned');
  elsewhere(world, 'wm_task', record, { state: '10', assigned_to: '' });
  expect(await press(outpost, 'reject', record, { reason: 'Duplicate task', details: '' })).toMatchObject({
    outcome: 'refused',
    message: 'Somebody else has changed this task: it is not assigned to you any more',
  });
  expect(effects(world)).toEqual([]);
});
