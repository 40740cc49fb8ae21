import { expect, vi } from 'vitest';
import type { DraftLine } from '../../preload/contract/drafts.ts';
import type { FormModel } from '../../renderer/screens/form/model.svelte.ts';
import { formPlace } from '../../renderer/state/place.ts';
import { eventually } from './support/eventually.ts';
import { fill, input, openForm, type OpenedForm } from './support/open-form.ts';
import { test as base, type Outpost } from './support/outpost.ts';
import { holdPauses, pauseTyping } from './support/pauses.ts';
import { taskIn, type Task } from './support/records.ts';

holdPauses();

interface OnTask extends OpenedForm {
  task: Task;
}

/** A form on a task: by itself the one that closes it. */
const test = base.extend<{ form: OnTask }>({
  form: async ({ outpost }, use) => {
    const task = await taskIn(outpost, 'Accepted');
    await use({ ...(await openForm(outpost.bridge, 'close-complete', task.sys_id)), task });
  },
});

function typeNote(model: FormModel, text: string): void {
  model.type(input(model, 'close_notes'), text);
}

const draftsOf = ({ ask }: Outpost): Promise<DraftLine[]> => ask('drafts.get', null);

test('a pause in typing saves a draft, and the address becomes its own', async ({
  outpost: { bridge },
  form: { route, model, task },
}) => {
  typeNote(model, 'Repl');
  await pauseTyping(bridge, 700);
  typeNote(model, 'Replaced');
  await pauseTyping(bridge, 700);
  expect(bridge.asked('draft.save')).toEqual([]);
  await pauseTyping(bridge, 100);
  expect(bridge.asked('draft.save')).toMatchObject([
    {
      id: null,
      action: 'close-complete',
      record: task.sys_id,
      asked: false,
      inputs: { close_notes: 'Replaced' },
    },
  ]);
  expect(route.place).toEqual(formPlace('close-complete', task.sys_id, { draft: model.draft.id }));
  expect(route.visit).toBe(1);
  expect(model.draft.savedAt).not.toBeNull();
});

test('nothing typed, nothing saved', async ({ outpost: { bridge }, form: { model } }) => {
  await pauseTyping(bridge);
  await model.draft.flush();
  expect(bridge.asked('draft.save')).toEqual([]);
});

test('a save that takes long makes no second draft of what is typed meanwhile', async ({
  outpost,
  form: { model },
}) => {
  const { bridge } = outpost;
  const answer = bridge.hold('draft.save');
  typeNote(model, 'Repl');
  await vi.advanceTimersByTimeAsync(1000);
  typeNote(model, 'Replaced');
  await vi.advanceTimersByTimeAsync(1000);
  answer();
  await bridge.quiet();
  expect(bridge.asked('draft.save').map(({ id }) => id)).toEqual([null, model.draft.id]);
  expect(await draftsOf(outpost)).toMatchObject([{ excerpt: 'Replaced' }]);
});

test('a draft is resumed with its inputs and says that its record has changed', async ({
  outpost,
  instance,
  form,
}) => {
  const { bridge } = outpost;
  typeNote(form.model, 'Replaced');
  await pauseTyping(bridge);
  form.close();
  await instance.change('wm_task', form.task.sys_id, { priority: '1' });
  await outpost.ask('connection.sync', null);
  await eventually(async () => {
    expect(await draftsOf(outpost)).toMatchObject([{ trouble: 'changed' }]);
  });
  const draft = form.model.draft.id;
  const { model } = await openForm(bridge, 'close-complete', form.task.sys_id, { draft });
  expect(model.typing.valueOf(input(model, 'close_notes'))).toBe('Replaced');
  expect(model.since).toBe('changed');
  typeNote(model, 'Replaced the compressor');
  await pauseTyping(bridge);
  expect(bridge.asked('draft.save').at(-1)?.id).toBe(draft);
  expect(model.since).toBe('changed');
});

test('leaving before the typing pauses saves first, asks nothing and says where it is kept', async ({
  outpost,
  form: { route, notices, model, close, task },
}) => {
  typeNote(model, 'Replaced');
  route.go({ screen: 'outbox' });
  expect(route.place.screen).toBe('form');
  await outpost.bridge.quiet();
  expect(route.place.screen).toBe('outbox');
  expect(route.wanted).toBeNull();
  close();
  expect(await draftsOf(outpost)).toMatchObject([{ excerpt: 'Replaced' }]);
  expect(notices.shown).toMatchObject([
    { tone: 'kept', outcome: 'Kept under Drafts', title: `Close complete · ${task.title}` },
  ]);
});

test('what cannot be saved is not left without asking', async ({ outpost, form: { route, model } }) => {
  typeNote(model, 'Replaced');
  await outpost.bridge.quiet();
  await outpost.ask('session.signOut', null);
  route.go({ screen: 'outbox' });
  await outpost.bridge.quiet();
  expect(route.place.screen).toBe('form');
  expect(route.wanted).toEqual({ screen: 'outbox' });
  expect(model.draft.failure?.kind).toBe('signed-out');
});

test('submitting hands in the draft, which is gone with it; nothing is saved afterwards', async ({
  outpost,
  form: { notices, model, close },
}) => {
  const { bridge } = outpost;
  typeNote(model, 'Replaced');
  await pauseTyping(bridge);
  const draft = model.draft.id;
  typeNote(model, 'Replaced it');
  await model.submission.submit();
  close();
  await pauseTyping(bridge);
  expect(bridge.asked('action.trigger')).toMatchObject([{ draft, inputs: { close_notes: 'Replaced it' } }]);
  expect(bridge.asked('draft.save')).toHaveLength(1);
  expect(await draftsOf(outpost)).toEqual([]);
  expect(notices.shown.map(({ tone }) => tone)).toEqual(['sent']);
});

test('Cancel asks what to do with what was typed: discard', async ({
  outpost,
  form: { route, notices, model, close },
}) => {
  typeNote(model, 'Replaced');
  model.cancel();
  expect(model.asking).toBe(true);
  expect(route.place.screen).toBe('form');
  await model.discardDraft();
  await pauseTyping(outpost.bridge);
  close();
  expect(route.place.screen).toBe('list');
  expect(await draftsOf(outpost)).toEqual([]);
  expect(notices.shown).toEqual([]);
});

test('Cancel asks what to do with what was typed: keep', async ({ outpost, form: { route, model } }) => {
  typeNote(model, 'Replaced');
  model.cancel();
  await model.keepDraft();
  expect(route.place.screen).toBe('list');
  expect(await draftsOf(outpost)).toHaveLength(1);
});

test('Cancel with nothing typed leaves at once, a resumed draft where it is', async ({ outpost, form }) => {
  const { bridge } = outpost;
  typeNote(form.model, 'Replaced');
  await pauseTyping(bridge);
  form.close();
  const { draft } = form.model;
  const { route, model } = await openForm(bridge, 'close-complete', form.task.sys_id, { draft: draft.id });
  model.cancel();
  expect(model.asking).toBe(false);
  expect(route.place.screen).toBe('list');
  expect(await draftsOf(outpost)).toHaveLength(1);
});

test('"Save progress" keeps a draft on the laptop', async ({ outpost, form: { route, model } }) => {
  typeNote(model, 'Replaced');
  await model.submission.save();
  expect(outpost.bridge.asked('draft.save')).toMatchObject([{ asked: true }]);
  expect(model.draft.savedAt).not.toBeNull();
  expect(route.place.screen).toBe('form');
  expect(await draftsOf(outpost)).toMatchObject([{ excerpt: 'Replaced' }]);
});

base('a form with a way of its own to save tells its outcome as Submit does', async ({ outpost }) => {
  const { bridge } = outpost;
  const { sys_id, title } = await taskIn(outpost, 'Work In Progress');
  const { route, notices, model, close } = await openForm(bridge, 'site-report', sys_id);
  await fill(bridge, model, { findings: 'The bearing is worn' });
  await pauseTyping(bridge);
  await model.submission.save();
  close();
  expect(route.place.screen).toBe('list');
  expect(notices.shown).toMatchObject([{ tone: 'sent', title: `Save progress · ${title}` }]);
  expect(await draftsOf(outpost)).toEqual([]);
});

base(
  'what its own way of saving finds missing is shown at its input, and stays a draft',
  async ({ outpost }) => {
    const { bridge } = outpost;
    const { sys_id } = await taskIn(outpost, 'Work In Progress');
    const { model } = await openForm(bridge, 'site-report', sys_id);
    model.paging.turnTo(2);
    await fill(bridge, model, { next_visit: 'true' });
    await fill(bridge, model, { next_on: '2027-01-11' });
    await model.submission.save();
    expect(model.wrong.map(({ name }) => name)).toEqual(['findings']);
    expect(model.paging.at).toBe(0);
    await pauseTyping(bridge);
    expect(await draftsOf(outpost)).toHaveLength(1);
  },
);
