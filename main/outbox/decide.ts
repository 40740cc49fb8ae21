import type { Decision } from '../../preload/contract/outbox.ts';
import type { Reader, Writer } from '../database/database.ts';
import { Problem } from '../problem.ts';
import { withDependents } from './dependents.ts';
import { keepDiscarded, purgeDiscarded } from './discarded.ts';
import type { Entry } from './entry.ts';
import { decidedAt, moveEntry, readEntry, removeEntry } from './entries.ts';
import { replaceSeen } from './rebase.ts';
import type { Stamp } from './stamp.ts';
import { decisions } from './state.ts';

/** What a decision came to. */
export interface CarriedOut {
  /** The entries it was carried out for, in order. */
  entries: Entry[];
  /** The tables they touch. */
  tables: string[];
}

/**
 * Lets entries that wait for a person go again as they are; those in conflict are compared afresh, and what may have been done is
 * looked for once more. From `now` on it counts how long they wait.
 */
export function tryAgain(write: Writer, seqs: readonly number[], now: Stamp): CarriedOut {
  const entries = allDeciding(write, seqs, 'try-again');
  for (const entry of entries)
    moveEntry(write, entry, entry.state === 'unclear' ? 'let-go' : 'try-again', decidedAt(entry, now));
  return { entries, tables: tablesOf(entries) };
}

/**
 * Takes entries out of the Outbox, and with them the later ones that cannot stay; they are kept whole, so that the discard can be undone. `dropChanges` takes an entry's changes off the view, which then shows what would have been without it.
 * Throws Problem `not-offered`, and nothing is discarded, when one of them may have reached the instance.
 */
export function discard(
  write: Writer,
  seqs: readonly number[],
  at: Date,
  dropChanges: (entry: Entry) => void,
): CarriedOut {
  const asked = allDeciding(write, seqs, 'discard').map(({ seq }) => seq);
  const entries = withDependents(write, asked);
  const obstacle = obstacleToDiscard(entries);
  if (obstacle !== null) throw new Problem({ kind: 'not-offered', message: obstacle });
  const together = entries[0]?.seq ?? 0;
  for (const entry of entries) keepDiscarded(write, entry, together, at.toISOString());
  for (const entry of entries.toReversed()) {
    // Nothing is put in the place of what is discarded, so no value needs words.
    replaceSeen(write, entry, [], (_table, _field, value) => ({ value, display: value }));
    dropChanges(entry);
    removeEntry(write, entry);
  }
  purgeDiscarded(write, at.getTime());
  return { entries, tables: tablesOf(entries) };
}

/** Why these entries cannot be discarded now, as a sentence; null when they can. */
export function obstacleToDiscard(entries: readonly Entry[]): string | null {
  const stuck = entries.find((entry) => !decisions(entry, false).includes('discard'));
  return stuck
    ? `Entry ${stuck.seq} is ${stuck.state} and may have reached the instance; it has to be settled first`
    : null;
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

/** Of several those that can still be decided about so; the others have moved on meanwhile. */
function allDeciding(reader: Reader, seqs: readonly number[], decision: Decision): Entry[] {
  const ready = seqs.flatMap((seq) => {
    const entry = readEntry(reader, seq);
    return entry && decisions(entry, false).includes(decision) ? [entry] : [];
  });
  const [first] = seqs;
  if (ready.length === 0 && first !== undefined) deciding(reader, first, decision);
  return ready.sort((a, b) => a.seq - b.seq);
}

function tablesOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.flatMap(({ touches }) => touches.map(({ table }) => table)))];
}
