import type { EntryFailure } from '../../preload/contract/failure.ts';
import { daysText } from '../outbox/age.ts';
import { moveEntry, readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import { announce } from './announce.ts';
import type { Link } from '../link.ts';
import type { Sender } from './sender.ts';
import { isTooOld } from './too-old.ts';
import { isLetGo, mayBeHalfDone } from './unknown.ts';

/**
 * Whether a person is asked about an entry that waits in the queue, without a look on the instance before. One that may have been
 * done already is looked for first, because then there is nothing to ask. `isBehind`: something on its record goes before it; what
 * another laptop has too is asked about all the same, so that the person is asked once for all, and looked for in its turn.
 */
export function isAskedFirst(link: Link, entry: Entry, isBehind: boolean): boolean {
  const looks = mayBeHalfDone(entry) || isLetGo(entry) || (entry.shared && !isBehind);
  return entry.state === 'queued' && !looks && isTooOld(link, entry);
}

const NOBODY_KNOWS =
  'The instance cannot be asked whether it did this. Look at the record there; try again only if nothing happened.';

/**
 * A call that was tried before may have been made, whatever its last attempt came to: it is not looked for, but made once more
 * under its key, and after weeks nobody knows whether the endpoint still remembers that.
 */
function mayHaveBeenMade({ steps, step, attempts }: Entry): boolean {
  return steps[step]?.do === 'call' && attempts > 0;
}

/**
 * Lets entries that have waited too long wait for a person: nothing of them is sent, and nothing of them goes. Answers them as they
 * then are; those that a person has decided about meanwhile are left alone.
 */
export function askFirst(link: Link, sender: Sender, entries: readonly Entry[]): Entry[] {
  if (entries.length === 0) return [];
  const days = link.catalog().definition.askAfterDays;
  const message = `Pressed more than ${daysText(days)} ago, and still waits to be sent`;
  const asked = link.database.transaction((write) => {
    holdLease(write, sender.token);
    return entries.map((entry) => {
      const now = readEntry(write, entry.seq);
      if (now?.state !== 'queued' || now.revision !== entry.revision) return now ?? entry;
      const failure: EntryFailure = mayHaveBeenMade(now)
        ? { kind: 'no-answer', message: `Tried more than ${daysText(days)} ago. ${NOBODY_KNOWS}` }
        : { kind: 'too-old', message, days };
      return moveEntry(write, now, 'ask-first', { failure, failures: 0, nextAttemptAt: null });
    });
  });
  for (const entry of asked) announce(link, entry);
  return asked;
}
