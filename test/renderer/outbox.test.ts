import { expect, test } from 'vitest';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import { businessRule } from '../../renderer/parts/refusal.ts';
import { formPlace } from '../../renderer/place.ts';
import { Route } from '../../renderer/route.svelte.ts';
import { OutboxScreen } from '../../renderer/screens/outbox/screen.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { noShift } from './fake/outbox.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

interface Opened {
  bridge: FakeBridge;
  route: Route;
  screen: OutboxScreen;
}

/** An Outbox with a refused Accept (#1), a refused Close complete (#2) and a sent Assign (#3). */
async function openOutbox(): Promise<Opened> {
  const bridge = new FakeBridge();
  const trigger = (action: string, record: string, inputs = {}): Promise<unknown> =>
    bridge.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
  await trigger('accept', 'task0');
  await trigger('close-complete', 'task5', { code: 'solved', close_notes: 'no' });
  await trigger('assign', 'task8', { assigned_to: 'u4' });
  const route = new Route(makeWindow('#/outbox'));
  const screen = new OutboxScreen(bridge, route);
  screen.open();
  await settled();
  return { bridge, route, screen };
}

function entry({ asked }: OutboxScreen, seq: number): EntryLine {
  const found = asked.value?.waiting.find((line) => line.seq === seq);
  if (found === undefined) throw new Error(`#${seq} does not wait`);
  return found;
}

test('shows what waits in order and what was sent apart', async () => {
  const { screen } = await openOutbox();
  expect(screen.asked.value?.waiting.map(({ seq, state }) => [seq, state])).toEqual([
    [1, 'refused'],
    [2, 'refused'],
  ]);
  expect(screen.asked.value?.sent.map(({ seq }) => seq)).toEqual([3]);
  expect(screen.empty).toBe(false);
});

test('"Try again" sends it once more', async () => {
  const { bridge, screen } = await openOutbox();
  bridge.engine.shiftOpen = true;
  await screen.tryAgain(entry(screen, 1));
  await settled();
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([2]);
});

test('"Edit" opens the form of the entry', async () => {
  const { route, screen } = await openOutbox();
  screen.edit(entry(screen, 2));
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 2 }));
});

test('"Discard" asks first; saying no leaves everything as it was', async () => {
  const { bridge, screen } = await openOutbox();
  screen.discard(entry(screen, 1));
  expect(screen.discarding?.seq).toBe(1);
  screen.keep();
  expect(bridge.asked('outbox.decide')).toEqual([]);
});

test('"Discard" confirmed takes the entry away', async () => {
  const { bridge, screen } = await openOutbox();
  screen.discard(entry(screen, 1));
  await screen.confirmDiscard();
  await settled();
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [1], decision: 'discard' }]);
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([2]);
});

test('the entries that wait for the discarded one are named', async () => {
  const { bridge, screen } = await openOutbox();
  Object.assign(bridge.engine.entries[1]?.line ?? {}, { state: 'held', heldBy: 1 });
  bridge.tell('outbox.changed', null);
  await settled();
  screen.discard(entry(screen, 1));
  expect(screen.dependents.map(({ seq }) => seq)).toEqual([2]);
});

test('a decision that fails is told and the entry stays', async () => {
  const { bridge, screen } = await openOutbox();
  bridge.fail('outbox.decide', { kind: 'not-found', message: 'It was sent meanwhile' });
  await screen.tryAgain(entry(screen, 1));
  expect(screen.failure?.message).toBe('It was sent meanwhile');
});

test('the business rule that stopped an action is named; other words are left alone', () => {
  expect(businessRule(noShift.detail)).toBe('Accepting needs an open shift');
  expect(businessRule("aborted by Business Rule 'No id'")).toBe('No id');
  expect(businessRule('ACL Exception Update Failed due to security constraints')).toBeNull();
  expect(businessRule(null)).toBeNull();
});
