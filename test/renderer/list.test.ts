import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ListModel } from '../../renderer/screens/list/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function openList(bridge: FakeBridge, id = 'all-open-tasks'): Promise<ListModel> {
  const screen = new ListModel(bridge, id);
  screen.open();
  await vi.runAllTimersAsync();
  return screen;
}

test('opens with the first 50 of all rows', async () => {
  const screen = await openList(new FakeBridge(137));
  expect(screen.page?.rows).toHaveLength(50);
  expect(screen.page?.total).toBe(137);
  expect(screen.empty).toBeNull();
});

test('more doubles the rows until all are shown', async () => {
  const screen = await openList(new FakeBridge(137));
  screen.more();
  await vi.runAllTimersAsync();
  expect(screen.page?.rows).toHaveLength(100);
  screen.more();
  await vi.runAllTimersAsync();
  expect(screen.page?.rows).toHaveLength(137);
  expect(screen.page?.next).toBeNull();
});

test('never asks main for more than 200 rows at once', async () => {
  const bridge = new FakeBridge(450);
  const screen = await openList(bridge);
  for (let press = 0; press < 4; press += 1) {
    screen.more();
    await vi.runAllTimersAsync();
  }
  expect(screen.page?.rows).toHaveLength(450);
  expect(Math.max(...bridge.asked('list.get').map(({ limit }) => limit))).toBe(200);
});

test('a row that moves to a later page while the pages are asked for is shown once', async () => {
  const bridge = new FakeBridge(300);
  const screen = await openList(bridge);
  screen.more();
  await vi.runAllTimersAsync();
  screen.more();
  await vi.runAllTimersAsync();
  const answer = bridge.hold('list.get');
  screen.more();
  const [first, ...others] = bridge.engine.records;
  bridge.engine.records = others.toSpliced(298, 0, ...(first === undefined ? [] : [first]));
  answer();
  await vi.runAllTimersAsync();
  const ids = screen.page?.rows.map(({ sys_id }) => sys_id) ?? [];
  expect(ids).toContain(first?.sys_id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('searches in main when the typing pauses, from the first page', async () => {
  const bridge = new FakeBridge(137);
  const screen = await openList(bridge);
  screen.more();
  await vi.runAllTimersAsync();
  for (const typed of ['e', 'el', 'elev']) screen.seek(typed);
  await vi.runAllTimersAsync();
  expect(bridge.asked('list.get').map(({ search }) => search)).toEqual(['', '', 'elev']);
  expect(screen.page?.total).toBe(20);
});

test.each([
  ['nothing was downloaded yet', (bridge: FakeBridge) => (bridge.engine.asOf = null), '', 'not-yet'],
  ['the list is empty', (bridge: FakeBridge) => (bridge.engine.records = []), '', 'empty'],
  ['nothing matches', () => null, 'zzz', 'nothing-found'],
])('says why there are no rows: %s', async (_, prepare, search, why) => {
  const bridge = new FakeBridge();
  prepare(bridge);
  const screen = await openList(bridge);
  screen.seek(search);
  await vi.runAllTimersAsync();
  expect(screen.empty).toBe(why);
});

test('news of its table ask again for as many rows as are shown', async () => {
  const bridge = new FakeBridge(137);
  const screen = await openList(bridge);
  screen.more();
  await vi.runAllTimersAsync();
  bridge.tell('records.changed', { tables: ['wm_task'] });
  await vi.runAllTimersAsync();
  expect(bridge.asked('list.get').at(-1)?.limit).toBe(100);
  expect(screen.page?.rows).toHaveLength(100);
});

test('news of another table ask nothing', async () => {
  const bridge = new FakeBridge();
  await openList(bridge);
  bridge.tell('records.changed', { tables: ['wm_order'] });
  await vi.runAllTimersAsync();
  expect(bridge.asked('list.get')).toHaveLength(1);
});

test('coming back shows the rows at once and asks for what is new', async () => {
  const bridge = new FakeBridge();
  const screen = new ListModel(bridge, 'my-tasks');
  const close = screen.open();
  await vi.runAllTimersAsync();
  close();
  bridge.tell('records.changed', { tables: ['wm_task'] });
  expect(bridge.asked('list.get')).toHaveLength(1);
  screen.open();
  expect(screen.page?.rows.length).toBeGreaterThan(0);
  expect(bridge.asked('list.get')).toHaveLength(2);
});
