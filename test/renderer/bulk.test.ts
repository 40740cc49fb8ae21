import { expect } from 'vitest';
import { ListModel } from '../../renderer/screens/list/model.svelte.ts';
import { Bulk, type BulkWish } from '../../renderer/state/bulk.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { eventually } from './support/eventually.ts';
import { fill, openForm } from './support/open-form.ts';
import { test, type Outpost } from './support/outpost.ts';
import { holdPauses } from './support/pauses.ts';
import { person, taskOf, trigger } from './support/records.ts';
import { makeWindow } from './support/window.ts';

holdPauses();

interface Selected {
  bulk: Bulk;
  list: ListModel;
  /** The wish to do the action with the selected rows. */
  wish: BulkWish;
  /** sys_ids of those that can. */
  able: string[];
}

/** My tasks with the first six rows selected. */
async function select({ bridge }: Outpost, action: string, name = 'my-tasks'): Promise<Selected> {
  const list = new ListModel(bridge, name);
  list.open();
  await bridge.quiet();
  list.selection.all(list.page?.rows.slice(0, 6) ?? [], true);
  const plan = list.plans.find((one) => one.action.id === action);
  if (plan === undefined) throw new Error(`no row has the action ${action}`);
  const taken = (ids: string[]): void => {
    list.selection.drop(ids);
  };
  const bulk = new Bulk(bridge, new Route(makeWindow(`#/list/${name}`)));
  const wish: BulkWish = { ...plan, taken, from: { screen: 'list', list: 'my-tasks' } };
  return { bulk, list, wish, able: plan.able.map(({ sys_id }) => sys_id) };
}

test('a plan says which of the selected rows can, and why the others cannot', async ({ outpost }) => {
  const { list, wish } = await select(outpost, 'accept');
  const rows = list.selected.map((row) => ({
    ...taskOf(row),
    can: row.cells['state']?.display === 'Assigned',
  }));
  const titles = (can: boolean) => rows.filter((row) => row.can === can).map(({ title }) => title);
  expect(titles(true).length).toBeGreaterThan(1);
  expect(wish.able.map(({ title }) => title)).toEqual(titles(true));
  expect(wish.unable.map(({ why, targets }) => [why, targets.map(({ title }) => title)])).toEqual([
    ['Only a task that is assigned to you can be accepted', titles(false)],
  ]);
});

test('one entry each, in order, and a summary; what was taken on is not selected any more', async ({
  outpost,
}) => {
  const { bulk, list, wish, able } = await select(outpost, 'accept');
  bulk.ask(wish);
  expect(bulk.stage).toBe('asking');
  await bulk.agree();
  expect(outpost.bridge.asked('action.trigger').map(({ record }) => record)).toEqual(able);
  expect(bulk.results.map(({ outcome, message }) => [outcome, message])).toEqual(
    able.map(() => ['refused', 'Operation Failed']),
  );
  expect(bulk.stage).toBe('done');
  expect(list.selected).toHaveLength(6 - able.length);
  bulk.close();
  expect(bulk.stage).toBeNull();
});

test('stopping leaves those that were not begun selected', async ({ outpost }) => {
  const { bulk, list, wish, able } = await select(outpost, 'accept');
  const answer = outpost.bridge.hold('action.trigger');
  bulk.ask(wish);
  const done = bulk.agree();
  bulk.stop();
  answer();
  await done;
  expect(bulk.results).toHaveLength(1);
  expect(bulk.left.map(({ sys_id }) => sys_id)).toEqual(able.slice(1));
  expect(list.selected.map(({ sys_id }) => sys_id)).toContain(able[1]);
});

test('what is not offered any more is told and stops nothing', async ({ outpost }) => {
  const { bulk, wish, able } = await select(outpost, 'accept');
  await trigger(outpost, 'start-shift', null);
  await trigger(outpost, 'accept', wish.able[0] ?? null);
  bulk.ask(wish);
  await bulk.agree();
  expect(bulk.results.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['not-offered', 'Only a task that is assigned to you can be accepted'],
    ...able.slice(1).map(() => ['sent', null]),
  ]);
});

test('a form is filled in once for all; missing inputs are filled in before anything is triggered', async ({
  outpost,
}) => {
  const { bridge } = outpost;
  const { wish, able } = await select(outpost, 'reassign', 'all-open-tasks');
  const place = formPlace('reassign', able[0] ?? '', { many: true });
  const { bulk, route, model } = await openForm(bridge, 'reassign', able[0] ?? '', place);
  bulk.ask(wish);
  await bulk.agree();
  expect(route.place).toEqual(place);
  expect(bulk.fits(place)).toBe(true);
  await model.submission.submit();
  expect(model.wrong.map(({ name }) => name)).toEqual(['assigned_to', 'reason']);
  expect(bulk.stage).toBe('filling');
  const { sys_id: assigned_to } = await person(outpost, 'Hugo');
  await fill(bridge, model, { assigned_to, reason: 'Flu' });
  await model.submission.submit();
  expect(bulk.results.map(({ outcome }) => outcome)).toEqual(able.map(() => 'sent'));
  bulk.close();
  expect(route.place.screen).toBe('list');
  expect(await outpost.ask('drafts.get', null)).toEqual([]);
});

test('a draft over many records is resumed as such, after a restart too', async ({ outpost, start }) => {
  const { able } = await select(outpost, 'reassign', 'all-open-tasks');
  const { sys_id: assigned_to } = await person(outpost, 'Hugo');
  const inputs = { assigned_to, reason: 'Flu' };
  const rest = { id: null, record: null, revises: null, group: false, asked: false };
  const saved = await outpost.ask('draft.save', { ...rest, action: 'reassign', inputs, many: able });
  const draft = saved.saved === 'draft' ? saved.id : '';

  const again = await start();
  const { bulk, model } = await openForm(again.bridge, 'reassign', null, { draft, many: true });
  expect(bulk.wish?.able.map(({ sys_id }) => sys_id)).toEqual(able);
  await model.submission.submit();
  expect(again.bridge.asked('action.trigger')).toMatchObject(
    able.map((record) => ({ record, draft, inputs })),
  );
  expect(await again.ask('drafts.get', null)).toEqual([]);
});

test('what was not begun stays in the form, with all that was typed', async ({ outpost }) => {
  const { bridge } = outpost;
  const { wish, able } = await select(outpost, 'reassign', 'all-open-tasks');
  const { bulk, route, model } = await openForm(bridge, 'reassign', able[0] ?? '', { many: true });
  bulk.ask(wish);
  await bulk.agree();
  const { sys_id: assigned_to } = await person(outpost, 'Hugo');
  await fill(bridge, model, { assigned_to, reason: 'Flu' });
  const answer = bridge.hold('action.trigger');
  const submitted = model.submission.submit();
  await eventually(() => {
    expect(bridge.asked('action.trigger')).toHaveLength(1);
  });
  bulk.stop();
  answer();
  await submitted;
  expect(bulk.results).toHaveLength(1);
  bulk.close();
  const { draft } = model;
  expect(route.place).toEqual(formPlace('reassign', null, { many: true, draft: draft.id }));
  expect(await outpost.ask('drafts.get', null)).toMatchObject([
    { many: wish.able.slice(1).map(({ title }) => title) },
  ]);
  expect(model.values()).toMatchObject({ reason: 'Flu' });
  await model.submission.submit();
  expect(bridge.asked('action.trigger').map(({ record }) => record)).toEqual(able);
});
