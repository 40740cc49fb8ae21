import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisions, DECIDED_BY_PERSON, type EntryEvent, next } from '../../main/outbox/state.ts';
import type { Decision, EntryState } from '../../preload/contract/outbox.ts';

/** The life of an entry, as DESIGN.md section 6 has it: what follows from each event in each state. */
const life: Record<EntryState, Partial<Record<EntryEvent, EntryState>>> = {
  queued: {
    ...{ send: 'sending', revise: 'queued', conflict: 'conflict' },
    ...{ 'look-first': 'unknown', 'ask-first': 'refused' },
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
    'not-done': 'queued',
    'look-again': 'unknown',
    unclear: 'refused',
    refuse: 'refused',
  },
  refused: { 'try-again': 'queued', revise: 'queued' },
  conflict: { 'try-again': 'queued', revise: 'queued', resolve: 'queued' },
  sent: {},
};

const states = Object.keys(life) as EntryState[];
const events = [...new Set(states.flatMap((state) => Object.keys(life[state]) as EntryEvent[]))];

describe.each(states)('an entry that is %s', (state) => {
  test.each(events)('on %s goes where it should, or throws', (event) => {
    const after = life[state][event];
    if (after === undefined)
      expect(() => next(state, event)).toThrow(`an entry that is ${state} cannot ${event}`);
    else expect(next(state, event)).toBe(after);
  });
});

/** States that can be reached from one, itself among them, by events for which `may` holds. */
function reach(from: EntryState, may: (event: EntryEvent) => boolean): Set<EntryState> {
  const reached = new Set([from]);
  for (const state of reached) {
    for (const event of events) {
      const after = life[state][event];
      if (after !== undefined && may(event)) reached.add(after);
    }
  }
  return reached;
}

test('sent is final', () => {
  for (const event of events) expect(() => next('sent', event)).toThrow();
});

test('from every state that waits there is a way to sent', () => {
  for (const state of states) expect([...reach(state, () => true)]).toContain('sent');
});

test('only a person moves an entry that waits for a person', () => {
  for (const state of states) {
    const events = Object.keys(life[state]);
    const byPerson = events.every((event) => ['try-again', 'revise', 'resolve'].includes(event));
    expect(DECIDED_BY_PERSON.includes(state)).toBe(byPerson && state !== 'sent');
  }
});

test('nothing is sent again after an unknown outcome unless the instance was asked or a person decided', () => {
  const unasked = reach(
    'unknown',
    (event) => !['not-done', 'step-done', 'try-again', 'revise', 'resolve'].includes(event),
  );
  expect([...unasked]).not.toContain('sending');
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

test.for<
  [what: string, state: EntryState, attempts: number, step: number, withForm: Decision[], without: Decision[]]
>([
  ['new', 'queued', 0, 0, ['edit', 'discard'], ['discard']],
  ['tried before, to be tried again', 'queued', 1, 0, [], []],
  ['half done', 'queued', 0, 1, [], []],
  ['on its way', 'sending', 1, 0, [], []],
  ['of unknown outcome', 'unknown', 1, 0, [], []],
  ['refused', 'refused', 1, 0, ['try-again', 'edit', 'discard'], ['try-again', 'discard']],
  ['refused when half done', 'refused', 1, 1, ['try-again', 'discard'], ['try-again', 'discard']],
  [
    'in conflict',
    'conflict',
    1,
    0,
    ['try-again', 'compare', 'edit', 'discard'],
    ['try-again', 'compare', 'discard'],
  ],
  ['sent', 'sent', 1, 2, [], []],
])('of an entry that is %s a person may decide this', ([, state, attempts, step, withForm, without]) => {
  expect(decisions({ state, attempts, step }, true)).toEqual(withForm);
  expect(decisions({ state, attempts, step }, false)).toEqual(without);
});

test('what another laptop may send as it was cannot be edited before it is refused', () => {
  const shared = { attempts: 0, step: 0, shared: true };
  expect(decisions({ ...shared, state: 'queued' }, true)).toEqual(['discard']);
  expect(decisions({ ...shared, state: 'refused' }, true)).toContain('edit');
});

test('nor before the instance has refused it, when only its age is asked about', () => {
  const failure = { kind: 'too-old', message: '', days: 14 } as const;
  const old = { state: 'refused', attempts: 0, step: 0, failure } as const;
  expect(decisions(old, true)).toEqual(['try-again', 'edit', 'discard']);
  expect(decisions({ ...old, shared: true }, true)).toEqual(['try-again', 'discard']);
});

test('every state in which nothing else happens can be decided', () => {
  for (const state of DECIDED_BY_PERSON)
    expect(decisions({ state, attempts: 3, step: 1 }, false)).not.toEqual([]);
});
