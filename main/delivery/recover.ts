import { sql } from 'kysely';
import type { Database, Writer } from '../database/database.ts';
import { underWay } from '../outbox/doubt.ts';
import { moveEntry } from '../outbox/entries.ts';
import { type Entry, entryFrom, selectEntries } from '../outbox/entry.ts';

/**
 * After a crash: an entry that was being sent may or may not have reached the instance, so it is of unknown outcome and
 * will be looked for. To be called before anything is sent.
 */
export function recoverInterrupted(database: Database): void {
  const sending = selectEntries.where(sql<boolean>`state <> 'sent'`).where('state', '=', 'sending');
  database.transaction((write) => {
    for (const row of write.select(sending)) {
      const entry = entryFrom(row);
      // One that cannot be read any more waits for a person as it is.
      if (entry.state === 'sending') interrupt(write, entry);
    }
  });
}

/** The same for one entry. Between two steps there is nothing to ask about. */
export function interrupt(write: Writer, entry: Entry): Entry {
  if (!underWay(entry)) return moveEntry(write, entry, 'not-delivered');
  const message = 'Outpost was closed while this was being sent';
  return moveEntry(write, entry, 'interrupted', {
    failure: { kind: 'no-answer', message, cutShort: true },
    nextAttemptAt: null,
  });
}
