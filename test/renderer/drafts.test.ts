import { expect } from 'vitest';
import type { DraftQuestion } from '../../preload/contract/drafts.ts';
import { DraftsModel } from '../../renderer/screens/drafts/model.svelte.ts';
import { ShellModel } from '../../renderer/screens/shell/model.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { triggerThree } from './support/open-outbox.ts';
import { test as base, type Outpost } from './support/outpost.ts';
import { taskIn, tasksIn, type Task } from './support/records.ts';
import { makeWindow } from './support/window.ts';

const blank: DraftQuestion = {
  id: null,
  action: '',
  record: null,
  inputs: {},
  revises: null,
  group: false,
  many: [],
  asked: false,
};

/** Keeps a draft as another window would; returns its id. */
async function keep({ ask }: Outpost, draft: Partial<DraftQuestion>): Promise<string> {
  const saved = await ask('draft.save', { ...blank, ...draft });
  return saved.saved === 'draft' ? saved.id : '';
}

interface Drafts {
  route: Route;
  model: DraftsModel;
  task: Task;
  /** The id of the first one, of closing the task. */
  closing: string;
}

const test = base.extend<{ drafts: Drafts }>({
  drafts: async ({ outpost }, use) => {
    const task = await taskIn(outpost, 'Accepted');
    const inputs = { close_notes: 'Replaced' };
    const closing = await keep(outpost, { action: 'close-complete', record: task.sys_id, inputs });
    await keep(outpost, { action: 'new-order' });
    const route = new Route(makeWindow('#/drafts'));
    const model = new DraftsModel(outpost.bridge, route);
    model.open();
    await outpost.bridge.quiet();
    await use({ route, model, task, closing });
  },
});

test('shows the drafts, the last saved first, and follows them', async ({
  outpost,
  drafts: { model, closing },
}) => {
  expect(model.asked.value?.map(({ label, excerpt }) => [label, excerpt])).toEqual([
    ['New work order', ''],
    ['Close complete', 'Replaced'],
  ]);
  await outpost.ask('draft.discard', { id: closing });
  await outpost.bridge.quiet();
  expect(model.asked.value?.map(({ label }) => label)).toEqual(['New work order']);
});

test('"Resume" opens the form with the draft', ({ drafts: { route, model, task, closing } }) => {
  const [, draft] = model.asked.value ?? [];
  if (draft !== undefined) model.resume(draft);
  expect(route.place).toEqual(formPlace('close-complete', task.sys_id, { draft: closing }));
});

test('"Resume" opens the entry that a draft edits, alone or with its group, and the form for many that it is over', async ({
  outpost,
  drafts: { route, model },
}) => {
  await triggerThree(outpost);
  const entry = { action: 'reassign', record: null, revises: 2 };
  const [one, other] = await tasksIn(outpost, 'Assigned');
  const many = [one?.sys_id ?? '', other?.sys_id ?? ''];
  const ids = {
    alone: await keep(outpost, entry),
    over: await keep(outpost, { action: 'assign', many }),
    group: await keep(outpost, { ...entry, group: true }),
  };
  await outpost.bridge.quiet();
  const resumed = (id: string) => {
    const draft = model.asked.value?.find((line) => line.id === id);
    if (draft !== undefined) model.resume(draft);
    return route.place;
  };
  const record = model.asked.value?.find(({ id }) => id === ids.alone)?.record?.sys_id ?? null;
  expect(resumed(ids.alone)).toEqual(formPlace('reassign', record, { draft: ids.alone, revises: 2 }));
  expect(resumed(ids.group)).toEqual(
    formPlace('reassign', record, { draft: ids.group, revises: 2, group: true }),
  );
  expect(resumed(ids.over)).toEqual(formPlace('assign', null, { draft: ids.over, many: true }));
});

test('"Discard" asks first, and then does it', async ({
  outpost: { bridge },
  drafts: { model, closing },
}) => {
  const [draft] = model.asked.value ?? [];
  if (draft === undefined) throw new Error('there is no draft');
  model.discard(draft);
  model.keep();
  expect(bridge.asked('draft.discard')).toEqual([]);
  model.discard(draft);
  await model.confirmDiscard();
  await bridge.quiet();
  expect(model.asked.value?.map(({ id }) => id)).toEqual([closing]);
});

test('the count in the navigation follows the drafts', async ({ outpost, drafts: { closing } }) => {
  const { bridge } = outpost;
  const shell = new ShellModel(bridge);
  shell.open();
  await bridge.quiet();
  expect(shell.navigation.value?.drafts).toBe(2);
  await outpost.ask('draft.discard', { id: closing });
  await bridge.quiet();
  expect(shell.navigation.value?.drafts).toBe(1);
});
