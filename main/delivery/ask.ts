import type { Link } from '../link.ts';
import { triesOf } from '../outbox/doubt.ts';
import { moveEntry, readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { daysText } from '../outbox/stamp.ts';
import type { Writer } from '../database/database.ts';
import { announce } from './announce.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Sender } from './sender.ts';

/**
 * Makes entries that have waited too long wait for a person: nothing of them is sent, and nothing of them is dropped. Returns
 * them as they then are; those that a person has decided about meanwhile are left alone.
 */
export function askFirst(link: Link, sender: Sender, entries: readonly Entry[]): Entry[] {
  if (entries.length === 0) return [];
  const days = link.catalog().definition.askAfterDays;
  const asked = sender.write((write) =>
    entries.map((entry) => {
      const now = readEntry(write, entry.seq);
      if (now?.state !== 'queued' || now.revision !== entry.revision) return now ?? entry;
      return askOne(write, now, days);
    }),
  );
  for (const entry of asked) announce(link, entry);
  return asked;
}

function askOne(write: Writer, entry: Entry, days: number): Entry {
  if (isUntraceable(entry)) {
    const message =
      `Tried more than ${daysText(days)} ago. The instance cannot be asked whether it did this. ` +
      'Look at the record there; try again only if nothing happened.';
    return moveEntry(write, entry, 'unclear', {
      question: { about: 'unclear', message },
      nextAttemptAt: null,
    });
  }
  const words = `Triggered more than ${daysText(days)} ago, and still waits to be sent`;
  return moveEntry(write, entry, 'ask-first', {
    question: { about: 'old', days },
    nextAttemptAt: null,
    words,
  });
}

/**
 * It was tried before and leaves no trace, so it may have been done whatever its last attempt came to: it would be done once more under its key,
 * and after weeks nobody knows whether the endpoint still remembers that.
 */
function isUntraceable(entry: Entry): boolean {
  const step = entry.steps[entry.step];
  return step !== undefined && !kindOf(step).leavesTrace && triesOf(entry) > 0;
}
