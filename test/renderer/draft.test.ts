import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formPlace } from '../../renderer/state/place.ts';
import type { FormModel } from '../../renderer/screens/form/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { input, openForm } from './fake/open-form.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});

afterEach(() => {
  vi.useRealTimers();
});

type Opened = Awaited<ReturnType<typeof openForm>>;

async function open(...given: Parameters<typeof openForm>): Promise<Opened> {
  const opening = openForm(...given);
  await vi.advanceTimersByTimeAsync(0);
  return opening;
}

function typeNote(screen: FormModel, text: string): void {
  screen.type(input(screen, 'close_notes'), text);
}

test('a pause in typing saves a draft, and the address becomes its own', async () => {
  const { bridge, route, screen } = await open();
  typeNote(screen, 'Repl');
  await vi.advanceTimersByTimeAsync(700);
  typeNote(screen, 'Replaced');
  await vi.advanceTimersByTimeAsync(700);
  expect(bridge.asked('draft.save')).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(bridge.asked('draft.save')).toMatchObject([
    {
      id: null,
      action: 'close-complete',
      record: 'task5',
      asked: false,
      inputs: { close_notes: 'Replaced' },
    },
  ]);
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { draft: 'draft1' }));
  expect(route.visit).toBe(1);
  expect(screen.draft.savedAt).not.toBeNull();
});

test('nothing typed, nothing saved', async () => {
  const { bridge, screen } = await open();
  await vi.runAllTimersAsync();
  await screen.draft.flush();
  expect(bridge.asked('draft.save')).toEqual([]);
});

test('a save that takes long makes no second draft of what is typed meanwhile', async () => {
  const { bridge, screen } = await open();
  const answer = bridge.hold('draft.save');
  typeNote(screen, 'Repl');
  await vi.runAllTimersAsync();
  typeNote(screen, 'Replaced');
  await vi.runAllTimersAsync();
  answer();
  await vi.runAllTimersAsync();
  expect(bridge.asked('draft.save').map(({ id }) => id)).toEqual([null, 'draft1']);
  expect(bridge.engine.drafts.lines).toMatchObject([{ excerpt: 'Replaced' }]);
});

test('a draft is resumed with its inputs and says that its record has changed', async () => {
  const bridge = new FakeBridge();
  const first = await open('close-complete', {}, bridge);
  typeNote(first.screen, 'Replaced');
  await vi.runAllTimersAsync();
  first.close();
  bridge.engine.drafts.trouble('draft1', 'changed');
  const { screen } = await open('close-complete', { draft: 'draft1' }, bridge);
  expect(screen.typing.valueOf(input(screen, 'close_notes'))).toBe('Replaced');
  expect(screen.since).toBe('changed');
  typeNote(screen, 'Replaced the compressor');
  await vi.runAllTimersAsync();
  expect(bridge.asked('draft.save').at(-1)?.id).toBe('draft1');
  expect(screen.since).toBe('changed');
});

test('leaving before the typing pauses saves first, asks nothing and says where it is kept', async () => {
  const { bridge, route, notices, screen, close } = await open();
  typeNote(screen, 'Replaced');
  route.go({ screen: 'outbox' });
  expect(route.place.screen).toBe('form');
  await vi.advanceTimersByTimeAsync(0);
  expect(route.place.screen).toBe('outbox');
  expect(route.wanted).toBeNull();
  close();
  expect(bridge.engine.drafts.lines).toMatchObject([{ excerpt: 'Replaced' }]);
  expect(notices.shown).toMatchObject([
    { tone: 'kept', outcome: 'Kept under Drafts', title: 'Close complete · WOT0010006' },
  ]);
});

test('what cannot be saved is not left without asking', async () => {
  const { bridge, route, screen } = await open();
  typeNote(screen, 'Replaced');
  bridge.fail('draft.save', { kind: 'internal', message: 'The disk is full' });
  route.go({ screen: 'outbox' });
  await vi.advanceTimersByTimeAsync(0);
  expect(route.place.screen).toBe('form');
  expect(route.wanted).toEqual({ screen: 'outbox' });
  expect(screen.draft.failure?.message).toBe('The disk is full');
});

test('submitting hands in the draft, which is gone with it; nothing is saved afterwards', async () => {
  const { bridge, notices, screen, close } = await open();
  screen.type(input(screen, 'code'), 'solved');
  typeNote(screen, 'Replaced');
  await vi.runAllTimersAsync();
  typeNote(screen, 'Replaced it');
  await screen.submission.submit();
  close();
  await vi.runAllTimersAsync();
  expect(bridge.asked('action.trigger')).toMatchObject([
    { draft: 'draft1', inputs: { close_notes: 'Replaced it' } },
  ]);
  expect(bridge.asked('draft.save')).toHaveLength(1);
  expect(bridge.engine.drafts.lines).toEqual([]);
  expect(notices.shown.map(({ tone }) => tone)).toEqual(['sent']);
});

test('Cancel asks what to do with what was typed: discard', async () => {
  const { bridge, route, notices, screen, close } = await open();
  typeNote(screen, 'Replaced');
  screen.cancel();
  expect(screen.asking).toBe(true);
  expect(route.place.screen).toBe('form');
  await screen.discardDraft();
  await vi.runAllTimersAsync();
  close();
  expect(route.place.screen).toBe('list');
  expect(bridge.engine.drafts.lines).toEqual([]);
  expect(notices.shown).toEqual([]);
});

test('Cancel asks what to do with what was typed: keep', async () => {
  const { bridge, route, screen } = await open();
  typeNote(screen, 'Replaced');
  screen.cancel();
  await screen.keepDraft();
  expect(route.place.screen).toBe('list');
  expect(bridge.engine.drafts.lines).toHaveLength(1);
});

test('Cancel with nothing typed leaves at once, a resumed draft where it is', async () => {
  const { route, screen } = await open('close-complete', { draft: 'draft1' });
  screen.cancel();
  expect(screen.asking).toBe(false);
  expect(route.place.screen).toBe('list');
});

test('"Save progress" keeps a draft on the laptop', async () => {
  const { bridge, route, screen } = await open();
  typeNote(screen, 'Replaced');
  await screen.submission.save();
  expect(bridge.asked('draft.save')).toMatchObject([{ asked: true }]);
  expect(screen.draft.savedAt).not.toBeNull();
  expect(route.place.screen).toBe('form');
});

test('a form with a way of its own to save tells its outcome as Submit does', async () => {
  const { bridge, route, notices, screen, close } = await open('report');
  screen.type(input(screen, 'note'), 'On my way');
  await vi.runAllTimersAsync();
  await screen.submission.save();
  close();
  expect(route.place.screen).toBe('list');
  expect(notices.shown).toMatchObject([{ tone: 'sent', title: 'Save progress · WOT0010006' }]);
  expect(bridge.engine.drafts.lines).toEqual([]);
});

test('what its own way of saving finds missing is shown at its input, and stays a draft', async () => {
  const { bridge, screen } = await open('report');
  screen.type(input(screen, 'hours'), '3');
  await screen.submission.save();
  expect(screen.wrong.map(({ name }) => name)).toEqual(['note']);
  expect(screen.paging.at).toBe(2);
  await vi.runAllTimersAsync();
  expect(bridge.engine.drafts.lines).toHaveLength(1);
});
