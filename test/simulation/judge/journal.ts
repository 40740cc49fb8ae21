import type Sqlite from 'better-sqlite3';
import type { JournalWhat } from '../../../preload/contract/journal.ts';
import type { EntryState } from '../../../preload/contract/outbox.ts';
import { entriesIn, journalOf, rowsIn } from '../look.ts';
import { Violation } from '../violation.ts';

const DONE: readonly JournalWhat[] = ['acknowledged', 'step-acknowledged', 'found-done'];

/** The line with which the journal ends for an entry that has come to rest. */
const LAST: Partial<Record<EntryState, readonly JournalWhat[]>> = {
  sent: ['acknowledged', 'found-done'],
  refused: ['refused'],
  old: ['ask-first'],
  unclear: ['unclear'],
  conflict: ['conflict'],
};

/** The journal tells of every entry what has become of it, and of every step that was acknowledged. */
export function judgeJournal(database: Sqlite.Database): void {
  for (const { seq, state, step } of entriesIn(database)) {
    const lines = journalOf(database, seq);
    const told = lines.slice(lines.lastIndexOf('edited') + 1).filter((line) => DONE.includes(line)).length;
    if (told !== step)
      throw new Violation(
        'journal',
        `entry ${seq} has ${step} steps done, of which the journal tells ${told}`,
      );
    const last = lines.findLast((line) => line !== 'discarded' && line !== 'undone');
    const expected = LAST[state];
    if (expected && !(last && expected.includes(last)))
      throw new Violation(
        'journal',
        `entry ${seq} is ${state}, but the journal ends with ${last ?? 'nothing'}`,
      );
  }
  const discarded = rowsIn<{ seq: number }>(database, 'SELECT seq FROM outbox_discarded');
  const untold = discarded.find(({ seq }) => journalOf(database, seq).at(-1) !== 'discarded');
  if (untold)
    throw new Violation('journal', `entry ${untold.seq} was discarded without a line in the journal`);
}
