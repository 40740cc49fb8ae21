import type { EntryState } from '../../preload/contract/outbox.ts';
import type { Doubt } from '../outbox/doubt.ts';
import { DECIDED_BY_PERSON } from '../outbox/state.ts';

/**
 * What becomes of an entry, as two tables: before anything of it is sent, and after a look at the instance. Everything else in this folder
 * carries out what they say; docs/delivery.md prints them.
 */

/**
 * What is to be done with an entry. `send` its next step; `look` whether that was done already; `wait`; `ask` a person whether it is
 * still to be sent.
 */
export type Turn = 'send' | 'look' | 'wait' | 'ask';

/**
 * Where an entry stands. `first`: nothing goes before it; `behind`: an unacknowledged entry ahead of it shares a record with it; `paused`: its own
 * next attempt is not due yet.
 */
export type Place = 'first' | 'behind' | 'paused';

/** Why an entry is not simply sent: its state where that says it, else the doubt about its next step. */
type WhyNotSent = 'waits for a person' | 'unanswered' | Doubt;

/** Of an entry that a person triggered or decided about lately, and of one for which that is long ago. */
type ByAge = Record<'young' | 'old', Record<Place, Turn>>;

/** Whatever its age, a look comes first: what was done needs no question. What is unanswered is looked for wherever it stands. */
const lookInTurn = { first: 'look', behind: 'wait', paused: 'wait' } as const;
const lookAnywhere = { first: 'look', behind: 'look', paused: 'wait' } as const;
const never = { first: 'wait', behind: 'wait', paused: 'wait' } as const;

export const beforeSending: Record<WhyNotSent, ByAge> = {
  none: {
    young: { first: 'send', behind: 'wait', paused: 'wait' },
    old: { first: 'ask', behind: 'ask', paused: 'ask' },
  },
  unanswered: { young: lookAnywhere, old: lookAnywhere },
  silent: { young: lookAnywhere, old: lookAnywhere },
  failed: { young: lookInTurn, old: lookInTurn },
  'let-go': { young: lookInTurn, old: lookInTurn },
  // What stands behind others is asked about at once, so that a person is asked once for all.
  elsewhere: { young: lookInTurn, old: { first: 'look', behind: 'ask', paused: 'wait' } },
  'waits for a person': { young: never, old: never },
};

/** What is to be done with an entry now. */
export function turnOf(entry: { state: EntryState; doubt: Doubt; isOld: boolean; place: Place }): Turn {
  const { state, doubt, isOld, place } = entry;
  return beforeSending[whyNotSent(state, doubt)][isOld ? 'old' : 'young'][place];
}

function whyNotSent(state: EntryState, doubt: Doubt): WhyNotSent {
  if (DECIDED_BY_PERSON.includes(state)) return 'waits for a person';
  return state === 'queued' ? doubt : 'unanswered';
}

/**
 * What a look at the instance shows of a step. `done`; `looks-done`: it is as it should be, but perhaps by somebody else's doing;
 * `not-there`, and a request that still arrives would do it twice, or over what was done later; `safe-to-send`: not there, and doing
 * it twice does no harm; `cannot-tell`.
 */
export type Found = 'done' | 'looks-done' | 'not-there' | 'safe-to-send' | 'cannot-tell';

/**
 * What follows from a look. `settle` it as done; send it `again`; `ask` a person what became of it; `refuse` it, because the instance fails
 * on it again and again; `wait` and look once more.
 */
export type AfterLook = 'settle' | 'again' | 'ask' | 'refuse' | 'wait';

/** `hopeless`: the instance has failed on it too often to be asked once more. `let-go`: a person was asked before, and let it go. */
export type Mood = 'usual' | 'hopeless' | 'let-go';

/** While a request of ours may still arrive, and once none can any more. */
type Then = readonly [whileOneMayArrive: AfterLook, afterwards: AfterLook];

export const afterLook: Record<Found, Record<Mood, Then>> = {
  done: { usual: ['settle', 'settle'], hopeless: ['settle', 'settle'], 'let-go': ['settle', 'settle'] },
  'looks-done': { usual: ['wait', 'settle'], hopeless: ['wait', 'settle'], 'let-go': ['wait', 'settle'] },
  'not-there': { usual: ['wait', 'again'], hopeless: ['wait', 'refuse'], 'let-go': ['wait', 'again'] },
  'safe-to-send': { usual: ['again', 'again'], hopeless: ['wait', 'refuse'], 'let-go': ['again', 'again'] },
  // A person is asked only when nothing can arrive any more: before, what they discard would be done after all.
  'cannot-tell': { usual: ['wait', 'ask'], hopeless: ['wait', 'ask'], 'let-go': ['again', 'again'] },
};
