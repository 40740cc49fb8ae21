import { describe, expect } from 'vitest';
import definition from '../../demo/definition.json' with { type: 'json' };
import { idOf } from '../../demo/service/seed/sow.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { remoteFields } from '../../main/records/remote.ts';
import type { ListRow, RecordScreen } from '../../preload/contract/records.ts';
import { catalogOf } from '../support/catalog.ts';
import { changed } from '../support/changed.ts';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

const page = { search: '', after: null, limit: 200 };
const none = { record: null, inputs: {}, revises: null, draft: null };

async function open(outpost: Outpost, search = ''): Promise<ListRow[]> {
  return (await outpost.ask('list.get', { list: 'all-open-tasks', ...page, search })).rows;
}

/** My task in a state, as a record. */
async function mine(outpost: Outpost, state: string): Promise<RecordScreen> {
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', ...page });
  const row = rows.find(({ cells }) => cells['state']?.display === state);
  if (!row) throw new Error(`no task of mine is ${state}`);
  return outpost.ask('record.get', { table: 'wm_task', sys_id: row.sys_id });
}

/** A field of a task: what is shown, and whether it is unsent. */
async function field(outpost: Outpost, sys_id: string, name: string): Promise<string> {
  const record = await outpost.ask('record.get', { table: 'wm_task', sys_id });
  const found = record.sections.flatMap(({ fields }) => fields).find((one) => one.field === name);
  return `${found?.display ?? ''}${found?.unsent ? ' (unsent)' : ''}`;
}

/** Asks for a sync and answers when the lists are as they should be. */
async function sync(outpost: Outpost, until: () => Promise<boolean>): Promise<void> {
  await outpost.ask('connection.sync', null);
  await outpost.until(until);
}

const gone = (outpost: Outpost, sys_id: string) => async () => {
  const answer = await outpost.try('record.get', { table: 'wm_task', sys_id });
  return !answer.ok && answer.failure.kind === 'not-found';
};

test('a change made elsewhere arrives, and is found', async ({ world }) => {
  const outpost = await world.start();
  const { sys_id } = await mine(outpost, 'Assigned');
  elsewhere(world, 'wm_task', sys_id, { short_description: 'Zylinder klemmt' });
  await sync(outpost, async () => (await field(outpost, sys_id, 'short_description')) === 'Zylinder klemmt');
  expect((await open(outpost, 'zylind')).map((row) => row.sys_id)).toEqual([sys_id]);
});

test('a record that an access rule hides from now on disappears when a person asks for a sync', async ({
  world,
}) => {
  const outpost = await world.start('technician');
  const [{ sys_id } = { sys_id: '' }] = await open(outpost);
  // The instance still counts it, and does not tell of its change.
  elsewhere(world, 'wm_task', sys_id, { assigned_to: idOf('sys_user dispatcher') });
  await sync(outpost, gone(outpost, sys_id));
});

test('records that were deleted, and those that left the dataset, disappear', async ({ world }) => {
  const outpost = await world.start();
  const [first, second, ...rest] = await open(outpost);
  world.demo.store.remove('wm_task', first?.sys_id ?? '');
  elsewhere(world, 'wm_task', second?.sys_id ?? '', { active: 'false' });
  await sync(outpost, gone(outpost, first?.sys_id ?? ''));
  await outpost.until(gone(outpost, second?.sys_id ?? ''));
  expect((await open(outpost)).map((row) => row.sys_id)).toEqual(rest.map((row) => row.sys_id));
});

test('a pull lays what others changed beneath what waits here, and overwrites none of it', async ({
  world,
}) => {
  const outpost = await world.start();
  const { sys_id } = await mine(outpost, 'Assigned');
  // Without an open shift the instance refuses; the entry and its change wait for a decision.
  const press = { action: 'accept', record: sys_id, inputs: {}, revises: null, draft: null };
  const { entry, outcome } = await outpost.ask('action.trigger', press);
  expect(outcome).toBe('refused');
  elsewhere(world, 'wm_task', sys_id, { short_description: 'Zylinder klemmt', state: '10', priority: '1' });
  await sync(outpost, async () => (await field(outpost, sys_id, 'short_description')) === 'Zylinder klemmt');
  expect(await field(outpost, sys_id, 'priority')).toBe('1 - Critical');
  expect(await field(outpost, sys_id, 'state')).toBe('Accepted (unsent)');

  await outpost.ask('outbox.decide', { entries: [entry], decision: 'discard' });
  expect(await field(outpost, sys_id, 'state')).toBe('Pending Dispatch');
});

test('a record with unsent changes stays although it is gone elsewhere, until they are decided about', async ({
  world,
}) => {
  const outpost = await world.start();
  const { sys_id, title } = await mine(outpost, 'Assigned');
  const other = await mine(outpost, 'Accepted');
  const press = { action: 'accept', record: sys_id, inputs: {}, revises: null, draft: null };
  const { entry } = await outpost.ask('action.trigger', press);
  for (const id of [sys_id, other.sys_id]) world.demo.store.remove('wm_task', id);
  await sync(outpost, gone(outpost, other.sys_id));
  expect((await outpost.ask('record.get', { table: 'wm_task', sys_id })).title).toBe(title);

  await outpost.ask('outbox.decide', { entries: [entry], decision: 'discard' });
  await sync(outpost, gone(outpost, sys_id));
});

describe('another definition', () => {
  const settings = async (outpost: Outpost) => (await outpost.ask('settings.get', null)).definition;
  const broken = changed(changed(definition, 'version', 9), 'lists[3].table', 'x_nothing');
  const problem = 'lists[3].table: No dataset caches the table x_nothing; add one to datasets.';

  test('that breaks a law leaves the last good one in force and is named in the settings', async ({
    world,
  }) => {
    const outpost = await world.start();
    world.demo.instance.definition = broken;
    await sync(outpost, async () => (await settings(outpost))?.problems.length === 1);
    expect(await settings(outpost)).toMatchObject({ version: 2, problems: [problem] });
    expect((await outpost.ask('list.get', { list: 'work-orders', ...page })).rows).not.toEqual([]);
    expect((await outpost.ask('session.get', null)).account).not.toBeNull();

    const { sys_id } = await mine(outpost, 'Assigned');
    elsewhere(world, 'wm_task', sys_id, { short_description: 'Zylinder klemmt' });
    await sync(
      outpost,
      async () => (await field(outpost, sys_id, 'short_description')) === 'Zylinder klemmt',
    );

    await outpost.close();
    const again = await world.start();
    expect(await settings(again)).toMatchObject({ version: 2, problems: [problem] });
  });

  test('that broke a law and was taken back is not complained of any more', async ({ world }) => {
    const outpost = await world.start();
    world.demo.instance.definition = broken;
    await sync(outpost, async () => (await settings(outpost))?.problems.length === 1);
    world.demo.instance.definition = definition;
    await sync(outpost, async () => (await settings(outpost))?.problems.length === 0);
  });

  test('with one more field keeps the records and fills it', async ({ world }) => {
    const outpost = await world.start();
    const orders = async () => (await outpost.ask('list.get', { list: 'work-orders', ...page })).rows;
    const before = await orders();
    const more = changed(changed(definition, 'version', 9), 'datasets[1].fields[11]', 'opened_by');
    world.demo.instance.definition = changed(more, 'lists[3].columns[6]', 'opened_by');
    await sync(outpost, async () => (await settings(outpost))?.version === 9);
    await outpost.until(async () =>
      (await orders()).every(({ cells }) => cells['opened_by']?.display !== ''),
    );
    const after = await orders();
    expect(after.map(({ sys_id }) => sys_id)).toEqual(before.map(({ sys_id }) => sys_id));
    expect(after[0]?.cells).toMatchObject(before[0]?.cells ?? {});
  });
});

describe('a first download', () => {
  test.override({ instance: { tasks: 2500 } });

  /** Requests for the first page of the tasks, or for those after it. */
  function pages(which: 'first' | 'later'): string {
    const asked = new URLSearchParams({
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
      sysparm_fields: remoteFields(tableOf(catalogOf(definition), 'wm_task')).join(','),
      sysparm_query: which === 'first' ? 'active=true^ORDERBY' : 'active=true^sys_updated_on>',
    });
    return `GET /api/now/table/wm_task?${asked.toString()}`;
  }

  const cached = async (outpost: Outpost) =>
    (await outpost.ask('settings.get', null)).datasets.find(({ table }) => table === 'wm_task');

  test('that is cut shows what has come, and goes on where it was after a restart', async ({ world }) => {
    world.demo.fault({ name: 'drop-requests', match: pages('later') });
    const cut = await world.start();
    expect(await cached(cut)).toMatchObject({ rows: 1000, asOf: null });
    expect((await cut.ask('list.get', { list: 'all-open-tasks', ...page })).total).toBe(1000);
    expect((await open(cut, 'wot')).length).toBe(200);
    await cut.close();

    world.demo.fault({ name: 'drop-requests', match: pages('later'), times: 0 });
    world.demo.fault({ name: 'drop-requests', match: pages('first') });
    const outpost = await world.start();
    await outpost.until(async () => (await cached(outpost))?.asOf !== null);
    const active = [...world.demo.store.table('wm_task').all()].filter((row) => row['active'] === 'true');
    expect(active.length).toBeGreaterThan(2000);
    expect((await cached(outpost))?.rows).toBe(active.length);
    expect((await open(outpost, 'wot')).length).toBe(200);
  });
});

describe('several people on one laptop', () => {
  const waiting = async (outpost: Outpost) =>
    (await outpost.ask('outbox.get', null)).waiting.map(({ action }) => action);
  const signIn = (outpost: Outpost, { demo }: World, userName: string) =>
    outpost.ask('session.signIn', {
      instance: demo.url,
      userName,
      password: userName,
      clientId: null,
      clientSecret: null,
    });

  async function leaveWork(outpost: Outpost): Promise<void> {
    await outpost.ask('connection.workOffline', { on: true });
    await outpost.ask('action.trigger', { action: 'start-shift', ...none });
    expect(await waiting(outpost)).toEqual(['Start shift']);
  }

  test('neither see nor send what the others left in the Outbox', async ({ world }) => {
    const outpost = await world.start();
    await leaveWork(outpost);
    expect((await signIn(outpost, world, 'technician')).account?.userName).toBe('technician');
    expect(await waiting(outpost)).toEqual([]);
    await outpost.until(async () => (await outpost.ask('connection.get', null)).lastSync !== null);
    expect(
      (await outpost.ask('list.get', { list: 'my-shifts', ...page })).rows.some(({ unsent }) => unsent),
    ).toBe(false);
    expect(world.demo.ledger()).toEqual([]);

    await signIn(outpost, world, 'dispatcher');
    expect(await waiting(outpost)).toEqual(['Start shift']);
    await outpost.ask('connection.workOffline', { on: false });
    await outpost.until(async () => (await waiting(outpost)).length === 0);
    expect(world.demo.ledger()).toMatchObject([
      { op: 'insert', table: 'x_outpost_shift', user: 'dispatcher' },
    ]);
  });

  test('may sign out: the Outbox is there again when they come back', async ({ world }) => {
    const outpost = await world.start();
    await leaveWork(outpost);
    expect((await outpost.ask('session.signOut', null)).account).toBeNull();
    expect(await outpost.try('outbox.get', null)).toMatchObject({
      ok: false,
      failure: { kind: 'signed-out' },
    });
    await signIn(outpost, world, 'dispatcher');
    expect(await waiting(outpost)).toEqual(['Start shift']);
  });
});

describe('an instance that gives new records another sys_id', () => {
  test.override({ instance: { tasks: 60, assume: { clientChoosesSysId: false } } });

  test('gives it to everything that refers to them', async ({ world }) => {
    const outpost = await world.start();
    await outpost.ask('connection.workOffline', { on: true });
    await outpost.ask('action.trigger', { action: 'start-shift', ...none });
    const shifts = async () => (await outpost.ask('list.get', { list: 'my-shifts', ...page })).rows;
    const ours = (await shifts()).find(({ unsent }) => unsent)?.sys_id ?? '';
    await outpost.ask('action.trigger', {
      action: 'end-shift',
      record: ours,
      inputs: {},
      revises: null,
      draft: null,
    });
    await outpost.ask('connection.workOffline', { on: false });
    await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);

    const [insert, update] = world.demo.ledger();
    expect([insert?.op, update?.op]).toEqual(['insert', 'update']);
    expect(insert?.sys_id).not.toBe(ours);
    expect(update?.sys_id).toBe(insert?.sys_id);
    const after = await shifts();
    expect(after.map(({ sys_id }) => sys_id)).not.toContain(ours);
    expect(after.find(({ sys_id }) => sys_id === insert?.sys_id)?.cells['state']?.display).toBe('Closed');
  });
});
