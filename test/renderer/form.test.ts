import { expect, test } from 'vitest';
import type { FormInput } from '../../preload/contract/forms.ts';
import { Notices } from '../../renderer/notices.svelte.ts';
import { Route } from '../../renderer/route.svelte.ts';
import { FormScreen } from '../../renderer/screens/form/screen.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

interface Opened {
  bridge: FakeBridge;
  route: Route;
  notices: Notices;
  screen: FormScreen;
}

async function openForm(action = 'close-complete', revises: number | null = null): Promise<Opened> {
  const bridge = new FakeBridge();
  const route = new Route(makeWindow('#/list/my-tasks'));
  const notices = new Notices(bridge, route);
  notices.open();
  const place = { screen: 'form', action, record: 'task5', revises } as const;
  route.go(place);
  const screen = new FormScreen(bridge, route, notices, place);
  screen.open();
  await settled();
  return { bridge, route, notices, screen };
}

function input({ inputs }: FormScreen, name: string): FormInput {
  const found = inputs.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the form has no input ${name}`);
  return found;
}

async function fill(screen: FormScreen, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) screen.type(input(screen, name), value);
  await settled();
}

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
  expect(screen.valueOf(input(screen, 'close_notes'))).toBe('Replaced');
});

test('a chosen reference shows its name before main has answered', async () => {
  const { bridge, screen } = await openForm('assign');
  const answer = bridge.hold('form.get');
  screen.choose(input(screen, 'assigned_to'), { sys_id: 'u4', display: 'Wim de Vries', detail: null });
  expect(screen.displayOf(input(screen, 'assigned_to'))).toBe('Wim de Vries');
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
  await screen.submit();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['code', 'close_notes']);
  expect(screen.errors['close_notes']).toBe('Closing note is mandatory');
  await fill(screen, { close_notes: 'Replaced' });
  expect(screen.wrong.map(({ name }) => name)).toEqual(['code']);
});

test('a sent form leads back to where it was opened and tells it there', async () => {
  const { route, notices, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'Replaced the compressor' });
  await screen.submit();
  expect(route.place).toEqual({ screen: 'list', list: 'my-tasks' });
  expect(notices.shown).toMatchObject([
    { outcome: 'Sent to the instance', title: 'Close complete · WOT0010006' },
  ]);
});

test('a refusal is shown with the inputs still there, and submitting again revises the entry', async () => {
  const { bridge, route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  await screen.submit();
  expect(screen.refusal?.message).toBe('A closing note needs a sentence.');
  expect(screen.valueOf(input(screen, 'close_notes'))).toBe('no');
  await fill(screen, { close_notes: 'Replaced' });
  await screen.submit();
  expect(bridge.asked('action.trigger').map(({ revises }) => revises)).toEqual([null, 1]);
  expect(route.place.screen).toBe('list');
});

test('leaving with typed inputs asks first; after a refusal they are safe in the Outbox', async () => {
  const { route, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'no' });
  expect(screen.dirty).toBe(true);
  screen.cancel();
  expect(route.place.screen).toBe('form');
  expect(route.wanted).not.toBeNull();
  route.stay();
  await screen.submit();
  expect(screen.dirty).toBe(false);
  screen.cancel();
  expect(route.place.screen).toBe('list');
});

test('pressing Submit twice triggers once', async () => {
  const { bridge, screen } = await openForm();
  await fill(screen, { code: 'solved', close_notes: 'Replaced' });
  const answer = bridge.hold('action.trigger');
  void screen.submit();
  void screen.submit();
  answer();
  await settled();
  expect(bridge.asked('action.trigger')).toHaveLength(1);
});
