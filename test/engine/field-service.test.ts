import { expect } from 'vitest';
import type { Inputs } from '../../preload/contract/forms.ts';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

/** What the demo's own definition lets dispatchers, supervisors and technicians do beyond the everyday. */

const page = { search: '', after: null, limit: 200 };
const whole = { revises: null, draft: null };

async function tasks(outpost: Outpost, list: string, state: string) {
  const { rows } = await outpost.ask('list.get', { list, ...page });
  return rows.filter(({ cells }) => cells['state']?.display === state);
}

const press = (outpost: Outpost, action: string, record: string | null, inputs: Inputs = {}) =>
  outpost.ask('action.trigger', { action, record, inputs, ...whole });
const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });
const settled = (outpost: Outpost) =>
  outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
const effects = (world: World) => world.demo.ledger().map(({ op, table }) => `${op} ${table}`);

async function valueOf(outpost: Outpost, table: string, sysId: string, field: string): Promise<string> {
  const { sections } = await outpost.ask('record.get', { table, sys_id: sysId });
  return sections.flatMap(({ fields }) => fields).find((one) => one.field === field)?.value ?? '';
}

async function someone(outpost: Outpost, search: string): Promise<string> {
  const asked = { action: 'reassign', record: null, input: 'assigned_to', inputs: {}, search };
  return (await outpost.ask('reference.search', asked))[0]?.sys_id ?? '';
}

test('a dispatcher plans a visit; for a critical task the start is not theirs to choose, on the screen and in the end', async ({
  world,
}) => {
  const outpost = await world.start();
  const [waiting] = await tasks(outpost, 'all-open-tasks', 'Pending Dispatch');
  const record = waiting?.sys_id ?? '';
  elsewhere(world, 'wm_task', record, { priority: '1' });
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await valueOf(outpost, 'wm_task', record, 'priority')) === '1');
  const inputs = {
    assigned_to: await someone(outpost, 'Dana'),
    expected_start: '2031-01-01 08:00:00',
    remark: 'Bring the long ladder',
  };
  const form = await outpost.ask('form.get', { action: 'plan', record, inputs, ...whole });
  const start = form.inputs.find(({ name }) => name === 'expected_start');
  expect(start).toMatchObject({ readOnly: true, calculated: true });
  expect(start?.value).not.toContain('2031');
  expect(await press(outpost, 'plan', record, inputs)).toMatchObject({ outcome: 'sent' });
  const [update] = world.demo.ledger();
  const sent = Date.parse(`${update?.fields['expected_start']?.replace(' ', 'T') ?? ''}Z`);
  expect(Math.abs(sent - Date.now() - 2 * 3_600_000)).toBeLessThan(60_000);
  expect(effects(world)).toEqual(['update wm_task', 'note wm_task']);
});

test('a supervisor reassigns, and escalates a task with its order, which shows at once', async ({
  world,
}) => {
  const outpost = await world.start('supervisor');
  const open = await tasks(outpost, 'all-open-tasks', 'Assigned');
  const others = open.filter(({ cells }) => cells['assigned_to']?.display !== 'Dana Whitlock');
  const record = others.find(({ cells }) => cells['priority']?.value !== '1')?.sys_id ?? '';
  const order = await valueOf(outpost, 'wm_task', record, 'parent');
  await offline(outpost, true);
  const dana = await someone(outpost, 'Dana');
  await press(outpost, 'reassign', record, { assigned_to: dana, reason: 'Lives next door' });
  await press(outpost, 'escalate', record, { reason: 'Hospital without power' });
  expect(await valueOf(outpost, 'wm_task', record, 'priority')).toBe('1');
  expect(await valueOf(outpost, 'wm_order', order, 'priority')).toBe('1');
  await offline(outpost, false);
  await settled(outpost);
  const done = effects(world);
  expect(done.filter((effect) => effect !== 'update wm_order')).toEqual([
    'update wm_task',
    'note wm_task',
    'update wm_task',
    'call wm_task',
  ]);
  expect(world.demo.store.get('wm_order', order)).toMatchObject({ priority: '1' });
  const call = world.demo.ledger().find(({ op }) => op === 'call');
  expect(call?.fields['reason']).toContain('Hospital');
  expect(call?.fields['at_by_device']).toMatch(/^"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d"$/);
  expect(await valueOf(outpost, 'wm_order', order, 'priority')).toBe('1');
});

test("a technician's site report is saved on the instance while there is a connection, on the laptop without, and submitted whole", async ({
  world,
}) => {
  const outpost = await world.start('technician');
  const { rows } = await outpost.ask('list.get', { list: 'all-open-tasks', ...page });
  const record = rows[0]?.sys_id ?? '';
  const { account } = await outpost.ask('session.get', null);
  elsewhere(world, 'wm_task', record, { state: '18', assigned_to: account?.user.sys_id ?? '' });
  await outpost.ask('connection.sync', null);
  await outpost.until(async () => (await valueOf(outpost, 'wm_task', record, 'state')) === '18');
  const inputs: Inputs = { findings: 'Bearing is worn', safe: 'true', hazard: '', next_visit: 'false' };
  const save = {
    id: null,
    action: 'site-report',
    record,
    inputs,
    revises: null,
    group: false,
    many: [],
    asked: true,
  };
  expect(await outpost.ask('draft.save', save)).toMatchObject({ saved: 'action' });
  expect(effects(world)).toEqual(['update wm_task']);
  await offline(outpost, true);
  expect(await outpost.ask('draft.save', save)).toMatchObject({ saved: 'draft' });
  const unsafe = { ...inputs, safe: 'false', next_visit: 'true' };
  expect(
    await outpost.try('action.trigger', { action: 'site-report', record, inputs: unsafe, ...whole }),
  ).toMatchObject({
    failure: { inputs: { hazard: 'What is not safe is needed.', next_on: 'Next visit is needed.' } },
  });
  const said = { ...unsafe, hazard: 'Open shaft', next_on: '2026-12-01' };
  await press(outpost, 'site-report', record, said);
  const { stream } = await outpost.ask('record.get', { table: 'wm_task', sys_id: record });
  expect(stream.slice(0, 2).map((item) => (item.kind === 'note' ? item.text : ''))).toEqual([
    'Please do not use the site: Open shaft',
    'Site report: Bearing is worn',
  ]);
});

test('a new order may be made together with its first task, which refers to it', async ({ world }) => {
  const outpost = await world.start();
  await offline(outpost, true);
  const inputs = { short_description: 'Lift stands still', priority: '2', first_task: 'true' };
  await press(outpost, 'new-order', null, inputs);
  await offline(outpost, false);
  await settled(outpost);
  const [order, task] = world.demo.ledger();
  expect(effects(world).slice(0, 2)).toEqual(['insert wm_order', 'insert wm_task']);
  expect(task?.fields['parent']).toBe(order?.sys_id);
});

/** A day of work on one task, from its assignment to what is left of it, each press by its button. */
async function workThrough(outpost: Outpost, record: string): Promise<void> {
  await press(outpost, 'start-shift', null);
  await press(outpost, 'accept', record);
  await press(outpost, 'start-travel', record);
  await press(outpost, 'start-work', record);
  await press(outpost, 'pause', record, { reason: 'Waiting for the key' });
  await press(outpost, 'start-work', record);
  await press(outpost, 'close-incomplete', record, { close_notes: 'A seal is missing' });
  const { rows } = await outpost.ask('list.get', { list: 'my-shifts', ...page });
  await press(outpost, 'end-shift', rows.find(({ cells }) => cells['state']?.value === 'open')?.sys_id ?? '');
}

test.for([false, true])(
  'a day of work, from the start of the shift to its end (offline: %s)',
  async (away, { world }) => {
    const outpost = await world.start();
    const [assigned] = await tasks(outpost, 'my-tasks', 'Assigned');
    const record = assigned?.sys_id ?? '';
    await offline(outpost, away);
    if (!away)
      await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'online');
    await workThrough(outpost, record);
    expect(await valueOf(outpost, 'wm_task', record, 'state')).toBe('4');
    await offline(outpost, false);
    await settled(outpost);
    expect(effects(world).filter((effect) => !effect.endsWith('wm_order'))).toEqual([
      ...['insert x_outpost_shift', 'update wm_task', 'call wm_task', 'update wm_task', 'update wm_task'],
      ...['update wm_task', 'note wm_task', 'update wm_task', 'update wm_task', 'call wm_task'],
      'update x_outpost_shift',
    ]);
    const [, accept, , travel, work] = world.demo.ledger();
    expect([accept, travel, work].map((done) => done?.fields['state'] ?? done?.fields['sub_state'])).toEqual([
      '17',
      'on_route',
      '18',
    ]);
    expect(world.demo.store.get('x_outpost_shift', world.demo.ledger()[0]?.sys_id ?? '')).toMatchObject({
      state: 'closed',
    });
  },
);
