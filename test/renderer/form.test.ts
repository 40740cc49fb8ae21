import { expect, test } from 'vitest';
import { formPlace } from '../../renderer/state/place.ts';
import type { FakeBridge } from '../support/fake-bridge.ts';
import { fill, input, openForm } from './fake/open-form.ts';
import { settled } from './fake/settled.ts';

test('the rules decide in main on every change', async () => {
  const { bridge, screen } = await openForm();
  expect(screen.inputs.map(({ name }) => name)).not.toContain('visit_on');
  await fill(screen, { visit: 'true' });
  expect(screen.inputs.map(({ name }) => name)).toContain('visit_on');
  expect(bridge.asked('form.get').at(-1)?.inputs).toMatchObject({ visit: 'true' });
});

test('a late answer never overwrites what was typed meanwhile', async () => {
  const { bridge, screen } = await openForm();
  const answer = bridge.hold('form.get');
  screen.type(input(screen, 'close_notes'), 'Repl');
  screen.type(input(screen, 'close_notes'), 'Replaced');
  answer();
  await settled();
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('Replaced');
});

test('a chosen reference shows its name before main has answered', async () => {
  const { bridge, screen } = await openForm('assign');
  const answer = bridge.hold('form.get');
  screen.choose(input(screen, 'assigned_to'), { sys_id: 'u4', display: 'Wim de Vries', detail: null });
  expect(screen.typing.displayOf(input(screen, 'assigned_to'))).toBe('Wim de Vries');
  answer();
});

test('a reference search goes with the inputs typed so far', async () => {
  const { bridge, screen } = await openForm('assign');
  const answer = await screen.find(input(screen, 'assigned_to'), 'wim');
  expect(answer).toMatchObject({
    ok: true,
    value: [{ display: 'Wim de Vries', detail: 'Field technician' }],
  });
  expect(bridge.asked('reference.search')).toEqual([
    { action: 'assign', record: 'task5', input: 'assigned_to', inputs: { assigned_to: '' }, search: 'wim' },
  ]);
});

test('what main finds missing is shown at its input and goes when it is mended', async () => {
  const { screen } = await openForm();
  await screen.submission.submit();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['code', 'close_notes']);
  expect(screen.submission.errors['close_notes']).toBe('Closing note is mandatory');
  await fill(screen, { close_notes: 'Replaced' });
  expect(screen.wrong.map(({ name }) => name)).toEqual(['code']);
});

test('a sent form leads back to where it was opened and tells it there', async () => {
  const { route, notices, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'Replaced the compressor' });
  await screen.submission.submit();
  expect(route.place).toEqual({ screen: 'list', list: 'my-tasks' });
  expect(notices.shown).toMatchObject([
    { outcome: 'Sent to the instance', title: 'Close complete · WOT0010006' },
  ]);
});

test('a refusal is shown with the inputs still there, and submitting again revises the entry', async () => {
  const { bridge, route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  await screen.submission.submit();
  expect(screen.submission.refusal?.message).toBe('A closing note needs a sentence.');
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('no');
  await fill(screen, { close_notes: 'Replaced' });
  await screen.submission.submit();
  expect(bridge.asked('action.trigger').map(({ revises }) => revises)).toEqual([null, 1]);
  expect(route.place.screen).toBe('list');
});

test('what may have been done is not mended in its form: it waits in the Outbox for a person to look', async () => {
  const { bridge, route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'perhaps' });
  await screen.submission.submit();
  expect(screen.submission.refusal).toBeNull();
  expect(route.place.screen).toBe('list');
  expect(bridge.engine.entries.at(-1)?.line.state).toBe('unclear');
});

test('after a refusal all is safe in the Outbox; what is typed from then on is a draft that mends the entry', async () => {
  const { bridge, route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  await screen.submission.submit();
  expect(screen.draft.behind).toBe(false);
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 1 }));
  await fill(screen, { close_notes: 'Repl' });
  await screen.submission.save();
  expect(bridge.asked('draft.save')).toMatchObject([{ id: null, record: 'task5', revises: 1, many: [] }]);
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 1, draft: 'draft1' }));
});

/** A refused entry that is being mended in a draft, which was left. */
async function openMended(): Promise<FakeBridge> {
  const { bridge, screen, close } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  await screen.submission.submit();
  await fill(screen, { close_notes: 'Repl' });
  await screen.submission.save();
  close();
  return bridge;
}

test('"Edit" goes on with the draft in which the entry is being mended, and submitting ends both', async () => {
  const bridge = await openMended();
  const { route, screen } = await openForm('close-complete', { revises: 1 }, bridge);
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('Repl');
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 1, draft: 'draft1' }));
  await fill(screen, { close_notes: 'Replaced' });
  await screen.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)).toMatchObject({ revises: 1, draft: 'draft1' });
  expect(bridge.engine.drafts.lines).toEqual([]);
});

test('a draft whose entry is gone says so, and what was typed can be submitted as a new entry', async () => {
  const bridge = await openMended();
  await bridge.ask('outbox.decide', { entries: [1], decision: 'discard' });
  const { route, screen } = await openForm('close-complete', { revises: 1, draft: 'draft1' }, bridge);
  expect(screen.since).toBe('discarded');
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { draft: 'draft1' }));
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('Repl');
  await screen.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)).toMatchObject({ revises: null, draft: 'draft1' });
});

test('an entry that goes while it is being mended in an open form: it is told there', async () => {
  const bridge = await openMended();
  const { screen } = await openForm('close-complete', { revises: 1, draft: 'draft1' }, bridge);
  bridge.fail('action.trigger', { kind: 'not-found', message: 'Entry 1 is not in the Outbox any more' });
  await screen.submission.submit();
  await settled();
  expect(screen.since).toBe('discarded');
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('Repl');
  await screen.submission.submit();
  expect(bridge.asked('action.trigger').at(-1)?.revises).toBeNull();
});

test('pressing Submit twice triggers once', async () => {
  const { bridge, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'Replaced' });
  const answer = bridge.hold('action.trigger');
  void screen.submission.submit();
  void screen.submission.submit();
  answer();
  await settled();
  expect(bridge.asked('action.trigger')).toHaveLength(1);
});

test('pages: errors lead to the first page that has one', async () => {
  const { screen } = await openForm('report');
  expect(screen.paging.all.map(({ label }) => label)).toEqual(['Time', 'Photos', 'Summary']);
  screen.paging.turnTo(2);
  await fill(screen, { note: 'Done' });
  await screen.submission.submit();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['hours']);
  expect(screen.paging.at).toBe(0);
  screen.paging.find('note');
  expect(screen.paging.current.inputs.map(({ name }) => name)).toEqual(['note']);
  expect(screen.paging.isLast).toBe(true);
});
