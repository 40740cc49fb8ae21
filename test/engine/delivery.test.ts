import { expect } from 'vitest';
import type { OutboxScreen } from '../../preload/contract/outbox.ts';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };

async function taskIn(outpost: Outpost, state: string): Promise<string> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  return rows.find(({ cells }) => cells['state']?.display === state)?.sys_id ?? '';
}

const outbox = (outpost: Outpost): Promise<OutboxScreen> => outpost.ask('outbox.get', null);
const empty = (outpost: Outpost) => outpost.until(async () => (await outbox(outpost)).total === 0);
const effects = (world: World) => world.demo.ledger().map(({ op, table }) => `${op} ${table}`);

test.for([
  ['a create', 'start-shift', 'POST /api/now/table/x_outpost_shift', ['insert x_outpost_shift']],
  ['an update', 'accept', 'PATCH /api/now/table/wm_task', ['update wm_task', 'call wm_task']],
  ['a call', 'accept', 'POST /api/x_outpost', ['update wm_task', 'call wm_task']],
  ['a note', 'add-work-note', 'PATCH /api/now/table/wm_task', ['note wm_task']],
] as const)(
  '%s whose answer is lost is looked up and not done twice',
  async ([, action, match, expected], { world }) => {
    const outpost = await world.start();
    if (action === 'accept') {
      await outpost.ask('action.trigger', {
        action: 'start-shift',
        record: null,
        inputs: {},
        revises: null,
        draft: null,
      });
      world.demo.instance.ledger.clear();
    }
    const record = action === 'start-shift' ? null : await taskIn(outpost, 'Assigned');
    world.demo.fault({ name: 'lose-replies', times: 1, match });
    const inputs: Record<string, string> = action === 'add-work-note' ? { note: 'Door code is 4711' } : {};
    await outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
    await empty(outpost);
    expect(effects(world)).toEqual(expected);
  },
);

test('a request that never arrived is sent again once', async ({ world }) => {
  const outpost = await world.start();
  world.demo.fault({ name: 'drop-requests', times: 1, match: 'POST /api/now/table/x_outpost_shift' });
  const start = { action: 'start-shift', record: null, inputs: {}, revises: null, draft: null };
  expect(await outpost.ask('action.trigger', start)).toMatchObject({
    outcome: 'saved',
    because: 'no-answer',
  });
  await outpost.pass(15_000);
  await empty(outpost);
  expect(effects(world)).toEqual(['insert x_outpost_shift']);
});

test('while the instance cannot be reached everything is saved and sent in order when it can', async ({
  world,
}) => {
  const outpost = await world.start();
  world.demo.fault({ name: 'offline' });
  const start = { action: 'start-shift', record: null, inputs: {}, revises: null, draft: null };
  expect(await outpost.ask('action.trigger', start)).toMatchObject({ outcome: 'saved', because: 'offline' });
  expect((await outpost.ask('connection.get', null)).state).toBe('offline');
  const accept = {
    action: 'accept',
    record: await taskIn(outpost, 'Assigned'),
    inputs: {},
    revises: null,
    draft: null,
  };
  expect(await outpost.ask('action.trigger', accept)).toMatchObject({ outcome: 'saved', because: 'offline' });
  expect((await outbox(outpost)).waiting.map(({ state, attempts }) => ({ state, attempts }))).toEqual([
    { state: 'queued', attempts: 0 },
    { state: 'queued', attempts: 0 },
  ]);
  world.demo.fault({ name: 'offline', times: 0 });
  await empty(outpost);
  expect(effects(world)).toEqual(['insert x_outpost_shift', 'update wm_task', 'call wm_task']);
});

test('a step that was acknowledged is not repeated when a later one fails', async ({ world }) => {
  const outpost = await world.start();
  await outpost.ask('action.trigger', {
    action: 'start-shift',
    record: null,
    inputs: {},
    revises: null,
    draft: null,
  });
  world.demo.fault({ name: 'error-500', times: 1, match: 'POST /api/x_outpost' });
  const accept = {
    action: 'accept',
    record: await taskIn(outpost, 'Assigned'),
    inputs: {},
    revises: null,
    draft: null,
  };
  expect(await outpost.ask('action.trigger', accept)).toMatchObject({ outcome: 'saved', because: 'later' });
  expect((await outbox(outpost)).waiting).toMatchObject([{ state: 'queued', steps: { done: 1, total: 2 } }]);
  await empty(outpost);
  expect(effects(world)).toEqual(['insert x_outpost_shift', 'update wm_task', 'call wm_task']);
});

test('expired tokens are renewed on the way and cost nothing', async ({ world }) => {
  const outpost = await world.start();
  world.demo.fault({ name: 'expire-tokens', times: 1 });
  const start = { action: 'start-shift', record: null, inputs: {}, revises: null, draft: null };
  expect(await outpost.ask('action.trigger', start)).toMatchObject({ outcome: 'sent' });
  expect((await outbox(outpost)).sent[0]?.attempts).toBe(1);
});

test('when nobody is known to the instance any more, the Outbox waits for a sign-in', async ({ world }) => {
  const outpost = await world.start();
  await outpost.ask('connection.workOffline', { on: true });
  await outpost.ask('action.trigger', {
    action: 'start-shift',
    record: null,
    inputs: {},
    revises: null,
    draft: null,
  });
  world.demo.instance.tokens.revokeAll('access');
  world.demo.instance.tokens.revokeAll('refresh');
  await outpost.ask('connection.workOffline', { on: false });
  await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'sign-in-needed');
  expect((await outbox(outpost)).waiting).toMatchObject([{ state: 'queued', attempts: 0 }]);
  const again = { userName: 'dispatcher', password: 'dispatcher', clientId: null, clientSecret: null };
  await outpost.ask('session.signIn', { instance: world.demo.url, ...again });
  await empty(outpost);
  expect(effects(world)).toEqual(['insert x_outpost_shift']);
});

test('an entry that the instance fails on five times is refused, and the rest goes on', async ({ world }) => {
  const outpost = await world.start();
  world.demo.fault({ name: 'error-500', match: 'POST /api/now/table/x_outpost_shift' });
  await outpost.ask('action.trigger', {
    action: 'start-shift',
    record: null,
    inputs: {},
    revises: null,
    draft: null,
  });
  const note = {
    action: 'add-work-note',
    record: await taskIn(outpost, 'Assigned'),
    revises: null,
    draft: null,
  };
  await outpost.ask('action.trigger', { ...note, inputs: { note: 'Called ahead' } });
  await outpost.until(async () => (await outbox(outpost)).waiting[0]?.state === 'refused');
  await outpost.until(async () => (await outbox(outpost)).total === 1);
  expect(effects(world)).toEqual(['note wm_task']);
  expect((await outbox(outpost)).waiting[0]).toMatchObject({
    message: 'The instance fails on this action, 5 times in a row',
  });
});

test('while an entry has to wait, what others changed still comes in', async ({ world }) => {
  const outpost = await world.start();
  const fault = { name: 'rate-limit', match: 'POST /api/now/table/x_outpost_shift', seconds: 600 } as const;
  world.demo.fault(fault);
  await outpost.ask('action.trigger', {
    action: 'start-shift',
    record: null,
    inputs: {},
    revises: null,
    draft: null,
  });
  expect((await outbox(outpost)).waiting[0]?.nextAttemptAt).not.toBeNull();
  const sys_id = await taskIn(outpost, 'Assigned');
  elsewhere(world, 'wm_task', sys_id, { short_description: 'Another lift' });
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => {
    const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
    return rows.some(({ cells }) => cells['short_description']?.value === 'Another lift');
  });
  expect((await outpost.ask('connection.get', null)).state).not.toBe('offline');
});
