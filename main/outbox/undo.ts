import type { Cell } from '../../preload/contract/outbox.ts';
import type { Writer } from '../database/database.ts';
import { build } from '../database/query.ts';
import { Problem } from '../problem.ts';
import type { StoredAttempt } from './attempt.ts';
import { putAttempts } from './attempts.ts';
import { needs, recordsMadeBy } from './dependents.ts';
import {
  type DiscardedEntry,
  discardedTogether,
  forgetDiscarded,
  KEPT_MS,
  otherDiscarded,
} from './discarded.ts';
import { entryFrom } from './entry.ts';
import { readEntry, touchAll } from './entries.ts';
import { noteEntry } from './journal/note.ts';
import { restoreSeen } from './rebase.ts';
import { type Stamp, timeOf } from './stamp.ts';

/**
 * Undoes a discard: the entry, and those that were discarded with it, stand where they were in the order, as they were, with the same
 * request key and the same files. How long they wait counts from `now` on. Returns them; their changes are still to be laid over the view
 * again, which is up to the caller. `cellOf` puts a value that later entries see again into words. Throws Problem `not-found` when
 * they are not kept any more, `not-offered` with the reason when they cannot come back; then they stay where they are.
 */
export function undoDiscard(
  write: Writer,
  seq: number,
  now: Stamp,
  cellOf: (table: string, field: string, value: string) => Cell,
): DiscardedEntry[] {
  const oldest = timeOf(now) - KEPT_MS;
  const group = discardedTogether(write, seq).filter(({ discardedAt }) => Date.parse(discardedAt) >= oldest);
  const [first] = group;
  if (!first)
    throw new Problem({
      kind: 'not-found',
      message: `Entry ${seq} is not kept any more; it cannot come back`,
    });
  const obstacle = obstacleTo(write, group);
  if (obstacle !== null) throw new Problem({ kind: 'not-offered', message: obstacle });
  for (const { row } of group) {
    const { attempts, ...stored } = row;
    const entry = entryFrom(row);
    const decided = JSON.stringify({ at: now, attempts: entry.decided?.attempts ?? 0 });
    write.execute(build.insertInto('outbox_entry').values({ ...stored, decided }));
    putAttempts(write, entry.seq, JSON.parse(attempts) as StoredAttempt[]);
    touchAll(write, entry.seq, entry.touches);
    restoreSeen(write, entry, cellOf);
    noteEntry(write, entry, 'undone');
  }
  forgetDiscarded(write, first.together);
  return group;
}

function obstacleTo(write: Writer, group: readonly DiscardedEntry[]): string | null {
  const again = group.find(({ row }) => readEntry(write, row.seq) ?? hasKey(write, row.key));
  if (again) return `Entry ${again.seq} is in the Outbox already`;
  for (const other of otherDiscarded(write, group[0]?.together ?? 0)) {
    const made = new Set(recordsMadeBy(entryFrom(other.row), other.changes));
    const needing = group.find(({ row }) => needs(entryFrom(row), made));
    if (needing)
      return `Entry ${needing.seq} needs a record that entry ${other.seq} makes, which was discarded too; undo that first`;
  }
  return null;
}

/** An entry that was handed over to another laptop and came back has the same key. */
function hasKey(write: Writer, key: string): boolean {
  const which = build.selectFrom('outbox_entry').select('seq').where('key', '=', key).limit(1);
  return write.select(which).length > 0;
}
