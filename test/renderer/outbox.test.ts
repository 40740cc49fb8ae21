import { expect } from 'vitest';
import definition from '../../demo/definition.json' with { type: 'json' };
import { formPlace } from '../../renderer/state/place.ts';
import { changed } from '../support/changed.ts';
import { eventually } from './support/eventually.ts';
import { openOutbox, triggerThree, waiting, waitingEntry, type OpenedOutbox } from './support/open-outbox.ts';
import { test as base } from './support/outpost.ts';
import { taskIn, tasksIn, trigger, workOffline } from './support/records.ts';

const test = base.extend<{ outbox: OpenedOutbox }>({
  outbox: async ({ outpost }, use) => {
    await triggerThree(outpost);
    await use(await openOutbox(outpost));
  },
});

test('shows what waits in order and what was sent apart', ({ outbox: { model } }) => {
  expect(model.asked.value?.waiting.map(({ seq, state }) => [seq, state])).toEqual([
    [1, 'refused'],
    [2, 'refused'],
  ]);
  expect(model.asked.value?.sent.map(({ seq }) => seq)).toEqual([3]);
  expect(model.empty).toBe(false);
});

test('"Try again" sends it once more', async ({ outpost, outbox: { model } }) => {
  await trigger(outpost, 'start-shift', null);
  await model.deciding.tryAgain([1]);
  await waiting(model, [2]);
});

test('all that was refused is tried again at once', async ({ outpost: { bridge }, outbox: { model } }) => {
  expect(model.refused).toEqual([1, 2]);
  await model.deciding.tryAgain(model.refused);
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [1, 2], decision: 'try-again' }]);
  expect(model.announcer.text).toBe('2 entries will be tried again.');
});

test('"Edit" opens the form of the entry', ({ outbox: { route, model } }) => {
  const { form } = waitingEntry(model, 2);
  model.deciding.edit(waitingEntry(model, 2));
  expect(route.place).toEqual(formPlace('reassign', form?.record ?? null, { revises: 2 }));
});

test('"Discard" says first what it comes to; saying no leaves everything as it was', async ({
  outpost: { bridge },
  outbox: { model },
}) => {
  await model.deciding.discard([1]);
  const { title } = waitingEntry(model, 1).record ?? {};
  expect(model.deciding.discarding).toMatchObject({
    entries: [1],
    preview: {
      entries: [{ seq: 1, action: 'Accept' }],
      records: [{ title, fields: [{ label: 'State', to: { display: 'Assigned' } }] }],
    },
  });
  model.deciding.keep();
  expect(model.deciding.discarding).toBeNull();
  expect(bridge.asked('outbox.decide')).toEqual([]);
});

test('"Discard" confirmed takes the entry away, and one click brings it back', async ({
  outpost: { bridge },
  outbox: { model },
}) => {
  await model.deciding.discard([1]);
  await model.deciding.confirmDiscard();
  expect([model.announcer.text, model.deciding.discarded]).toEqual(['1 entry discarded.', [1]]);
  await waiting(model, [2]);
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [1], decision: 'discard' }]);
  expect(model.asked.value?.discarded).toMatchObject([{ entry: 1, count: 1 }]);

  await model.deciding.undo(1);
  expect([model.announcer.text, model.deciding.discarded]).toEqual(['The entry is back in its place.', []]);
  await waiting(model, [1, 2]);
});

test('an undo that comes too late is told, and what was discarded stays there', async ({
  outpost,
  outbox: { model },
}) => {
  await model.deciding.discard([1]);
  await model.deciding.confirmDiscard();
  await outpost.ask('outbox.undo', { entry: 1 });
  await model.deciding.undo(1);
  expect(model.deciding.failure?.message).toContain('1');
  expect(model.deciding.discarded).toEqual([1]);
});

test('a decision that comes too late is told', async ({ outpost, outbox: { model } }) => {
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await model.deciding.tryAgain([1]);
  expect(model.deciding.failure?.message).toContain('not in the Outbox any more');
});

test('a second click while a decision is being carried out does nothing', async ({
  outpost: { bridge },
  outbox: { model },
}) => {
  const answer = bridge.hold('outbox.decide');
  const first = model.deciding.tryAgain([1]);
  await model.deciding.tryAgain([1]);
  expect(model.deciding.isWorking([1])).toBe(true);
  answer();
  await first;
  expect(bridge.asked('outbox.decide')).toHaveLength(1);
  expect(model.deciding.isWorking([1])).toBe(false);
});

test('about what has waited too long a person is asked apart from what was refused', async ({
  outpost,
  outbox: { model },
  pass,
}) => {
  await workOffline(outpost, true);
  for (const task of (await tasksIn(outpost, 'Assigned')).slice(0, 2))
    await trigger(outpost, 'add-work-note', task, { note: 'On my way' });
  await waiting(model, [1, 2, 4, 5]);
  await pass(34 * 86_400_000);
  await workOffline(outpost, false);
  await eventually(() => {
    expect(model.asked.value?.groups).toMatchObject([{ state: 'old', entries: [4, 5] }]);
  });
  expect(model.announcer.text).toBe(
    '#4 Add work note: Held, needs your decision. #5 Add work note: Held, needs your decision',
  );
  expect(model.refused).toEqual([1, 2]);
  await model.deciding.send([4, 5]);
  expect(model.announcer.text).toBe('2 entries will be sent.');
  await waiting(model, [1, 2]);
});

base(
  'what may have been done is not called refused, and not tried again with what was',
  async ({ start, instance, pass }) => {
    const outpost = await start({
      definition: changed(definition, 'actions[2].steps[1].idempotent', false),
    });
    await triggerThree(outpost);
    await trigger(outpost, 'start-shift', null);
    const { model } = await openOutbox(outpost);
    await instance.fault('lose-replies', { times: 1, match: 'POST /api/x_outpost' });
    const { entry } = await trigger(outpost, 'accept', await taskIn(outpost, 'Assigned'));
    await waiting(model, [1, 2, entry]);
    await pass(60_000);
    await outpost.ask('connection.sync', null);
    await eventually(() => {
      expect(waitingEntry(model, entry).state).toBe('unclear');
    });
    expect(model.announcer.text).toBe(`#${entry} Accept: Unclear`);
    expect(model.refused).toEqual([1, 2]);
  },
);
