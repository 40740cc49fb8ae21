import { expect, test } from 'vitest';
import { formPlace } from '../../renderer/place.ts';
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

test('a mended entry has no draft, so that leaving asks; after a refusal all is safe in the Outbox', async () => {
  const { bridge, route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  await screen.submission.submit();
  expect(screen.keeps).toBe(false);
  expect(screen.typing.dirty).toBe(false);
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 1 }));
  await fill(screen, { close_notes: 'Repl' });
  screen.cancel();
  await settled();
  expect(route.place.screen).toBe('form');
  expect(route.wanted).not.toBeNull();
  expect(bridge.asked('draft.save')).toEqual([]);
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
  expect(screen.steps.all.map(({ label }) => label)).toEqual(['Time', 'Photos', 'Summary']);
  screen.steps.turnTo(2);
  await fill(screen, { note: 'Done' });
  await screen.submission.submit();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['hours']);
  expect(screen.steps.at).toBe(0);
  screen.steps.find('note');
  expect(screen.steps.current.inputs.map(({ name }) => name)).toEqual(['note']);
  expect(screen.steps.isLast).toBe(true);
});
