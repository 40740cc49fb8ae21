import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { Conflict, Decision, EntryState } from '../../preload/contract/outbox.ts';

/**
 * The life of an entry (DESIGN.md section 6) as one table: what each event does in each state. What is not listed cannot happen,
 * and `next` throws on it. The SQL CHECK, the screens' words and the property test go by the same states.
 */
const table = {
  queued: {
    send: 'sending',
    revise: 'queued',
    conflict: 'conflict',
    /** It may be there already: another laptop has it too, or the instance failed on it halfway. */
    'look-first': 'unknown',
    /** It has waited so long that a person has to say whether it is still to be sent. */
    'ask-first': 'refused',
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
    /** Somebody else changed the record, or it is gone: found before the next step is sent. */
    conflict: 'conflict',
    /** The process died while it was being sent: nobody knows whether the request left. */
    interrupted: 'unknown',
  },
  unknown: {
    acknowledge: 'sent',
    'step-done': 'queued',
    'not-done': 'queued',
    /** Nothing there yet, but the request may still be on its way. */
    'look-again': 'unknown',
    /** The instance cannot be asked what became of it: a person looks there and decides. */
    unclear: 'refused',
    /** The instance fails on it again and again. */
    refuse: 'refused',
  },
  refused: { 'try-again': 'queued', revise: 'queued' },
  conflict: { 'try-again': 'queued', revise: 'queued', resolve: 'queued' },
  sent: {},
} as const satisfies Record<EntryState, Partial<Record<string, EntryState>>>;

type Table = typeof table;
export type EntryEvent = { [S in EntryState]: keyof Table[S] }[EntryState];

/** The state after an event; throws when the table has no such step, which is a fault of the caller. */
export function next(state: EntryState, event: EntryEvent): EntryState {
  const row: Partial<Record<EntryEvent, EntryState>> = table[state];
  const after = row[event];
  if (after === undefined) throw new Error(`an entry that is ${state} cannot ${event}`);
  return after;
}

/** States in which an entry waits for a person. */
export const DECIDED_BY_PERSON: readonly EntryState[] = ['refused', 'conflict'];

/**
 * What a person may decide. An entry on its way or of unknown outcome cannot be edited or discarded: its effect may
 * already be there (facts/peers.md section 5, row 12). One of which a step is acknowledged cannot be edited: the step
 * would be repeated; nor one whose record is gone: its form has nothing to open on; nor one that another laptop has too and may
 * send as it was, before the instance has refused it.
 */
export function decisions(
  {
    state,
    attempts,
    step,
    conflict,
    failure,
    shared = false,
  }: {
    state: EntryState;
    attempts: number;
    step: number;
    conflict?: Conflict | null;
    failure?: EntryFailure | null;
    shared?: boolean;
  },
  hasForm: boolean,
): Decision[] {
  const edit: Decision[] = hasForm && step === 0 && conflict?.kind !== 'gone' ? ['edit'] : [];
  switch (state) {
    case 'queued':
      return attempts > 0 || step > 0 ? [] : [...(shared ? [] : edit), 'discard'];
    case 'refused':
      return ['try-again', ...(shared && failure?.kind === 'too-old' ? [] : edit), 'discard'];
    case 'conflict':
      return ['try-again', 'compare', ...edit, 'discard'];
    case 'unknown':
    case 'sending':
    case 'sent':
      return [];
  }
}
