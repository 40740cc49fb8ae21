import { describe, expect } from 'vitest';
import type { ListRow } from '../../preload/contract/records.ts';
import { ListModel } from '../../renderer/screens/list/model.svelte.ts';
import { eventually } from './support/eventually.ts';
import { test as base, type Outpost } from './support/outpost.ts';
import { holdPauses, pauseTyping } from './support/pauses.ts';
import { trigger, workOffline } from './support/records.ts';

holdPauses();

async function openList({ bridge }: Outpost, id = 'all-open-tasks'): Promise<ListModel> {
  const model = new ListModel(bridge, id);
  model.open();
  await bridge.quiet();
  return model;
}

async function showMore({ bridge }: Outpost, model: ListModel): Promise<void> {
  model.more();
  await bridge.quiet();
}

const test = base.extend<{ list: ListModel }>({
  list: async ({ outpost }, use) => {
    await use(await openList(outpost));
  },
});

test('opens with the first 50 of all rows', ({ list }) => {
  expect(list.page?.rows).toHaveLength(50);
  expect(list.page?.total).toBe(51);
  expect(list.empty).toBeNull();
});

test('more shows twice as many, until all are shown', async ({ outpost, list }) => {
  await showMore(outpost, list);
  expect(list.page?.rows).toHaveLength(51);
  expect(list.page?.next).toBeNull();
  expect(outpost.bridge.asked('list.get').at(-1)?.limit).toBe(100);
});

test('searches in main when the typing pauses, from the first page', async ({ outpost, list }) => {
  await showMore(outpost, list);
  const [, second] = list.page?.rows ?? [];
  const number = second?.cells['number']?.display ?? '';
  for (const typed of ['WOT', number.slice(0, -1), number]) list.seek(typed);
  await pauseTyping(outpost.bridge);
  expect(outpost.bridge.asked('list.get').map(({ search, limit }) => [search, limit])).toEqual([
    ['', 50],
    ['', 100],
    [number, 50],
  ]);
  expect(list.page?.rows.map(({ sys_id }) => sys_id)).toEqual([second?.sys_id]);
});

test('says that nothing matches', async ({ outpost, list }) => {
  list.seek('zzz');
  await pauseTyping(outpost.bridge);
  expect(list.empty).toBe('nothing-found');
});

test('says that nothing on the instance belongs to the list', async ({ outpost }) => {
  expect((await openList(outpost, 'my-time')).empty).toBe('empty');
});

test('says that nothing was downloaded yet', async ({ instance, start }) => {
  await instance.fault('drop-requests', { match: 'GET /api/now/table/' });
  const list = await openList(await start());
  expect(list.empty).toBe('not-yet');
});

test('news of its table ask again for as many rows as are shown', async ({ outpost, list }) => {
  await showMore(outpost, list);
  await workOffline(outpost, true);
  const task = list.page?.rows[0];
  await trigger(outpost, 'add-work-note', { sys_id: task?.sys_id ?? '', title: '' }, { note: 'On my way' });
  await eventually(() => {
    expect(list.page?.rows[0]?.unsent).toBe(true);
  });
  expect(outpost.bridge.asked('list.get').at(-1)?.limit).toBe(100);
  expect(list.page?.rows).toHaveLength(51);
});

test('news of another table ask nothing', async ({ outpost, list }) => {
  const heard: string[] = [];
  outpost.bridge.on('records.changed', ({ tables }) => heard.push(...tables));
  await workOffline(outpost, true);
  await trigger(outpost, 'start-shift', null);
  expect(heard).toContain('x_outpost_shift');
  expect(heard).not.toContain(list.page?.table);
  expect(outpost.bridge.asked('list.get')).toHaveLength(1);
});

test('coming back shows the rows at once and asks for what is new', async ({ outpost }) => {
  const { bridge } = outpost;
  const list = new ListModel(bridge, 'my-tasks');
  const close = list.open();
  await bridge.quiet();
  close();
  await workOffline(outpost, true);
  const task = { sys_id: list.page?.rows[0]?.sys_id ?? '', title: '' };
  await trigger(outpost, 'add-work-note', task, { note: 'On my way' });
  expect(bridge.asked('list.get')).toHaveLength(1);
  list.open();
  expect(list.page?.rows[0]?.unsent).toBe(false);
  await bridge.quiet();
  expect(bridge.asked('list.get')).toHaveLength(2);
  expect(list.page?.rows[0]?.unsent).toBe(true);
});

describe('a list that is longer than main gives at once', () => {
  test.override({ instanceOptions: { tasks: 600 } });

  test('all rows are shown, and main is never asked for more than 200', async ({ outpost, list }) => {
    const { total = 0 } = list.page ?? {};
    expect(total).toBeGreaterThan(400);
    while (list.page !== null && list.page.next !== null) await showMore(outpost, list);
    expect(list.page?.rows).toHaveLength(total);
    expect(Math.max(...outpost.bridge.asked('list.get').map(({ limit }) => limit))).toBe(200);
  });

  test('a row that moves to a later page while the pages are asked for is shown once', async ({
    outpost,
    instance,
  }) => {
    // Not opened: the news of the change would make it ask once more.
    const list = new ListModel(outpost.bridge, 'all-open-tasks');
    const answer = outpost.bridge.hold('list.get');
    const asked = list.asked.ask({ search: '', rows: 1000 });
    const { sys_id: moved } = await firstRow(outpost);
    await instance.change('wm_task', moved, { priority: '5' });
    await outpost.ask('connection.sync', null);
    await eventually(async () => {
      expect((await firstRow(outpost)).sys_id).not.toBe(moved);
    });
    answer();
    await asked;
    const ids = list.page?.rows.map(({ sys_id }) => sys_id) ?? [];
    expect(ids.filter((id) => id === moved)).toEqual([moved]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(list.page?.total ?? 0);
  });
});

async function firstRow({ ask }: Outpost): Promise<ListRow> {
  const { rows } = await ask('list.get', { list: 'all-open-tasks', search: '', after: null, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('the list is empty');
  return row;
}
