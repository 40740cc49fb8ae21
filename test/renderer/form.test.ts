import { expect } from 'vitest';
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Reply } from '../../preload/contract/calls.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import { formPlace } from '../../renderer/state/place.ts';
import type { ProcessBridge } from './support/bridge.ts';
import { fill, input, openForm } from './support/open-form.ts';
import { test, type Outpost } from './support/outpost.ts';
import { holdPauses } from './support/pauses.ts';
import { person, taskIn, tasksIn, type Task } from './support/records.ts';

holdPauses();

test('the rules decide in main on every change', async ({ outpost }) => {
  const { sys_id } = await taskIn(outpost, 'Work In Progress');
  const { bridge } = outpost;
  const { model } = await openForm(bridge, 'site-report', sys_id);
  expect(model.inputs.map(({ name }) => name)).not.toContain('next_on');
  await fill(bridge, model, { next_visit: 'true' });
  expect(model.inputs.map(({ name }) => name)).toContain('next_on');
  expect(input(model, 'next_on').mandatory).toBe(true);
  expect(bridge.asked('form.get').at(-1)?.inputs).toMatchObject({ next_visit: 'true' });
});

test('a late answer never overwrites what was typed meanwhile', async ({ outpost }) => {
  const { sys_id } = await taskIn(outpost, 'Accepted');
  const { model } = await openForm(outpost.bridge, 'close-complete', sys_id);
  const answer = outpost.bridge.hold('form.get');
  model.type(input(model, 'close_notes'), 'Repl');
  model.type(input(model, 'close_notes'), 'Replaced');
  answer();
  await outpost.bridge.quiet();
  expect(model.typing.valueOf(input(model, 'close_notes'))).toBe('Replaced');
});

test('a chosen reference shows its name before main has answered', async ({ outpost }) => {
  const { sys_id } = await taskIn(outpost, 'Assigned');
  const { model } = await openForm(outpost.bridge, 'assign', sys_id);
  const hugo = await person(outpost, 'Hugo');
  const answer = outpost.bridge.hold('form.get');
  model.choose(input(model, 'assigned_to'), hugo);
  expect(model.typing.displayOf(input(model, 'assigned_to'))).toBe('Hugo Brandt');
  answer();
});

test('a reference search goes with the inputs typed so far', async ({ outpost }) => {
  const { sys_id } = await taskIn(outpost, 'Pending Dispatch', 'all-open-tasks');
  const { model } = await openForm(outpost.bridge, 'reassign', sys_id);
  await fill(outpost.bridge, model, { reason: 'Flu' });
  const answer = await model.find(input(model, 'assigned_to'), 'hugo');
  expect(answer).toMatchObject({
    ok: true,
    value: [{ display: 'Hugo Brandt', detail: 'Field technician' }],
  });
  expect(outpost.bridge.asked('reference.search')).toEqual([
    {
      action: 'reassign',
      record: sys_id,
      input: 'assigned_to',
      inputs: { assigned_to: '', reason: 'Flu' },
      search: 'hugo',
    },
  ]);
});

test('what main finds missing is shown at its input and goes when it is filled in', async ({ outpost }) => {
  const { sys_id } = await taskIn(outpost, 'Assigned');
  const { model } = await openForm(outpost.bridge, 'reassign', sys_id);
  await model.submission.submit();
  expect(model.wrong.map(({ name }) => name)).toEqual(['assigned_to', 'reason']);
  expect(model.submission.errors['reason']).toBe('Why is needed.');
  await fill(outpost.bridge, model, { reason: 'Flu' });
  expect(model.wrong.map(({ name }) => name)).toEqual(['assigned_to']);
});

test('a sent form leads back to where it was opened and tells it there', async ({ outpost }) => {
  const { sys_id, title } = await taskIn(outpost, 'Accepted');
  const { route, notices, model } = await openForm(outpost.bridge, 'close-complete', sys_id);
  await fill(outpost.bridge, model, { close_notes: 'Replaced the compressor' });
  await model.submission.submit();
  expect(route.place).toEqual({ screen: 'list', list: 'my-tasks' });
  expect(notices.shown).toMatchObject([
    { outcome: 'Sent to the instance', title: `Close complete · ${title}` },
  ]);
});

/** What the instance refuses in a Reassign, and what it takes. */
async function reasons(outpost: Outpost): Promise<Record<'refused' | 'taken', Record<string, string>>> {
  const [ada, hugo] = [await person(outpost, 'Ada'), await person(outpost, 'Hugo')];
  return {
    refused: { assigned_to: ada.sys_id, reason: 'Flu' },
    taken: { assigned_to: hugo.sys_id },
  };
}

test('a refusal is shown with the inputs still there, and submitting again edits the entry', async ({
  outpost,
}) => {
  const { bridge } = outpost;
  const { refused, taken } = await reasons(outpost);
  const { sys_id } = await taskIn(outpost, 'Assigned');
  const { route, model } = await openForm(bridge, 'reassign', sys_id);
  await fill(bridge, model, refused);
  await model.submission.submit();
  expect(model.submission.refusal?.detail).toContain('Administrators do no field work');
  expect(model.typing.valueOf(input(model, 'reason'))).toBe('Flu');
  await fill(bridge, model, taken);
  await model.submission.submit();
  expect(bridge.asked('action.trigger').map(({ revises }) => revises)).toEqual([null, 1]);
  expect(route.place.screen).toBe('list');
});

test('what may have been done is not edited in its form: it waits in the Outbox for a person to look', async ({
  outpost,
}) => {
  const { sys_id } = await taskIn(outpost, 'Accepted');
  // The engine answers so only after it has waited for what may still be on its way, which no test should.
  const unclear = { outcome: 'unclear', entry: 1, message: 'It cannot be asked', detail: null } as const;
  const bridge = answering(outpost.bridge, 'action.trigger', { ok: true, value: unclear });
  const { route, notices, model } = await openForm(bridge, 'close-complete', sys_id);
  await fill(bridge, model, { close_notes: 'Replaced' });
  await model.submission.submit();
  expect(model.submission.refusal).toBeNull();
  expect(route.place.screen).toBe('list');
  expect(notices.shown).toMatchObject([{ tone: 'unclear' }]);
});

/** A refused Reassign that goes on being edited in a draft, in a form that was left. */
async function leaveEdited(outpost: Outpost): Promise<{ task: Task; draft: string }> {
  const { bridge } = outpost;
  const task = await taskIn(outpost, 'Assigned');
  const { refused } = await reasons(outpost);
  const { route, model, close } = await openForm(bridge, 'reassign', task.sys_id);
  await fill(bridge, model, refused);
  await model.submission.submit();
  expect(model.draft.behind).toBe(false);
  expect(route.place).toEqual(formPlace('reassign', task.sys_id, { revises: 1 }));
  await fill(bridge, model, { reason: 'On leave' });
  await model.submission.save();
  close();
  const draft = model.draft.id ?? '';
  expect(route.place).toEqual(formPlace('reassign', task.sys_id, { revises: 1, draft }));
  return { task, draft };
}

test('after a refusal all is safe in the Outbox; what is typed from then on is a draft that edits the entry', async ({
  outpost,
}) => {
  const { task } = await leaveEdited(outpost);
  expect(outpost.bridge.asked('draft.save')).toMatchObject([
    { id: null, record: task.sys_id, revises: 1, many: [] },
  ]);
});

test('"Edit" goes on with the draft in which the entry is being edited, and submitting ends both', async ({
  outpost,
}) => {
  const { bridge } = outpost;
  const { task, draft } = await leaveEdited(outpost);
  const { route, model } = await openForm(bridge, 'reassign', task.sys_id, { revises: 1 });
  expect(model.typing.valueOf(input(model, 'reason'))).toBe('On leave');
  expect(route.place).toEqual(formPlace('reassign', task.sys_id, { revises: 1, draft }));
  await fill(bridge, model, (await reasons(outpost)).taken);
  await model.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)).toMatchObject({ revises: 1, draft });
  expect(await outpost.ask('drafts.get', null)).toEqual([]);
});

test('a draft whose entry is gone says so, and what was typed can be submitted as a new entry', async ({
  outpost,
}) => {
  const { bridge } = outpost;
  const { task, draft } = await leaveEdited(outpost);
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  const { route, model } = await openForm(bridge, 'reassign', task.sys_id, { revises: 1, draft });
  expect(model.since).toBe('discarded');
  expect(route.place).toEqual(formPlace('reassign', task.sys_id, { draft }));
  expect(model.typing.valueOf(input(model, 'reason'))).toBe('On leave');
  await model.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)).toMatchObject({ revises: null, draft });
});

test('an entry that goes while it is being edited in an open form: it is told there', async ({ outpost }) => {
  const { bridge } = outpost;
  const { task, draft } = await leaveEdited(outpost);
  const { model } = await openForm(bridge, 'reassign', task.sys_id, { revises: 1, draft });
  await outpost.ask('outbox.decide', { entries: [1], decision: 'discard' });
  await model.submission.submit();
  await bridge.quiet();
  expect(model.since).toBe('discarded');
  expect(model.typing.valueOf(input(model, 'reason'))).toBe('On leave');
  await model.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)?.revises).toBeNull();
});

test('a second click on Submit while it is at work triggers nothing', async ({ outpost }) => {
  const { bridge } = outpost;
  const { sys_id } = await taskIn(outpost, 'Accepted');
  const { model } = await openForm(bridge, 'close-complete', sys_id);
  await fill(bridge, model, { close_notes: 'Replaced' });
  const answer = bridge.hold('action.trigger');
  const first = model.submission.submit();
  await model.submission.submit();
  answer();
  await first;
  expect(bridge.asked('action.trigger')).toHaveLength(1);
});

test('pages: errors lead to the first page that has one', async ({ outpost }) => {
  const { bridge } = outpost;
  const [, task] = await tasksIn(outpost, 'Work In Progress');
  const { model } = await openForm(bridge, 'site-report', task?.sys_id ?? '');
  expect(model.paging.all.map(({ label }) => label)).toEqual(['Findings', 'Safety', 'Next visit']);
  model.paging.turnTo(2);
  await fill(bridge, model, { next_visit: 'true' });
  await model.submission.submit();
  expect(model.wrong.map(({ name }) => name)).toEqual(['findings', 'next_on']);
  expect(model.paging.at).toBe(0);
  model.paging.find('next_on');
  expect(model.paging.current.inputs.map(({ name }) => name)).toEqual(['next_visit', 'next_on']);
  expect(model.paging.isLast).toBe(true);
});

/** The bridge, but that a call is answered with this. */
function answering(
  bridge: ProcessBridge,
  call: 'action.trigger',
  answer: Answer<Reply<'action.trigger'>>,
): Bridge & Pick<ProcessBridge, 'quiet'> {
  return {
    ask: (asked, question) =>
      asked === call ? Promise.resolve(answer as Answer<Reply<typeof asked>>) : bridge.ask(asked, question),
    on: (event, listener) => bridge.on(event, listener),
    quiet: () => bridge.quiet(),
  };
}
