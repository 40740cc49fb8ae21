import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { FileStore } from '../../main/files/store.ts';
import type { DraftQuestion } from '../../preload/contract/drafts.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };

/** sys_ids of my tasks in a state. */
async function tasksIn(outpost: Outpost, state: string): Promise<string[]> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.filter(({ cells }) => cells['state']?.display === state).map(({ sys_id }) => sys_id);
}

async function keep(outpost: Outpost, wish: Partial<DraftQuestion> & { action: string }): Promise<string> {
  const question = {
    id: null,
    record: null,
    inputs: {},
    revises: null,
    group: false,
    many: [],
    asked: false,
    ...wish,
  };
  const saved = await outpost.ask('draft.save', question);
  if (saved.saved !== 'draft') throw new Error('it should have been kept on the device');
  return saved.id;
}

const open = (
  outpost: Outpost,
  action: string,
  more: { record?: string; revises?: number; draft?: string },
) => outpost.ask('form.get', { action, record: null, inputs: null, revises: null, draft: null, ...more });

const press = (outpost: Outpost, action: string, record: string, inputs: Inputs, more = {}) =>
  outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null, ...more });

const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });

/** Somebody deletes a task on the instance. */
async function deleteTask({ demo }: World, sysId: string): Promise<void> {
  const headers = { authorization: `Basic ${btoa('admin:admin')}` };
  await fetch(`${demo.url}/api/now/table/wm_task/${sysId}`, { method: 'DELETE', headers });
}

const value = (form: Awaited<ReturnType<typeof open>>, name: string) =>
  form.inputs.find((input) => input.name === name)?.value;

/** A rejection with a reason that the instance has refused, because somebody else had reassigned the task. */
async function refusedRejection(world: World, outpost: Outpost): Promise<{ record: string; entry: number }> {
  const [record = ''] = await tasksIn(outpost, 'Assigned');
  elsewhere(world, 'wm_task', record, { state: '10', assigned_to: '' });
  const { entry } = await press(outpost, 'reject', record, { reason: 'Duplicate task', details: '' });
  return { record, entry };
}

test('an entry that is being edited is kept as a draft through a restart, and "Edit" goes on with it', async ({
  world,
}) => {
  let outpost = await world.start();
  const { record, entry } = await refusedRejection(world, outpost);
  const inputs = { reason: 'Other', details: 'It belongs to the northern crew' };
  const id = await keep(outpost, { action: 'reject', record, inputs, revises: entry, group: true });
  await outpost.close();

  outpost = await world.start();
  expect(await outpost.ask('drafts.get', null)).toMatchObject([
    { id, revises: entry, group: true, many: [] },
  ]);
  const form = await open(outpost, 'reject', { record, revises: entry });
  expect(form).toMatchObject({ draft: id, revises: entry });
  expect(value(form, 'details')).toBe(inputs.details);
  await offline(outpost, true);
  await press(outpost, 'reject', record, inputs, { revises: entry, draft: id });
  expect(await outpost.ask('drafts.get', null)).toEqual([]);
  const { waiting } = await outpost.ask('outbox.get', null);
  expect(waiting.map(({ seq, state }) => [seq, state])).toEqual([[entry, 'queued']]);
});

test('a draft whose entry was discarded says so and can be submitted as a new entry', async ({ world }) => {
  const outpost = await world.start();
  const { record, entry } = await refusedRejection(world, outpost);
  const inputs = { reason: 'Other', details: 'Northern crew' };
  const id = await keep(outpost, { action: 'reject', record, inputs, revises: entry });
  await outpost.ask('outbox.decide', { entries: [entry], decision: 'discard' });
  expect((await outpost.ask('drafts.get', null))[0]?.trouble).toBe('discarded');
  const form = await open(outpost, 'reject', { record, revises: entry, draft: id });
  expect(form).toMatchObject({ draft: id, revises: null, since: 'discarded' });
  expect(value(form, 'details')).toBe('Northern crew');
  const [other = ''] = await tasksIn(outpost, 'Assigned');
  await offline(outpost, true);
  expect(await press(outpost, 'reject', other, inputs, { draft: id })).toMatchObject({ outcome: 'saved' });
  expect(await outpost.ask('drafts.get', null)).toEqual([]);
});

test('a draft whose entry was sent, or is half done, says so', async ({ world }) => {
  const outpost = await world.start();
  const [record = ''] = await tasksIn(outpost, 'Accepted');
  await offline(outpost, true);
  const inputs = { close_notes: 'Fan replaced', minutes: '5' };
  const { entry } = await press(outpost, 'close-complete', record, inputs);
  const id = await keep(outpost, { action: 'close-complete', record, inputs, revises: entry });
  expect((await outpost.ask('drafts.get', null))[0]?.trouble).toBeNull();
  world.demo.fault({ name: 'error-500', times: 1, match: 'POST /api/now/table/task_time_worked' });
  await offline(outpost, false);
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).waiting[0]?.steps.done === 1);
  expect(await open(outpost, 'close-complete', { record, revises: entry, draft: id })).toMatchObject({
    revises: null,
    since: 'under-way',
  });
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  expect((await outpost.ask('drafts.get', null))[0]?.trouble).toBe('sent');
  const form = await open(outpost, 'close-complete', { record, revises: entry, draft: id });
  expect(form).toMatchObject({ revises: null, since: 'sent' });
  expect(value(form, 'close_notes')).toBe('Fan replaced');
});

test('a draft over many records goes on with those that are left, says which are gone or not offered, and ends with the last', async ({
  world,
}) => {
  let outpost = await world.start();
  const [first = '', second = '', third = '', fourth = ''] = await tasksIn(outpost, 'Assigned');
  const inputs = { reason: 'Schedule conflict', details: '' };
  const many = [first, second, third, fourth];
  const id = await keep(outpost, { action: 'reject', inputs, many });
  await outpost.close();

  outpost = await world.start();
  expect((await outpost.ask('drafts.get', null))[0]).toMatchObject({ record: null, trouble: null });
  await offline(outpost, true);
  await press(outpost, 'reject', first, inputs, { draft: id });
  await press(outpost, 'accept', second, {});
  const form = await open(outpost, 'reject', { draft: id });
  expect(form.many?.able.map(({ sys_id }) => sys_id)).toEqual([third, fourth]);
  expect(form.many?.unable).toMatchObject([{ targets: [{ sys_id: second }] }]);
  expect(value(form, 'reason')).toBe('Schedule conflict');

  await deleteTask(world, third);
  await outpost.close();
  outpost = await world.start();
  await offline(outpost, false);
  await outpost.until(async () => {
    const left = await open(outpost, 'reject', { draft: id });
    return left.many?.unable.some(({ why }) => why === 'Not on this laptop any more') === true;
  });
  for (const record of [second, third]) await outpost.try('action.trigger', question(record, id));
  await press(outpost, 'reject', fourth, inputs, { draft: id });
  expect((await outpost.ask('drafts.get', null))[0]?.many).toHaveLength(2);

  function question(record: string, draft: string) {
    return { action: 'reject', record, inputs, revises: null, draft };
  }
});

test('a draft that cannot be resumed shows all that was typed', async ({ world }) => {
  const outpost = await world.start();
  const [record = ''] = await tasksIn(outpost, 'Accepted');
  const inputs = { close_notes: 'Fan replaced', minutes: '45', photos: '', seconds: '2700' };
  await keep(outpost, { action: 'close-complete', record, inputs });
  await deleteTask(world, record);
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await outpost.ask('drafts.get', null))[0]?.trouble === 'gone');
  expect((await outpost.ask('drafts.get', null))[0]?.typed).toEqual([
    { label: 'Closing note', text: 'Fan replaced' },
    { label: 'Minutes worked', text: '45' },
    { label: 'Seconds worked', text: '2700' },
  ]);
});

test('files of a draft stay while it is there, even when the entry that it edits is discarded', async ({
  world,
}) => {
  const outpost = await world.start();
  const [record = ''] = await tasksIn(outpost, 'Accepted');
  await offline(outpost, true);
  const last = { name: 'fan.jpg', type: 'image/jpeg', takenAt: '2026-11-20T08:15:00.000Z' };
  const data = randomBytes(300).toString('base64');
  const photo = await outpost.ask('file.add', { transfer: 't', data, last });
  const inputs = { close_notes: 'Done', photos: JSON.stringify([photo]) };
  const { entry } = await press(outpost, 'close-complete', record, inputs);
  const id = await keep(outpost, { action: 'close-complete', record, inputs, revises: entry });
  await outpost.ask('outbox.decide', { entries: [entry], decision: 'discard' });
  await outpost.close();
  const again = await world.start();
  const account = readdirSync(join(world.folder, 'accounts'))[0] ?? '';
  expect(new FileStore(join(world.folder, 'accounts', account, 'files')).has(photo?.hash ?? '')).toBe(true);
  expect(await press(again, 'close-complete', record, inputs, { draft: id })).toMatchObject({
    outcome: 'saved',
  });
});

test('a draft in which nothing is typed is known by what was chosen', async ({ world }) => {
  const outpost = await world.start();
  const [record = ''] = await tasksIn(outpost, 'Assigned');
  const asked = { action: 'assign', record, input: 'assigned_to', inputs: {}, search: 'Dana' };
  const assigned_to = (await outpost.ask('reference.search', asked))[0]?.sys_id ?? '';
  await keep(outpost, { action: 'assign', record, inputs: { assigned_to } });
  expect((await outpost.ask('drafts.get', null))[0]?.excerpt).toBe('Assigned to: Dana Whitlock');
});
