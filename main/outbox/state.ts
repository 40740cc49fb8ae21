import type { Decision, EntryState } from '../../preload/contract/outbox.ts';
import type { JournalWhat } from '../../preload/contract/journal.ts';
import type { Ending } from '../database/outbox-schema.ts';
import { type Attempted, isShared, triesOf } from './doubt.ts';
import type { Question } from './entry.ts';

/** What an entry in a state waits for. */
type WaitsFor = 'its turn' | 'an answer' | 'a look' | 'a person' | 'nothing';

/**
 * The life of an entry as one table: what it waits for in each state, and what each event does there. An event that is not listed
 * cannot happen, and `next` throws on it. The SQL CHECK, the screens' words and the property tests go by the same states; `held` is
 * what a queued entry is called while one ahead of it, on the same record, waits for a look or a person.
 */
export const states = {
  queued: {
    waitsFor: 'its turn',
    on: {
      send: 'sending',
      edit: 'queued',
      conflict: 'conflict',
      /** It may be there already: another laptop has it too, or the instance failed on it halfway. */
      'look-first': 'unknown',
      /** It has waited so long that a person has to say whether it is still to be sent. */
      'ask-first': 'old',
      /** The same of one that was tried and cannot be looked for. */
      unclear: 'unclear',
    },
  },
  sending: {
    waitsFor: 'an answer',
    on: {
      acknowledge: 'sent',
      'step-done': 'sending',
      'next-step': 'sending',
      'not-delivered': 'queued',
      'sign-in-needed': 'queued',
      later: 'queued',
      'no-answer': 'unknown',
      refuse: 'refused',
      /** Somebody else changed the record, or it is gone: found before the next step is sent. */
      conflict: 'conflict',
      /** The process died while it was being sent: nobody knows whether the request left. */
      interrupted: 'unknown',
    },
  },
  unknown: {
    waitsFor: 'a look',
    on: {
      acknowledge: 'sent',
      'step-done': 'queued',
      'not-there': 'queued',
      /** Nothing there yet, but the request may still be on its way. */
      'look-again': 'unknown',
      /** The instance cannot be asked what became of it: a person looks there and decides. */
      unclear: 'unclear',
      /** It is not there, and the instance fails on it again and again. */
      'give-up': 'refused',
    },
  },
  refused: { waitsFor: 'a person', on: { 'try-again': 'queued', edit: 'queued' } },
  conflict: { waitsFor: 'a person', on: { 'try-again': 'queued', edit: 'queued', resolve: 'queued' } },
  old: { waitsFor: 'a person', on: { 'try-again': 'queued', edit: 'queued' } },
  unclear: { waitsFor: 'a person', on: { 'let-go': 'queued', edit: 'queued' } },
  sent: { waitsFor: 'nothing', on: {} },
} as const satisfies Record<EntryState, { waitsFor: WaitsFor; on: Partial<Record<string, EntryState>> }>;

type States = typeof states;
type Events<On> = On extends unknown ? keyof On : never;
export type EntryEvent = Events<States[EntryState]['on']>;

/** The state after an event; throws when the table has no such step, which is a fault of the caller. */
export function next(state: EntryState, event: EntryEvent): EntryState {
  const on: Partial<Record<EntryEvent, EntryState>> = states[state].on;
  const after = on[event];
  if (after === undefined) throw new Error(`an entry that is ${state} cannot ${event}`);
  return after;
}

/** How the journal calls an event, and how it ends the attempt that is under way or in doubt; null: it does not. */
export const events: Record<EntryEvent, { journal: JournalWhat; ends: Ending | null }> = {
  send: { journal: 'attempt', ends: null },
  'next-step': { journal: 'attempt', ends: null },
  acknowledge: { journal: 'acknowledged', ends: 'done' },
  'step-done': { journal: 'step-acknowledged', ends: 'done' },
  'not-delivered': { journal: 'not-delivered', ends: 'not-delivered' },
  'sign-in-needed': { journal: 'sign-in-needed', ends: 'not-delivered' },
  later: { journal: 'retry-later', ends: 'turned-away' },
  'no-answer': { journal: 'no-answer', ends: 'silent' },
  refuse: { journal: 'refused', ends: 'refused' },
  conflict: { journal: 'conflict', ends: 'not-delivered' },
  interrupted: { journal: 'interrupted', ends: 'cut-short' },
  'look-first': { journal: 'look-first', ends: null },
  'look-again': { journal: 'look-again', ends: null },
  'not-there': { journal: 'found-not-done', ends: 'not-there' },
  'give-up': { journal: 'refused', ends: 'not-there' },
  unclear: { journal: 'unclear', ends: null },
  'ask-first': { journal: 'ask-first', ends: null },
  'try-again': { journal: 'try-again', ends: null },
  'let-go': { journal: 'try-again', ends: 'let-go' },
  edit: { journal: 'edited', ends: null },
  resolve: { journal: 'resolved', ends: null },
};

/** States in which an entry waits for a person. */
export const DECIDED_BY_PERSON: readonly EntryState[] = statesThatWaitFor('a person');

/** States that stand in the way of later entries on the same record: a decision is due, or nobody knows yet what became of it. */
export const HOLDING: readonly EntryState[] = [...statesThatWaitFor('a look'), ...DECIDED_BY_PERSON];

function statesThatWaitFor(what: WaitsFor): EntryState[] {
  return (Object.keys(states) as EntryState[]).filter((state) => states[state].waitsFor === what);
}

/** What the decisions about an entry depend on. */
export interface Decidable extends Attempted {
  state: EntryState;
  question: Question | null;
}

/**
 * What a person may decide. An entry on its way or of unknown outcome cannot be edited or discarded: its effect may
 * already be there (docs/peers.md, row 12). One of which a step is acknowledged cannot be edited: the step
 * would be repeated; nor one whose record is gone: its form has nothing to open on; nor one that another laptop has too and may
 * send as it was, before the instance has refused it.
 */
export function decisions(entry: Decidable, hasForm: boolean): Decision[] {
  const edit: Decision[] = hasForm && mayBeEdited(entry) ? ['edit'] : [];
  switch (entry.state) {
    case 'queued':
      return entry.step > 0 || triesOf(entry) > 0 ? [] : [...edit, 'discard'];
    case 'refused':
    case 'old':
    case 'unclear':
      return ['try-again', ...edit, 'discard'];
    case 'conflict':
      return ['try-again', 'compare', ...edit, 'discard'];
    case 'unknown':
    case 'sending':
    case 'sent':
      return [];
  }
}

function mayBeEdited(entry: Decidable): boolean {
  const { state, step, question } = entry;
  const isGone = question?.about === 'conflict' && question.conflict.kind === 'gone';
  // The instance has not seen it yet, but may at any time, by the other laptop.
  const isSentElsewhere = (state === 'queued' || state === 'old') && isShared(entry);
  return step === 0 && !isGone && !isSentElsewhere;
}
