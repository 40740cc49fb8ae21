import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storedEntry } from '../../main/outbox/entry.ts';
import {
  type Decidable,
  decisions,
  DECIDED_BY_PERSON,
  type EntryEvent,
  events as facts,
  HOLDING,
  next,
} from '../../main/outbox/state.ts';
import type { Decision, EntryState } from '../../preload/contract/outbox.ts';
import { enOutbox } from '../../renderer/messages/en-outbox.ts';
import { attempt, questionOf } from '../support/entry.ts';

/** The life of an entry: what follows from each event in each state. */
const life: Record<EntryState, Partial<Record<EntryEvent, EntryState>>> = {
  queued: {
    send: 'sending',
    edit: 'queued',
    conflict: 'conflict',
    'look-first': 'unknown',
    'ask-first': 'old',
    unclear: 'unclear',
  },
  sending: {
    acknowledge: 'sent',
    'step-done': 'sending',
    'next-step': 'sending',
    'not-delivered': 'queued',
    'no-answer': 'unknown',
    later: 'queued',
    'sign-in-needed': 'queued',
    refuse: 'refused',
    conflict: 'conflict',
    interrupted: 'unknown',
  },
  unknown: {
    acknowledge: 'sent',
    'step-done': 'queued',
    'not-there': 'queued',
    'look-again': 'unknown',
    unclear: 'unclear',
    'give-up': 'refused',
  },
  refused: { 'try-again': 'queued', edit: 'queued' },
  conflict: { 'try-again': 'queued', edit: 'queued', resolve: 'queued' },
  old: { 'try-again': 'queued', edit: 'queued' },
  unclear: { 'let-go': 'queued', edit: 'queued' },
  sent: {},
};

const states = Object.keys(life) as EntryState[];
const events = [...new Set(states.flatMap((state) => Object.keys(life[state]) as EntryEvent[]))];
/** What a person says about an entry that waits for them. */
const BY_PERSON: readonly EntryEvent[] = ['try-again', 'let-go', 'edit', 'resolve'];

describe.each(states)('an entry that is %s', (state) => {
  test.each(events)('on %s goes where it should, or throws', (event) => {
    const after = life[state][event];
    if (after === undefined)
      expect(() => next(state, event)).toThrow(`an entry that is ${state} cannot ${event}`);
    else expect(next(state, event)).toBe(after);
  });
});

test('every event has a name in the journal, and there is no other', () => {
  expect(Object.keys(facts).sort()).toEqual([...events].sort());
});

test('what the screen calls an entry is its state, or that it is held', () => {
  expect(Object.keys(enOutbox.states).sort()).toEqual([...states, 'held'].sort());
});

test('what travels to another laptop knows the same states', () => {
  expect([...storedEntry.shape.state.options].sort()).toEqual([...states].sort());
});

/** States that can be reached from one, itself among them, by events for which `may` holds. */
function reach(from: EntryState, may: (event: EntryEvent, from: EntryState) => boolean): Set<EntryState> {
  const reached = new Set([from]);
  for (const state of reached) {
    for (const event of events) {
      const after = life[state][event];
      if (after !== undefined && may(event, state)) reached.add(after);
    }
  }
  return reached;
}

test('every state can come about', () => {
  expect([...reach('queued', () => true)].sort()).toEqual([...states].sort());
});

test('sent is final', () => {
  for (const event of events) expect(() => next('sent', event)).toThrow();
});

test('from every state that waits there is a way to sent', () => {
  for (const state of states) expect([...reach(state, () => true)]).toContain('sent');
});

test('only a person moves an entry that waits for a person', () => {
  expect(DECIDED_BY_PERSON).toEqual(['refused', 'conflict', 'old', 'unclear']);
  for (const state of states) {
    const isMovedByPerson = Object.keys(life[state]).every((event) =>
      BY_PERSON.includes(event as EntryEvent),
    );
    expect(DECIDED_BY_PERSON.includes(state)).toBe(isMovedByPerson && state !== 'sent');
  }
});

test('a decision puts it back into the queue, from where alone it can be sent', () => {
  for (const state of states) {
    for (const event of BY_PERSON) expect([undefined, 'queued']).toContain(life[state][event]);
    expect(Object.values(life[state]).includes('sending')).toBe(state === 'queued' || state === 'sending');
  }
});

test('what waits for a look or a person stands in the way of what is behind it', () => {
  expect([...HOLDING].sort()).toEqual(['unknown', ...DECIDED_BY_PERSON].sort());
});

test('nothing is sent again after an unknown outcome unless the instance was asked or a person decided', () => {
  const asked: readonly EntryEvent[] = ['not-there', 'step-done', ...BY_PERSON];
  expect([...reach('unknown', (event) => !asked.includes(event))]).not.toContain('sending');
});

test('nothing that nobody can tell about is refused as if the instance had said so', () => {
  const byPerson = (event: EntryEvent) => !BY_PERSON.includes(event);
  expect([...reach('unclear', byPerson)]).toEqual(['unclear']);
  expect([...reach('old', byPerson)]).toEqual(['old']);
});

test('an attempt ends with every event after which its entry is not on its way any more, and with no other', () => {
  const left = events.filter((event) => {
    const after = life.sending[event];
    return after !== undefined && after !== 'sending';
  });
  for (const event of left) expect(facts[event].ends).not.toBeNull();
  expect(facts['step-done'].ends).toBe('done');
  for (const event of ['send', 'next-step', 'look-first', 'look-again'] as const)
    expect(facts[event].ends).toBeNull();
});

test('a person ends the doubt about an attempt only by letting it go', () => {
  expect(BY_PERSON.filter((event) => facts[event].ends !== null)).toEqual(['let-go']);
});

test('an entry is sent only once, whatever happens to it', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...events), { maxLength: 40 }), (history) => {
      let state: EntryState = 'queued';
      let sent = 0;
      for (const event of history) {
        const before = state;
        try {
          state = next(state, event);
        } catch {
          expect(life[before][event]).toBeUndefined();
        }
        if (state === 'sent' && before !== 'sent') sent += 1;
        if (before === 'sent') expect(state).toBe('sent');
      }
      expect(sent).toBeLessThanOrEqual(1);
    }),
  );
});

/** An entry in a state, tried so often, after so many steps. */
const decidable = (state: EntryState, tries = 0, step = 0): Decidable => ({
  state,
  step,
  revision: 0,
  decided: null,
  question: questionOf(state),
  attempts: Array.from({ length: tries }, (_, at) => attempt({ number: at + 1, step, ended: 'turned-away' })),
});

/** The same of one that another laptop has too. */
const shared = (state: EntryState): Decidable => ({
  ...decidable(state),
  attempts: [attempt({ isElsewhere: true, ended: null })],
});

test.for<
  [what: string, state: EntryState, tries: number, step: number, withForm: Decision[], without: Decision[]]
>([
  ['new', 'queued', 0, 0, ['edit', 'discard'], ['discard']],
  ['tried before, to be tried again', 'queued', 1, 0, [], []],
  ['half done', 'queued', 0, 1, [], []],
  ['on its way', 'sending', 1, 0, [], []],
  ['of unknown outcome', 'unknown', 1, 0, [], []],
  ['refused', 'refused', 1, 0, ['try-again', 'edit', 'discard'], ['try-again', 'discard']],
  ['refused when half done', 'refused', 1, 1, ['try-again', 'discard'], ['try-again', 'discard']],
  ['old', 'old', 0, 0, ['try-again', 'edit', 'discard'], ['try-again', 'discard']],
  ['old when half done', 'old', 0, 1, ['try-again', 'discard'], ['try-again', 'discard']],
  ['unclear', 'unclear', 1, 0, ['try-again', 'edit', 'discard'], ['try-again', 'discard']],
  ['unclear when half done', 'unclear', 1, 1, ['try-again', 'discard'], ['try-again', 'discard']],
  [
    'in conflict',
    'conflict',
    1,
    0,
    ['try-again', 'compare', 'edit', 'discard'],
    ['try-again', 'compare', 'discard'],
  ],
  ['sent', 'sent', 1, 2, [], []],
])('of an entry that is %s a person may decide this', ([, state, tries, step, withForm, without]) => {
  expect(decisions(decidable(state, tries, step), true)).toEqual(withForm);
  expect(decisions(decidable(state, tries, step), false)).toEqual(without);
});

test('one whose requests never got in, or that was decided about since, is as good as new', () => {
  const [first] = decidable('queued', 1).attempts;
  const notDelivered = first && { ...first, ended: 'not-delivered' as const };
  expect(decisions({ ...decidable('queued'), attempts: notDelivered ? [notDelivered] : [] }, true)).toEqual([
    'edit',
    'discard',
  ]);
  expect(decisions({ ...decidable('queued', 3), decided: { attempts: 3 } }, true)).toEqual([
    'edit',
    'discard',
  ]);
  expect(decisions({ ...decidable('queued', 3), decided: { attempts: 2 } }, true)).toEqual([]);
});

test('one whose record is gone cannot be edited: its form has nothing to open on', () => {
  const about = { table: 'wm_task', sys_id: '', by: '', at: '', modCount: '', fields: [] };
  const question = { about: 'conflict', conflict: { ...about, kind: 'gone' } } as const;
  expect(decisions({ ...decidable('conflict', 1), question }, true)).toEqual([
    'try-again',
    'compare',
    'discard',
  ]);
});

test('what another laptop may send as it was cannot be edited before it is refused', () => {
  expect(decisions(shared('queued'), true)).toEqual(['discard']);
  expect(decisions(shared('refused'), true)).toContain('edit');
  expect(decisions(shared('unclear'), true)).toContain('edit');
});

test('nor before the instance has refused it, when only its age is asked about', () => {
  expect(decisions(shared('old'), true)).toEqual(['try-again', 'discard']);
});

test('every state in which nothing else happens can be decided, and what may be decided there can happen', () => {
  for (const state of DECIDED_BY_PERSON) {
    const may = decisions(decidable(state, 3), true);
    expect(may).toContain('discard');
    const tryAgain: EntryEvent = state === 'unclear' ? 'let-go' : 'try-again';
    expect(may).toContain('try-again');
    expect(life[state][tryAgain]).toBe('queued');
    if (may.includes('edit')) expect(life[state].edit).toBe('queued');
    if (may.includes('compare')) expect(life[state].resolve).toBe('queued');
  }
});
