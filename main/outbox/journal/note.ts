import type { EntryFailure } from '../../../preload/contract/failure.ts';
import type { JournalWhat } from '../../../preload/contract/journal.ts';
import type { Writer } from '../../database/database.ts';
import { chainLine } from './chain.ts';
import type { Entry } from '../entry.ts';
import type { EntryEvent } from '../state.ts';

/** How the journal calls what the state table calls by its effect. */
const called: Record<EntryEvent, JournalWhat> = {
  send: 'attempt',
  'next-step': 'attempt',
  acknowledge: 'acknowledged',
  'step-done': 'step-acknowledged',
  'not-delivered': 'not-delivered',
  'no-answer': 'no-answer',
  later: 'retry-later',
  'sign-in-needed': 'sign-in-needed',
  refuse: 'refused',
  conflict: 'conflict',
  interrupted: 'interrupted',
  'look-first': 'look-first',
  'ask-first': 'ask-first',
  'not-done': 'found-not-done',
  'look-again': 'look-again',
  unclear: 'unclear',
  'try-again': 'try-again',
  revise: 'edited',
  resolve: 'resolved',
};

/** Writes down that an event moved an entry, which is given as it was before, and why when something failed. */
export function noteMove(
  write: Writer,
  before: Entry,
  event: EntryEvent,
  failure: EntryFailure | null,
): void {
  const found = before.state === 'unknown' && (event === 'acknowledge' || event === 'step-done');
  const what = found ? 'found-done' : called[event];
  const status = failure && 'status' in failure ? failure.status : null;
  noteEntry(write, before, what, { status, words: failure && textOf(failure) });
}

/** Longest text of the instance that is kept in a line. */
const WORDS = 2000;

/** Writes down what happened to an entry. To be called in the transaction in which it happens. */
export function noteEntry(
  write: Writer,
  { seq, revision, step }: Pick<Entry, 'seq' | 'revision' | 'step'>,
  what: JournalWhat,
  { status, words }: { status: number | null; words: string | null } = { status: null, words: null },
): void {
  const at = new Date(write.now()).toISOString();
  chainLine(write, { at, entry: seq, revision, step, what, status, words: words && words.slice(0, WORDS) });
}

function textOf(failure: EntryFailure): string {
  const detail = failure.kind === 'refused' ? failure.detail : null;
  return detail === null ? failure.message : `${failure.message}\n${detail}`;
}
