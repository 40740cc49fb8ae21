import { expect, test } from 'vitest';
import type { BulkWish } from '../../renderer/state/bulk.svelte.ts';
import { Bulk } from '../../renderer/state/bulk.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { ListModel } from '../../renderer/screens/list/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { fill, openForm } from './fake/open-form.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

interface Opened {
  bridge: FakeBridge;
  bulk: Bulk;
  list: ListModel;
}

/** My tasks with the first six rows selected, and the wish to do an action with them. */
async function select(action: string, bridge = new FakeBridge()): Promise<Opened & { wish: BulkWish }> {
  const list = new ListModel(bridge, 'my-tasks');
  list.open();
  await settled();
  list.selection.all(list.page?.rows.slice(0, 6) ?? [], true);
  const plan = list.plans.find((one) => one.action.id === action);
  if (plan === undefined) throw new Error(`no row has the action ${action}`);
  const taken = (ids: string[]): void => {
    list.selection.drop(ids);
  };
  const bulk = new Bulk(bridge, new Route(makeWindow('#/list/my-tasks')));
  return { bridge, bulk, list, wish: { ...plan, taken, from: { screen: 'list', list: 'my-tasks' } } };
}

test('a plan says which of the selected rows can, and why the others cannot', async () => {
  const { wish } = await select('accept');
  expect(wish.able.map(({ title }) => title)).toEqual(['WOT0010001', 'WOT0010021']);
  expect(wish.unable.map(({ why, targets }) => [why, targets.length])).toEqual([
    ['Only a task that is assigned to you can be accepted', 4],
  ]);
});

test('one entry each, in order, and a summary; what was taken on is not selected any more', async () => {
  const { bridge, bulk, list, wish } = await select('accept');
  bulk.ask(wish);
  expect(bulk.stage).toBe('asking');
  await bulk.agree();
  expect(bridge.asked('action.trigger').map(({ record }) => record)).toEqual(['task0', 'task20']);
  expect(bulk.results.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['refused', 'Operation Failed'],
    ['refused', 'Operation Failed'],
  ]);
  expect(bulk.stage).toBe('done');
  expect(list.selected).toHaveLength(4);
  bulk.close();
  expect(bulk.stage).toBeNull();
});

test('stopping leaves those that were not begun selected', async () => {
  const { bridge, bulk, list, wish } = await select('accept');
  const answer = bridge.hold('action.trigger');
  bulk.ask(wish);
  const done = bulk.agree();
  bulk.stop();
  answer();
  await done;
  expect(bulk.results).toHaveLength(1);
  expect(bulk.left.map(({ sys_id }) => sys_id)).toEqual(['task20']);
  expect(list.selected.map(({ sys_id }) => sys_id)).toContain('task20');
});

test('what is not offered any more is told and stops nothing', async () => {
  const { bridge, bulk, wish } = await select('accept');
  bridge.engine.shiftOpen = true;
  bridge.fail('action.trigger', { kind: 'not-offered', message: 'The task is closed' });
  bulk.ask(wish);
  await bulk.agree();
  expect(bulk.results.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['not-offered', 'The task is closed'],
    ['sent', null],
  ]);
});

test('a form is filled in once for all; missing inputs are mended before anything is triggered', async () => {
  const { bridge, wish } = await select('close-complete');
  const { bulk, route, screen } = await openForm('close-complete', { many: true }, bridge);
  bulk.ask(wish);
  await bulk.agree();
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { many: true }));
  expect(bulk.fits(formPlace('close-complete', 'task5', { many: true }))).toBe(true);
  await screen.submission.submit();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['code', 'close_notes']);
  expect(bulk.stage).toBe('filling');
  await fill(screen, { code: 'solved', close_notes: 'Replaced' });
  await screen.submission.submit();
  expect(bulk.results.map(({ outcome }) => outcome)).toEqual(wish.able.map(() => 'sent'));
  bulk.close();
  expect(route.place.screen).toBe('list');
  expect(bridge.engine.drafts.lines).toEqual([]);
});

test('a draft over many records is resumed as such, after a restart too', async () => {
  const bridge = new FakeBridge();
  const inputs = { code: 'solved', close_notes: 'Replaced' };
  const draft = {
    id: null,
    action: 'close-complete',
    record: null,
    revises: null,
    group: false,
    asked: false,
  };
  await bridge.ask('draft.save', { ...draft, inputs, many: ['task5', 'task6'] });
  const { bulk, screen } = await openForm('close-complete', { draft: 'draft1', many: true }, bridge);
  expect(bulk.wish?.able.map(({ sys_id }) => sys_id)).toEqual(['task5', 'task6']);
  await screen.submission.submit();
  expect(bridge.asked('action.trigger')).toMatchObject([
    { record: 'task5', draft: 'draft1', inputs },
    { record: 'task6', draft: 'draft1', inputs },
  ]);
  expect(bridge.engine.drafts.lines).toEqual([]);
});

test('what was not begun stays in the form, with all that was typed', async () => {
  const { bridge, wish } = await select('close-complete');
  const { bulk, route, screen } = await openForm('close-complete', { many: true }, bridge);
  bulk.ask(wish);
  await bulk.agree();
  await fill(screen, { code: 'solved', close_notes: 'Replaced' });
  const answer = bridge.hold('action.trigger');
  const submitted = screen.submission.submit();
  await settled();
  bulk.stop();
  answer();
  await submitted;
  bulk.close();
  const [, ...left] = wish.able.map(({ sys_id }) => sys_id);
  expect(route.place).toEqual(formPlace('close-complete', null, { many: true, draft: 'draft1' }));
  expect(bridge.engine.drafts.lines.map(({ many }) => many)).toEqual([left]);
  expect(screen.values()).toMatchObject({ close_notes: 'Replaced' });
  await screen.submission.submit();
  expect(bridge.asked('action.trigger').map(({ record }) => record)).toEqual(
    wish.able.map(({ sys_id }) => sys_id),
  );
});
