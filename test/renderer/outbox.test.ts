import { expect, test } from 'vitest';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import { businessRule } from '../../renderer/parts/business-rule.ts';
import { clockText, countdownText } from '../../renderer/format/instant.ts';
import { newsOfGroupEdit } from '../../renderer/state/notices.svelte.ts';
import { formPlace, hrefOf, placeAt } from '../../renderer/state/place.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { Announcer } from '../../renderer/screens/outbox/announcer.svelte.ts';
import { OutboxModel } from '../../renderer/screens/outbox/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { openForm } from './fake/open-form.ts';
import { contest } from './fake/conflict.ts';
import { growOld, leaveUnclear, noShift } from './fake/outbox.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';
import { plain, state } from './fake/world.ts';

interface Opened {
  bridge: FakeBridge;
  route: Route;
  screen: OutboxModel;
}

/** An Outbox with a refused Accept (#1), a refused Close complete (#2) and a sent Assign (#3). */
async function openOutbox(): Promise<Opened> {
  const bridge = new FakeBridge();
  const trigger = (action: string, record: string, inputs = {}): Promise<unknown> =>
    bridge.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
  await trigger('accept', 'task0');
  await trigger('close-complete', 'task5', { code: 'solved', close_notes: 'no' });
  await trigger('assign', 'task8', { assigned_to: 'u4' });
  const route = new Route(makeWindow('#/outbox'));
  const screen = new OutboxModel(bridge, route);
  screen.open();
  await settled();
  return { bridge, route, screen };
}

function entry({ asked }: OutboxModel, seq: number): EntryLine {
  const found = asked.value?.waiting.find((line) => line.seq === seq);
  if (found === undefined) throw new Error(`#${seq} does not wait`);
  return found;
}

test('shows what waits in order and what was sent apart', async () => {
  const { screen } = await openOutbox();
  expect(screen.asked.value?.waiting.map(({ seq, state }) => [seq, state])).toEqual([
    [1, 'refused'],
    [2, 'refused'],
  ]);
  expect(screen.asked.value?.sent.map(({ seq }) => seq)).toEqual([3]);
  expect(screen.empty).toBe(false);
});

test('"Try again" sends it once more', async () => {
  const { bridge, screen } = await openOutbox();
  bridge.engine.shiftOpen = true;
  await screen.deciding.tryAgain([1]);
  await settled();
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([2]);
});

test('all that was refused is tried again at once', async () => {
  const { bridge, screen } = await openOutbox();
  expect(screen.refused).toEqual([1, 2]);
  await screen.deciding.tryAgain(screen.refused);
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [1, 2], decision: 'try-again' }]);
  expect(screen.announcer.text).toBe('2 entries will be tried again.');
});

test('"Edit" opens the form of the entry', async () => {
  const { route, screen } = await openOutbox();
  screen.deciding.edit(entry(screen, 2));
  expect(route.place).toEqual(formPlace('close-complete', 'task5', { revises: 2 }));
});

test('"Discard" says first what it comes to; saying no leaves everything as it was', async () => {
  const { bridge, screen } = await openOutbox();
  await screen.deciding.discard([1]);
  expect(screen.deciding.discarding).toMatchObject({
    entries: [1],
    preview: {
      entries: [{ seq: 1, action: 'Accept' }],
      records: [{ title: 'WOT0010001', fields: [{ label: 'State', to: { display: 'Assigned' } }] }],
    },
  });
  screen.deciding.keep();
  expect(screen.deciding.discarding).toBeNull();
  expect(bridge.asked('outbox.decide')).toEqual([]);
});

test('"Discard" confirmed takes the entry away, and one press brings it back', async () => {
  const { bridge, screen } = await openOutbox();
  await screen.deciding.discard([1]);
  await screen.deciding.confirmDiscard();
  await settled();
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [1], decision: 'discard' }]);
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([2]);
  expect(screen.asked.value?.discarded).toMatchObject([{ entry: 1, count: 1 }]);
  expect([screen.announcer.text, screen.deciding.discarded]).toEqual(['1 entry discarded.', [1]]);

  await screen.deciding.undo(1);
  await settled();
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([1, 2]);
  expect([screen.announcer.text, screen.deciding.discarded]).toEqual(['The entry is back in its place.', []]);
});

test('an undo that cannot be is told, and what was discarded stays there', async () => {
  const { bridge, screen } = await openOutbox();
  await screen.deciding.discard([1]);
  await screen.deciding.confirmDiscard();
  bridge.fail('outbox.undo', { kind: 'not-offered', message: 'Bring #7 back first' });
  await screen.deciding.undo(1);
  await settled();
  expect(screen.deciding.failure?.message).toBe('Bring #7 back first');
  expect(screen.deciding.discarded).toEqual([1]);
});

test('a decision that fails is told and the entry stays', async () => {
  const { bridge, screen } = await openOutbox();
  bridge.fail('outbox.decide', { kind: 'not-found', message: 'It was sent meanwhile' });
  await screen.deciding.tryAgain([1]);
  expect(screen.deciding.failure?.message).toBe('It was sent meanwhile');
});

test('a second press while a decision is being carried out does nothing', async () => {
  const { bridge, screen } = await openOutbox();
  const answer = bridge.hold('outbox.decide');
  const first = screen.deciding.tryAgain([1]);
  await screen.deciding.tryAgain([1]);
  expect(screen.deciding.isWorking([1])).toBe(true);
  answer();
  await first;
  expect(bridge.asked('outbox.decide')).toHaveLength(1);
  expect(screen.deciding.isWorking([1])).toBe(false);
});

test('about what has waited too long a person is asked apart from what was refused', async () => {
  const { bridge, screen } = await openOutbox();
  for (const record of ['task9', 'task13'])
    await bridge.ask('action.trigger', {
      ...{ action: 'close-complete', record, revises: null, draft: null },
      inputs: { code: 'solved', close_notes: 'no' },
    });
  for (const { line } of bridge.engine.entries.slice(-2))
    Object.assign(line, { state: 'queued', cause: null });
  screen.asked.again();
  await settled();
  for (const old of bridge.engine.entries.slice(-2)) growOld(old);
  screen.asked.again();
  await settled();
  expect(screen.announcer.text).toBe(
    '#4 Close complete: Held, needs your decision. #5 Close complete: Held, needs your decision',
  );
  expect(screen.asked.value?.groups).toMatchObject([{ state: 'old', entries: [4, 5] }]);
  expect(screen.refused).toEqual([1, 2]);
  await screen.deciding.send([4, 5]);
  expect(bridge.asked('outbox.decide')).toEqual([{ entries: [4, 5], decision: 'try-again' }]);
  expect(screen.announcer.text).toBe('2 entries will be sent.');
});

test('what may have been done is not called refused, and not tried again with what was', async () => {
  const { bridge, screen } = await openOutbox();
  await refuseMore(bridge, 1);
  const unclear = bridge.engine.entries.at(-1);
  if (unclear) leaveUnclear(unclear);
  screen.asked.again();
  await settled();
  expect(screen.announcer.text).toBe('#4 Close complete: Unclear');
  expect(entry(screen, 4).state).toBe('unclear');
  expect(screen.refused).toEqual([1, 2]);
});

/** As many closings refused for one cause as asked for, beginning with #4. */
async function refuseMore(bridge: FakeBridge, count: number): Promise<void> {
  for (let at = 0; at < count; at++) {
    const question = { action: 'close-complete', record: `task${at * 4 + 9}`, revises: null, draft: null };
    const inputs = { code: at % 2 === 0 ? 'solved' : 'workaround', close_notes: 'no' };
    await bridge.ask('action.trigger', { ...question, inputs });
  }
  await settled();
}

test('a large group with one cause is folded until it is asked for', async () => {
  const { bridge, screen } = await openOutbox();
  await refuseMore(bridge, 5);
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([1]);
  const [group] = screen.asked.value?.groups ?? [];
  expect(group).toMatchObject({ entries: [2, 4, 5, 6, 7, 8], folded: true });
  if (group) await screen.unfold(group);
  expect(screen.asked.value?.waiting.map(({ seq }) => seq)).toEqual([1, 2, 4, 5, 6, 7, 8]);
  if (group) await screen.fold(group);
  expect(screen.asked.value?.waiting).toHaveLength(1);
});

test('an entry that others wait for is brought to light wherever it is', async () => {
  const { bridge, screen } = await openOutbox();
  await refuseMore(bridge, 5);
  await screen.find(6);
  expect(screen.asked.value?.waiting.some(({ seq }) => seq === 6)).toBe(true);
  screen.search = 'Accept';
  await screen.asked.ask({ search: 'Accept', waiting: 5, sent: 5, discarded: 5, unfolded: [] });
  await screen.find(7);
  expect(screen.search).toBe('');
  expect(screen.asked.value?.waiting.some(({ seq }) => seq === 7)).toBe(true);
});

test('a group is mended once: the form opens for all, and what differs is marked', async () => {
  const { bridge, route, screen } = await openOutbox();
  await refuseMore(bridge, 1);
  const [group] = screen.asked.value?.groups ?? [];
  if (group) screen.deciding.editGroup(group);
  const place = formPlace('close-complete', 'task5', { revises: 2, group: true });
  expect(route.place).toEqual(place);
  expect(placeAt(hrefOf(place))).toEqual(place);

  const form = await openForm('close-complete', { revises: 2, group: true }, bridge);
  await settled();
  const { groupEdit } = form.screen;
  expect(groupEdit.entries.map(({ seq }) => seq)).toEqual([2, 4]);
  const [code] = form.screen.inputs;
  expect(form.screen.inputs.map(({ name }) => groupEdit.differs(name)).slice(0, 2)).toEqual([false, false]);
  expect(code?.name).toBe('code');
  const notes = form.screen.inputs.find(({ name }) => name === 'close_notes');
  if (notes) form.screen.type(notes, 'Replaced the fan');
  await form.screen.submission.submit();
  expect(bridge.asked('outbox.mend')).toMatchObject([
    { entries: [2, 4], inputs: { close_notes: 'Replaced the fan' } },
  ]);
  expect(bridge.engine.entries.filter(({ line }) => [2, 4].includes(line.seq))).toMatchObject([
    { line: { state: 'sent' }, inputs: { close_notes: 'Replaced the fan' } },
    { line: { state: 'sent' }, inputs: { close_notes: 'Replaced the fan' } },
  ]);
  expect(form.notices.shown[0]).toMatchObject({ tone: 'saved', outcome: '2 entries edited' });
});

test('those that could not be edited are told of with the reason', () => {
  const left = [{ entry: 5, title: 'WOT0010041', message: 'Only an accepted task can be closed' }];
  expect(newsOfGroupEdit('Close complete', { mended: [4], left })).toMatchObject({
    tone: 'failed',
    outcome: '1 entry could not be edited',
    hint: '#5 WOT0010041: Only an accepted task can be closed',
  });
});

/** A closing (#1) waits; somebody else has changed these fields meanwhile. */
async function openConflict(theirs: Parameters<typeof contest>[1]) {
  const bridge = new FakeBridge();
  bridge.engine.connection = { ...bridge.engine.connection, state: 'offline' };
  const question = { action: 'close-complete', record: 'task5', revises: null, draft: null };
  await bridge.ask('action.trigger', { ...question, inputs: { code: 'solved', close_notes: 'Done' } });
  const [made] = bridge.engine.entries;
  if (made) contest(made, theirs);
  const screen = new OutboxModel(bridge, new Route(makeWindow('#/outbox')));
  screen.open();
  await settled();
  await screen.deciding.compare(entry(screen, 1));
  return { bridge, screen, comparing: screen.deciding.comparing };
}

test('a conflict is sent only when a side is chosen for each field that both changed', async () => {
  const { bridge, screen, comparing } = await openConflict({
    ...{ state: state('7'), close_notes: plain('The customer has cancelled') },
  });
  const [stateField, notes] = comparing.clashes;
  expect([stateField?.field, notes?.field]).toEqual(['state', 'close_notes']);
  await screen.deciding.resolve();
  expect(bridge.asked('outbox.resolve')).toEqual([]);
  comparing.chooseAll('mine');
  if (stateField) comparing.choose(stateField, 'theirs');
  expect(comparing.open).toEqual([]);
  await screen.deciding.resolve();
  expect(bridge.asked('outbox.resolve')).toEqual([
    { entry: 1, choices: { state: 'theirs', close_notes: 'mine' } },
  ]);
  expect([comparing.comparison, screen.announcer.text]).toEqual([null, '1 entry will be tried again.']);
});

test('a resolution that is not taken stays open with the reason, and the choices too', async () => {
  const { bridge, screen, comparing } = await openConflict({ state: state('7') });
  comparing.chooseAll('theirs');
  bridge.fail('outbox.resolve', { kind: 'not-found', message: 'Entry 1 is not in conflict any more' });
  await screen.deciding.resolve();
  expect(comparing.failure?.message).toBe('Entry 1 is not in conflict any more');
  expect([comparing.comparison?.entry, comparing.choices]).toEqual([1, { state: 'theirs' }]);
});

test('of a record that is gone there is nothing to choose', async () => {
  const { comparing } = await openConflict(null);
  expect(comparing.comparison?.kind).toBe('gone');
  expect(comparing.clashes).toEqual([]);
});

test('an entry that is not in conflict any more is not compared', async () => {
  const { screen } = await openOutbox();
  await screen.deciding.compare(entry(screen, 1));
  expect(screen.deciding.failure?.message).toBe('Entry 1 is not in conflict any more');
  expect(screen.deciding.comparing.comparison).toBeNull();
});

test('what moves is announcer: few one by one, many by their number', () => {
  const announcer = new Announcer();
  const line = (seq: number, state: EntryLine['state']) => ({ seq, state, action: 'Accept' }) as EntryLine;
  const all = (state: EntryLine['state'], ...seqs: number[]) => seqs.map((seq) => line(seq, state));
  announcer.follow({ waiting: all('queued', 1, 2, 3, 4, 5), sent: [] });
  expect(announcer.text).toBe('');
  announcer.follow({ waiting: [...all('refused', 1), ...all('sending', 2, 3, 4, 5)], sent: [] });
  expect(announcer.text).toBe('#1 Accept: Refused');
  announcer.follow({ waiting: all('refused', 1), sent: all('sent', 2, 3, 4, 5) });
  expect(announcer.text).toBe('4 entries: Sent');
});

test.for<[ms: number, text: string]>([
  [0, 'next now'],
  [42_000, 'next in 42 s'],
  [61_001, 'next in 1 min 2 s'],
  [3_599_000, 'next in 59 min 59 s'],
])('what is tried again in %i ms is counted down', ([ms, text]) => {
  const now = new Date('2026-11-20T08:00:00Z');
  expect(countdownText(new Date(now.getTime() + ms).toISOString(), now)).toBe(text);
});

test('what is tried again later than in an hour says when', () => {
  const now = new Date('2026-11-20T08:00:00Z');
  const at = new Date(now.getTime() + 3_600_000).toISOString();
  expect(countdownText(at, now)).toBe(`next at ${clockText(at, now)}`);
});

test('the business rule that stopped an action is named; other words are left alone', () => {
  expect(businessRule(noShift.detail)).toBe('Accepting needs an open shift');
  expect(businessRule("aborted by Business Rule 'No id'")).toBe('No id');
  expect(businessRule('ACL Exception Update Failed due to security constraints')).toBeNull();
  expect(businessRule(null)).toBeNull();
});
