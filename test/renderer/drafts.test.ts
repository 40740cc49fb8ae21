import { expect, test } from 'vitest';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { DraftsModel } from '../../renderer/screens/drafts/model.svelte.ts';
import { ShellModel } from '../../renderer/screens/shell/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

async function openDrafts(): Promise<{ bridge: FakeBridge; route: Route; screen: DraftsModel }> {
  const bridge = new FakeBridge();
  const save = (action: string, record: string | null, inputs: Record<string, string>): Promise<unknown> =>
    bridge.ask('draft.save', {
      id: null,
      action,
      record,
      inputs,
      revises: null,
      group: false,
      many: [],
      asked: false,
    });
  await save('close-complete', 'task5', { close_notes: 'Replaced' });
  await save('start-shift', null, {});
  const route = new Route(makeWindow('#/drafts'));
  const screen = new DraftsModel(bridge, route);
  screen.open();
  await settled();
  return { bridge, route, screen };
}

test('shows the drafts, the last saved first, and follows them', async () => {
  const { bridge, screen } = await openDrafts();
  expect(screen.asked.value?.map(({ label, excerpt }) => [label, excerpt])).toEqual([
    ['Start shift', ''],
    ['Close complete', 'Replaced'],
  ]);
  await bridge.ask('draft.discard', { id: 'draft2' });
  await settled();
  expect(screen.asked.value).toHaveLength(1);
});

test('"Resume" opens the form with the draft', async () => {
  const { route, screen } = await openDrafts();
  const [, draft] = screen.asked.value ?? [];
  if (draft !== undefined) screen.resume(draft);
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { draft: 'draft1' }));
});

test('"Resume" opens the entry that a draft mends, and the form for many that it is over', async () => {
  const { bridge, route, screen } = await openDrafts();
  const save = { id: null, action: 'assign', inputs: {}, group: false, asked: false };
  await bridge.ask('draft.save', { ...save, record: 'task5', revises: 3, many: [] });
  await bridge.ask('draft.save', { ...save, record: null, revises: null, many: ['task1', 'task2'] });
  await settled();
  const [many, mending] = screen.asked.value ?? [];
  if (mending !== undefined) screen.resume(mending);
  expect(route.place).toEqual(formPlace('assign', 'task5', { draft: 'draft3', revises: 3 }));
  await bridge.ask('draft.save', { ...save, record: 'task5', revises: 3, group: true, many: [] });
  await settled();
  const [group] = screen.asked.value ?? [];
  if (group !== undefined) screen.resume(group);
  expect(route.place).toEqual(formPlace('assign', 'task5', { draft: 'draft5', revises: 3, group: true }));
  if (many !== undefined) screen.resume(many);
  expect(route.place).toEqual(formPlace('assign', null, { draft: 'draft4', many: true }));
});

test('"Discard" asks first, and then does it', async () => {
  const { bridge, screen } = await openDrafts();
  const [draft] = screen.asked.value ?? [];
  if (draft !== undefined) screen.discard(draft);
  screen.keep();
  expect(bridge.asked('draft.discard')).toEqual([]);
  if (draft !== undefined) screen.discard(draft);
  await screen.confirmDiscard();
  await settled();
  expect(screen.asked.value?.map(({ id }) => id)).toEqual(['draft1']);
});

test('the count in the navigation follows the drafts', async () => {
  const { bridge } = await openDrafts();
  const shell = new ShellModel(bridge);
  shell.open();
  await settled();
  expect(shell.navigation.value?.drafts).toBe(2);
  await bridge.ask('draft.discard', { id: 'draft1' });
  await settled();
  expect(shell.navigation.value?.drafts).toBe(1);
});
