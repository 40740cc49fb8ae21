import type { Decision } from '../../preload/contract/outbox.ts';
import type { Reader, Writer } from '../database/database.ts';
import { Problem } from '../problem.ts';
import type { Entry } from './entry.ts';
import { keepAside, moveEntry, readEntry, removeEntry } from './entries.ts';
import { decisions } from './state.ts';

/** Lets a refused entry go again as it is; one in conflict is compared afresh. Answers the tables it touches. */
export function tryAgain(write: Writer, seq: number): string[] {
  const entry = deciding(write, seq, 'try-again');
  moveEntry(write, entry, 'try-again', { attempts: 0, nextAttemptAt: null, failure: null, conflict: null });
  return tablesOf(entry);
}

/**
 * Takes an entry out of the Outbox; it is kept aside whole. `dropChanges` takes its changes off the view, which then shows
 * what would have been without it.
 */
export function discard(
  write: Writer,
  seq: number,
  at: string,
  dropChanges: (entry: Entry) => void,
): string[] {
  const entry = deciding(write, seq, 'discard');
  keepAside(write, entry, at);
  dropChanges(entry);
  removeEntry(write, entry);
  return tablesOf(entry);
}

/** The entry if a person may decide so about it. Throws Problem `not-found` and `not-offered`. */
export function deciding(reader: Reader, seq: number, decision: Decision, hasForm = false): Entry {
  const entry = readEntry(reader, seq);
  if (!entry) throw new Problem({ kind: 'not-found', message: `Entry ${seq} is not in the Outbox any more` });
  if (!decisions(entry, hasForm).includes(decision)) {
    throw new Problem({
      kind: 'not-offered',
      message: `Entry ${seq} is ${entry.state} and cannot be changed now`,
    });
  }
  return entry;
}

function tablesOf(entry: Entry): string[] {
  return [...new Set(entry.touches.map(({ table }) => table))];
}
