import { expect } from 'vitest';
import definition from '../../demo/definition.json' with { type: 'json' };
import type { OfferedAction } from '../../preload/contract/records.ts';
import { Notices } from '../../renderer/state/notices.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { Trigger } from '../../renderer/state/trigger.svelte.ts';
import { changed } from '../support/changed.ts';
import { eventually } from './support/eventually.ts';
import { test as base, type Outpost } from './support/outpost.ts';
import {
  actionOn,
  taskIn,
  tasksIn,
  trigger as elsewhere,
  workOffline,
  type Task,
} from './support/records.ts';
import { makeWindow } from './support/window.ts';

interface Buttons {
  route: Route;
  notices: Notices;
  trigger: Trigger;
  /** A task that can be accepted, and the action that does it. */
  task: Task;
  accept: OfferedAction;
}

const startShift: OfferedAction = {
  id: 'start-shift',
  label: 'Start shift',
  offered: true,
  why: null,
  form: false,
  confirm: null,
};

async function buttonsOn(outpost: Outpost): Promise<Buttons> {
  const route = new Route(makeWindow('#/list/my-tasks'));
  const notices = new Notices(outpost.bridge, route);
  notices.open();
  const task = await taskIn(outpost, 'Assigned');
  const accept = await actionOn(outpost, task, 'accept');
  return { route, notices, trigger: new Trigger(outpost.bridge, route, notices), task, accept };
}

const test = base.extend<{ buttons: Buttons }>({
  buttons: async ({ outpost }, use) => {
    await use(await buttonsOn(outpost));
  },
});

test('an action without a form is triggered at once and its outcome told', async ({ outpost, buttons }) => {
  const { notices, trigger, accept, task } = buttons;
  await elsewhere(outpost, 'start-shift', null);
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([
    { tone: 'sent', title: `Accept · ${task.title}`, outcome: 'Sent to the instance' },
  ]);
});

test('without a connection it is saved, and the reason told', async ({ outpost, buttons }) => {
  const { notices, trigger, accept, task } = buttons;
  await workOffline(outpost, true);
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([{ tone: 'saved', outcome: 'Saved to Outbox', entry: 1 }]);
  expect(notices.shown[0]?.hint).toContain('connection');
});

test('a refusal is told in the words of the instance and stays when the person goes on', async ({
  buttons: { route, notices, trigger, accept, task },
}) => {
  await trigger.start(accept, task);
  route.go({ screen: 'outbox' });
  expect(notices.shown).toMatchObject([{ tone: 'refused', refusal: { message: 'Operation Failed' } }]);
  notices.dismiss(notices.shown[0]?.id ?? 0);
  expect(notices.shown).toEqual([]);
});

test('a conflict is not told as a refusal, and stays until it is decided about', async ({
  outpost,
  instance,
  buttons: { route, notices, trigger, accept, task },
}) => {
  await instance.change('wm_task', task.sys_id, { state: '10' });
  await trigger.start(accept, task);
  route.go({ screen: 'outbox' });
  expect(notices.shown).toMatchObject([
    { tone: 'conflict', outcome: 'Conflict on the instance', refusal: { detail: null } },
  ]);
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await eventually(() => {
    expect(notices.shown).toEqual([]);
  });
});

test('what may have been done is not told as a refusal either', async ({ start, instance, pass }) => {
  const uncertain = changed(definition, 'actions[2].steps[1].idempotent', false);
  const outpost = await start({ definition: uncertain });
  const { route, notices, trigger, accept, task } = await buttonsOn(outpost);
  await elsewhere(outpost, 'start-shift', null);
  await instance.fault('lose-replies', { times: 1, match: 'POST /api/x_outpost' });
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([{ tone: 'saved', entry: 2 }]);
  // Until then the request may still arrive.
  await pass(60_000);
  await outpost.ask('connection.sync', null);
  await eventually(() => {
    expect(notices.shown).toMatchObject([{ tone: 'unclear', outcome: 'Not known whether it was done' }]);
  });
  route.go({ screen: 'outbox' });
  expect(notices.shown).toHaveLength(1);
  await outpost.ask('outbox.decide', { entries: [2], decision: 'discard' });
  await eventually(() => {
    expect(notices.shown).toEqual([]);
  });
});

test('good news go when the person goes on', async ({ buttons: { route, notices, trigger } }) => {
  await trigger.start(startShift, null);
  expect(notices.shown).toMatchObject([{ tone: 'sent' }]);
  route.go({ screen: 'outbox' });
  expect(notices.shown).toEqual([]);
});

test('what was saved says so when it is sent; a refusal goes when it is decided about', async ({
  outpost,
  buttons: { notices, trigger, accept, task },
}) => {
  await trigger.start(accept, task);
  await workOffline(outpost, true);
  await trigger.start(startShift, null);
  expect(notices.shown.map(({ tone }) => tone)).toEqual(['saved', 'refused']);
  await workOffline(outpost, false);
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await eventually(() => {
    expect(notices.shown).toMatchObject([
      { tone: 'sent', title: 'Start shift', outcome: 'Sent to the instance' },
    ]);
  });
});

test('what was saved says so when it is refused, and that stays', async ({
  outpost,
  buttons: { route, notices, trigger, accept, task },
}) => {
  await workOffline(outpost, true);
  await trigger.start(accept, task);
  await workOffline(outpost, false);
  await eventually(() => {
    expect(notices.shown).toMatchObject([{ tone: 'refused' }]);
  });
  route.go({ screen: 'outbox' });
  expect(notices.shown).toMatchObject([
    { title: `Accept · ${task.title}`, refusal: { message: 'Operation Failed' }, entry: 1 },
  ]);
});

test('what is not possible any more is told, and no entry claimed', async ({
  outpost,
  buttons: { notices, trigger, accept, task },
}) => {
  await elsewhere(outpost, 'accept', task);
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([
    { tone: 'failed', hint: 'Only a task that is assigned to you can be accepted', entry: null },
  ]);
});

test('good news of the action before are gone while the next one is under way', async ({
  outpost: { bridge },
  buttons: { notices, trigger, accept, task },
}) => {
  await trigger.start(startShift, null);
  const answer = bridge.hold('action.trigger');
  const next = trigger.start(accept, task);
  expect(notices.shown).toEqual([]);
  answer();
  await next;
  expect(notices.shown).toMatchObject([{ tone: 'sent', title: `Accept · ${task.title}` }]);
});

test('a second click on a button that is at work does nothing', async ({
  outpost: { bridge },
  buttons: { trigger, accept, task },
}) => {
  const answer = bridge.hold('action.trigger');
  const first = trigger.start(accept, task);
  await trigger.start(accept, task);
  expect(trigger.isWorking('accept', task.sys_id)).toBe(true);
  answer();
  await first;
  expect(bridge.asked('action.trigger')).toHaveLength(1);
  expect(trigger.isWorking('accept', task.sys_id)).toBe(false);
});

test('an action under way on one record holds up none on another', async ({
  outpost,
  buttons: { trigger, accept, task },
}) => {
  const [, other] = await tasksIn(outpost, 'Assigned');
  const answer = outpost.bridge.hold('action.trigger');
  const first = trigger.start(accept, task);
  await trigger.start(accept, other ?? null);
  expect(outpost.bridge.asked('action.trigger').map(({ record }) => record)).toEqual([
    task.sys_id,
    other?.sys_id,
  ]);
  answer();
  await first;
});

test('an action with a form opens it; one that is not offered does nothing', async ({
  outpost,
  buttons: { route, trigger, task },
}) => {
  await trigger.start(await actionOn(outpost, task, 'assign'), task);
  expect(route.place).toEqual(formPlace('assign', task.sys_id));
  await trigger.start(await actionOn(outpost, task, 'start-work'), task);
  expect(outpost.bridge.asked('action.trigger')).toEqual([]);
});

test('an action that cannot be taken back is triggered only when the person agrees', async ({
  outpost,
  buttons: { trigger },
}) => {
  await elsewhere(outpost, 'close-complete', await taskIn(outpost, 'Accepted'), {
    close_notes: 'Fan replaced',
    minutes: '45',
  });
  const { rows } = await outpost.ask('list.get', { list: 'my-time', search: '', after: null, limit: 1 });
  const [remove] = rows[0]?.actions ?? [];
  if (remove === undefined) throw new Error('no time was logged');
  const time = { sys_id: rows[0]?.sys_id ?? '', title: 'Fan replaced' };
  await trigger.start(remove, time);
  expect(trigger.asking?.action.confirm).toMatch(/^Delete this entry of time worked\?/);
  trigger.refrain();
  expect(outpost.bridge.asked('action.trigger')).toEqual([]);
  await trigger.start(remove, time);
  await trigger.agree();
  expect(outpost.bridge.asked('action.trigger')).toMatchObject([
    { action: 'delete-time', record: time.sys_id },
  ]);
  expect(trigger.asking).toBeNull();
});
