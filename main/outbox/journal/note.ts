import type { InstanceFailure } from '../../../preload/contract/failure.ts';
import type { JournalWhat } from '../../../preload/contract/journal.ts';
import type { Writer } from '../../database/database.ts';
import { chainLine } from './chain.ts';

/** What the journal tells of an entry. */
interface AboutEntry {
  seq: number;
  revision: number;
  step: number;
}

/** Longest text of the instance that is kept in a line. */
const WORDS = 2000;

/** Writes down what happened to an entry. To be called in the transaction in which it happens. */
export function noteEntry(
  write: Writer,
  { seq, revision, step }: AboutEntry,
  what: JournalWhat,
  { status, words }: { status: number | null; words: string | null } = { status: null, words: null },
): void {
  const at = new Date(write.now()).toISOString();
  chainLine(write, { at, entry: seq, revision, step, what, status, words: words && words.slice(0, WORDS) });
}

/** What a failure says, for the journal. */
export function wordsOf(failure: Pick<InstanceFailure, 'message'> & { detail?: string | null }): string {
  const { message, detail = null } = failure;
  return detail === null ? message : `${message}\n${detail}`;
}
