import { sql } from 'kysely';
import type { Database, Writer } from '../database/database.ts';
import { build } from '../database/query.ts';
import { moveEntry } from '../outbox/entries.ts';
import { type Entry, entryFrom } from '../outbox/entry.ts';

/**
 * After a crash: an entry that was being sent may or may not have reached the instance, so it is of unknown outcome and
 * will be probed. To be called before anything is sent.
 */
export function recoverInterrupted(database: Database): void {
  database.transaction((write) => {
    const sending = build
      .selectFrom('outbox_entry')
      .selectAll()
      .where(sql<boolean>`state <> 'sent'`)
      .where('state', '=', 'sending');
    for (const row of write.select(sending)) {
      const entry = entryFrom(row);
      // One that cannot be read any more waits for a person as it is.
      if (entry.state === 'sending') interrupt(write, entry);
    }
  });
}

/** The same for one entry. Between two steps there is nothing to ask about. */
export function interrupt(write: Writer, entry: Entry): Entry {
  if (entry.attemptedAt === null) return moveEntry(write, entry, 'not-delivered', { failure: null });
  const message = 'Outpost was closed while this was being sent';
  const change = { failure: { kind: 'no-answer', message, cutShort: true }, nextAttemptAt: null } as const;
  return moveEntry(write, entry, 'interrupted', change);
}
