import { expect, test } from 'vitest';
import type { OfferedAction } from '../../preload/contract/records.ts';
import { newsOf, Notices } from '../../renderer/state/notices.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { Trigger } from '../../renderer/state/trigger.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

const accept: OfferedAction = {
  id: 'accept',
  label: 'Accept',
  offered: true,
  why: null,
  form: false,
  confirm: null,
};
const task = { sys_id: 'task0', title: 'WOT0010001' };

function setUp(): { bridge: FakeBridge; route: Route; notices: Notices; trigger: Trigger } {
  const bridge = new FakeBridge();
  const route = new Route(makeWindow('#/list/my-tasks'));
  const notices = new Notices(bridge, route);
  notices.open();
  return { bridge, route, notices, trigger: new Trigger(bridge, route, notices) };
}

test('an action without a form is triggered at once and its outcome told', async () => {
  const { bridge, notices, trigger } = setUp();
  bridge.engine.shiftOpen = true;
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([
    { tone: 'sent', title: 'Accept · WOT0010001', outcome: 'Sent to the instance' },
  ]);
});

test('without a connection it is saved, and the reason told', async () => {
  const { bridge, notices, trigger } = setUp();
  await bridge.ask('connection.workOffline', { on: true });
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([{ tone: 'saved', outcome: 'Saved to Outbox', entry: 1 }]);
  expect(notices.shown[0]?.hint).toContain('connection');
});

test('a refusal is told in the words of the instance and stays when the person goes on', async () => {
  const { route, notices, trigger } = setUp();
  await trigger.start(accept, task);
  route.go({ screen: 'outbox' });
  expect(notices.shown).toMatchObject([{ tone: 'refused', refusal: { message: 'Operation Failed' } }]);
  notices.dismiss(notices.shown[0]?.id ?? 0);
  expect(notices.shown).toEqual([]);
});

test.for([
  ['conflict', 'Conflict on the instance'],
  ['unclear', 'Not known whether it was done'],
] as const)('%s is not told as a refusal, and stays until it is decided about', async ([outcome, told]) => {
  const { bridge, route, notices, trigger } = setUp();
  await trigger.start(accept, task);
  notices.dismiss(notices.shown[0]?.id ?? 0);
  const stopped = { outcome, entry: 1, message: 'Why', detail: null };
  notices.add(newsOf('Accept', stopped));
  Object.assign(bridge.engine.entries[0]?.line ?? {}, { state: outcome });
  await bridge.ask('connection.workOffline', { on: true });
  await trigger.start({ ...accept, id: 'start-shift', label: 'Start shift' }, null);
  route.go({ screen: 'outbox' });
  await settled();
  expect(notices.shown).toMatchObject([{ tone: outcome, outcome: told, refusal: { message: 'Why' } }]);
  await bridge.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await settled();
  expect(notices.shown).toEqual([]);
});

test('good news go when the person goes on', async () => {
  const { bridge, route, notices, trigger } = setUp();
  bridge.engine.shiftOpen = true;
  await trigger.start(accept, task);
  route.go({ screen: 'outbox' });
  expect(notices.shown).toEqual([]);
});

test('what was saved says so when it is sent; a refusal goes when it is decided about', async () => {
  const { bridge, notices, trigger } = setUp();
  await trigger.start(accept, task);
  await bridge.ask('connection.workOffline', { on: true });
  await trigger.start({ ...accept, id: 'start-shift', label: 'Start shift' }, null);
  await settled();
  expect(notices.shown.map(({ tone }) => tone)).toEqual(['saved', 'refused']);
  await bridge.ask('connection.workOffline', { on: false });
  await bridge.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await settled();
  expect(notices.shown).toMatchObject([
    { tone: 'sent', title: 'Start shift', outcome: 'Sent to the instance' },
  ]);
});

test('what was saved says so when it is refused, and that stays', async () => {
  const { bridge, route, notices, trigger } = setUp();
  await bridge.ask('connection.workOffline', { on: true });
  await trigger.start(accept, task);
  await bridge.ask('connection.workOffline', { on: false });
  await settled();
  route.go({ screen: 'outbox' });
  expect(notices.shown).toMatchObject([
    { tone: 'refused', title: 'Accept · WOT0010001', refusal: { message: 'Operation Failed' }, entry: 1 },
  ]);
});

test('a failure of Outpost itself is told, and no entry claimed', async () => {
  const { bridge, notices, trigger } = setUp();
  bridge.fail('action.trigger', { kind: 'not-offered', message: 'The task is closed' });
  await trigger.start(accept, task);
  expect(notices.shown).toMatchObject([{ tone: 'failed', hint: 'The task is closed', entry: null }]);
});

test('good news of the action before are gone while the next one is under way', async () => {
  const { bridge, notices, trigger } = setUp();
  bridge.engine.shiftOpen = true;
  await trigger.start(accept, task);
  const answer = bridge.hold('action.trigger');
  void trigger.start(accept, task);
  expect(notices.shown).toEqual([]);
  answer();
});

test('pressing twice triggers once', async () => {
  const { bridge, trigger } = setUp();
  const answer = bridge.hold('action.trigger');
  void trigger.start(accept, task);
  void trigger.start(accept, task);
  expect(trigger.isWorking('accept', 'task0')).toBe(true);
  answer();
  await settled();
  expect(bridge.asked('action.trigger')).toHaveLength(1);
  expect(trigger.isWorking('accept', 'task0')).toBe(false);
});

test('an action under way on one record holds up none on another', async () => {
  const { bridge, trigger } = setUp();
  const answer = bridge.hold('action.trigger');
  void trigger.start(accept, task);
  await trigger.start(accept, { sys_id: 'task20', title: 'WOT0010021' });
  expect(bridge.asked('action.trigger').map(({ record }) => record)).toEqual(['task0', 'task20']);
  answer();
});

test('an action with a form opens it; one that is not offered does nothing', async () => {
  const { bridge, route, trigger } = setUp();
  await trigger.start({ ...accept, id: 'assign', form: true }, task);
  expect(route.place).toEqual(formPlace('assign', 'task0'));
  await trigger.start({ ...accept, offered: false, why: 'No' }, task);
  expect(bridge.asked('action.trigger')).toEqual([]);
});

test('an action that cannot be taken back is triggered only when the person agrees', async () => {
  const { bridge, trigger } = setUp();
  const remove = { ...accept, id: 'delete', label: 'Delete', confirm: 'The task is deleted.' };
  await trigger.start(remove, task);
  expect(trigger.asking?.action.confirm).toBe('The task is deleted.');
  trigger.refrain();
  expect(bridge.asked('action.trigger')).toEqual([]);
  await trigger.start(remove, task);
  await trigger.agree();
  expect(bridge.asked('action.trigger').map(({ action }) => action)).toEqual(['delete']);
  expect(trigger.asking).toBeNull();
});
