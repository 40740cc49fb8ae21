import type { Database } from '../database/database.ts';
import { moveEntry } from '../outbox/entries.ts';
import { waitingEntries } from '../outbox/waiting.ts';

/**
 * After a crash: an entry that was being sent may or may not have reached the instance, so it is of unknown outcome and
 * will be probed. To be called before anything is sent.
 */
export function recoverInterrupted(database: Database): void {
  let after = 0;
  for (;;) {
    const batch = waitingEntries(database, after, 500);
    const last = batch.at(-1);
    if (!last) return;
    after = last.seq;
    const interrupted = batch.filter((entry) => entry.state === 'sending');
    if (interrupted.length === 0) continue;
    database.transaction((write) => {
      for (const entry of interrupted) {
        moveEntry(write, entry, 'interrupted', {
          failure: { kind: 'no-answer', message: 'Outpost was closed while this was being sent' },
        });
      }
    });
  }
}
