import { expect, test as plain } from 'vitest';
import { newsOfGroupEdit } from '../../renderer/state/notices.svelte.ts';
import { formPlace, hrefOf, placeAt } from '../../renderer/state/place.ts';
import { fill, openForm } from './support/open-form.ts';
import { openOutbox, reassign, waiting } from './support/open-outbox.ts';
import { test } from './support/outpost.ts';
import { person, taskIn, trigger } from './support/records.ts';

test('a large group with one cause is folded until it is asked for', async ({ outpost }) => {
  await trigger(outpost, 'accept', await taskIn(outpost, 'Assigned'));
  await reassign(outpost, 6);
  const { model } = await openOutbox(outpost);
  expect(model.asked.value?.waiting.map(({ seq }) => seq)).toEqual([1]);
  const [group] = model.asked.value?.groups ?? [];
  if (group === undefined) throw new Error('there is no group');
  expect(group).toMatchObject({ entries: [2, 3, 4, 5, 6, 7], folded: true });
  await model.unfold(group);
  await waiting(model, [1, 2, 3, 4, 5, 6, 7]);
  expect(model.isUnfolded(group)).toBe(true);
  await model.fold(group);
  await waiting(model, [1]);
});

test('an entry that others wait for is brought to light wherever it is', async ({ outpost }) => {
  await reassign(outpost, 6);
  const { model } = await openOutbox(outpost);
  const isShown = (seq: number) => model.asked.value?.waiting.some((line) => line.seq === seq);
  expect(isShown(6)).toBe(false);
  await model.find(6);
  expect(isShown(6)).toBe(true);
  model.search = 'Accept';
  await model.asked.ask({ search: 'Accept', waiting: 5, sent: 5, discarded: 5, unfolded: [] });
  expect(isShown(4)).toBe(false);
  await model.find(4);
  expect(model.search).toBe('');
  expect(isShown(4)).toBe(true);
});

test('a group is edited once: the form opens for all, and what differs is marked', async ({ outpost }) => {
  await reassign(outpost, 2);
  const { bridge } = outpost;
  const { route, model } = await openOutbox(outpost);
  const [group] = model.asked.value?.groups ?? [];
  if (group?.form == null) throw new Error('there is no group to edit');
  model.deciding.editGroup(group);
  const place = formPlace('reassign', group.form.record, { revises: 1, group: true });
  expect(route.place).toEqual(place);
  expect(placeAt(hrefOf(place))).toEqual(place);

  const form = await openForm(bridge, 'reassign', group.form.record, place);
  const { groupEdit } = form.model;
  expect(groupEdit.entries.map(({ seq }) => seq)).toEqual([1, 2]);
  expect(form.model.inputs.filter(({ name }) => groupEdit.differs(name)).map(({ name }) => name)).toEqual([
    'reason',
  ]);
  const { sys_id: assigned_to } = await person(outpost, 'Hugo');
  await fill(bridge, form.model, { assigned_to });
  await form.model.submission.submit();
  expect(bridge.asked('outbox.mend')).toMatchObject([{ entries: [1, 2], inputs: { assigned_to } }]);
  expect(form.notices.shown[0]).toMatchObject({ tone: 'saved', outcome: '2 entries edited' });
  await waiting(model, []);
});

plain('those that could not be edited are told of with the reason', () => {
  const left = [{ entry: 5, title: 'WOT0010041', message: 'Only an accepted task can be closed' }];
  expect(newsOfGroupEdit('Close complete', { mended: [4], left })).toMatchObject({
    tone: 'failed',
    outcome: '1 entry could not be edited',
    hint: '#5 WOT0010041: Only an accepted task can be closed',
  });
});
