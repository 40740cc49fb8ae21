import { expect } from 'vitest';
import type { Comparing } from '../../renderer/screens/outbox/comparing.svelte.ts';
import type { OutboxModel } from '../../renderer/screens/outbox/model.svelte.ts';
import { eventually } from './support/eventually.ts';
import type { Instance } from './support/instance.ts';
import { openOutbox, triggerThree, waitingEntry } from './support/open-outbox.ts';
import { test, type Outpost } from './support/outpost.ts';
import { taskIn, trigger, workOffline, type Task } from './support/records.ts';

interface Conflict {
  model: OutboxModel;
  comparing: Comparing;
}

/** A closing (#1) is in conflict with what somebody else did meanwhile, and both sides are compared. */
async function openConflict(outpost: Outpost, meanwhile: (task: Task) => Promise<void>): Promise<Conflict> {
  const task = await taskIn(outpost, 'Accepted');
  await workOffline(outpost, true);
  await trigger(outpost, 'close-complete', task, { close_notes: 'Fan replaced', minutes: '' });
  await meanwhile(task);
  await workOffline(outpost, false);
  const { model } = await openOutbox(outpost);
  await eventually(() => {
    expect(waitingEntry(model, 1).state).toBe('conflict');
  });
  await model.deciding.compare(waitingEntry(model, 1));
  return { model, comparing: model.deciding.comparing };
}

function cancel(instance: Instance) {
  const fields = { state: '7', close_notes: 'The customer has cancelled' };
  return ({ sys_id }: Task) => instance.change('wm_task', sys_id, fields);
}

test('a conflict is sent only when a side is chosen for each field that both changed', async ({
  outpost,
  instance,
}) => {
  const { model, comparing } = await openConflict(outpost, cancel(instance));
  const [state, notes] = comparing.clashes;
  expect([state?.field, notes?.field]).toEqual(['state', 'close_notes']);
  expect(notes).toMatchObject({
    mine: { display: 'Fan replaced' },
    theirs: { display: 'The customer has cancelled' },
  });
  await model.deciding.resolve();
  expect(outpost.bridge.asked('outbox.resolve')).toEqual([]);
  comparing.chooseAll('mine');
  if (state) comparing.choose(state, 'theirs');
  expect(comparing.open).toEqual([]);
  await model.deciding.resolve();
  expect(outpost.bridge.asked('outbox.resolve')).toEqual([
    { entry: 1, choices: { state: 'theirs', close_notes: 'mine' } },
  ]);
  expect([comparing.comparison, model.announcer.text]).toEqual([null, '1 entry will be tried again.']);
});

test('a resolution that comes too late stays open with the reason, and the choices too', async ({
  outpost,
  instance,
}) => {
  const { model, comparing } = await openConflict(outpost, cancel(instance));
  comparing.chooseAll('theirs');
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await model.deciding.resolve();
  expect(comparing.failure?.kind).toBe('not-found');
  expect([comparing.comparison?.entry, comparing.choices]).toEqual([
    1,
    { state: 'theirs', close_notes: 'theirs' },
  ]);
});

test('of a record that is gone there is nothing to choose', async ({ outpost, instance }) => {
  const { comparing } = await openConflict(outpost, ({ sys_id }) => instance.remove('wm_task', sys_id));
  expect(comparing.comparison?.kind).toBe('gone');
  expect(comparing.clashes).toEqual([]);
});

test('an entry that is not in conflict is not compared', async ({ outpost }) => {
  await triggerThree(outpost);
  const { model } = await openOutbox(outpost);
  await model.deciding.compare(waitingEntry(model, 1));
  expect(model.deciding.failure?.message).toBe('Entry 1 is refused and cannot be changed now');
  expect(model.deciding.comparing.comparison).toBeNull();
});
