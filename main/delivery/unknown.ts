import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import type { EntryEvent } from '../outbox/state.ts';
import { announce } from './announce.ts';
import { probeElsewhere } from './elsewhere.ts';
import { isHopeless } from './fail.ts';
import type { Link } from '../link.ts';
import { probeStep } from './probe.ts';
import type { Probed } from './probed.ts';
import type { Sender } from './sender.ts';
import { settleDone } from './settle.ts';

/** True of an entry that may have been done already, although it stands in the queue. */
export function looksFirst(entry: Entry): boolean {
  return entry.state === 'queued' && (entry.shared || mayBeHalfDone(entry) || isLetGo(entry));
}

/** A person lets it go again. What was handed over since may have been done by the other laptop meanwhile. */
export function isLetGo(entry: Entry): boolean {
  return wasUnclear(entry) && !entry.shared;
}

/** A person was asked what became of it, and let it go again. */
function wasUnclear({ failure }: Entry): boolean {
  return failure?.kind === 'no-answer' && failure.letGo === true;
}

/** The instance failed on it, perhaps after it had done it. */
export function mayBeHalfDone({ failure }: Entry): boolean {
  return failure?.kind === 'retry-later' && failure.status >= 500;
}

/**
 * Looks what became of an entry whose answer was lost; only then is it sent again. Answers the entry as it then is: `queued`
 * and free to go, or settled, or still `unknown` until a request on its way must have arrived. Where nothing tells, the word of a
 * person who has let it go counts. Throws Failed when the instance cannot be asked.
 */
export async function settleUnknown(link: Link, sender: Sender, entry: Entry): Promise<Entry> {
  const probed = await (entry.shared ? probeElsewhere : probeStep)(link, sender, entry);
  const move = (event: EntryEvent, change: Parameters<typeof moveEntry>[3]) =>
    link.database.transaction((write) => {
      holdLease(write, sender.token);
      return moveEntry(write, entry, event, change);
    });
  const until = mayChange(sender, entry, probed) ? stragglesUntil(link, sender, entry) : null;
  if (until !== null) return move('look-again', { nextAttemptAt: until });
  switch (probed.found) {
    case 'done': {
      const settled = link.database.transaction((write) => {
        holdLease(write, sender.token);
        return settleDone(write, link, sender, entry, probed.acknowledged);
      });
      announce(link, settled);
      return settled;
    }
    case 'unclear': {
      if (isLetGo(entry)) return move('not-done', { failure: null, nextAttemptAt: null });
      const failure: InstanceFailure = { kind: 'no-answer', message: probed.message };
      const unclear = move('unclear', { failure, nextAttemptAt: null });
      announce(link, unclear);
      return unclear;
    }
    case 'not-done': {
      if (!isHopeless(sender, entry)) return move('not-done', { failure: null, nextAttemptAt: null });
      const message = `The instance gives no answer to this action, ${entry.failures} times in a row`;
      const detail = entry.failure?.message ?? null;
      const failure: InstanceFailure = { kind: 'refused', status: 0, message, detail };
      const refused = move('refuse', { failure, failures: 0, nextAttemptAt: null });
      announce(link, refused);
      return refused;
    }
  }
}

/**
 * Whether a request still on its way has to be waited for before what was found counts. A person is asked only then: before,
 * they would look there in vain, and what they discard would be done after all, over what came later on the record.
 */
function mayChange(sender: Sender, entry: Entry, probed: Probed): boolean {
  switch (probed.found) {
    case 'done':
      return probed.unproven === true;
    case 'unclear':
      // It was waited for before the person was asked.
      return !wasUnclear(entry);
    case 'not-done':
      return probed.again === 'double' || isHopeless(sender, entry);
  }
}

/** When a request on its way must have arrived; null when none is. */
function stragglesUntil({ instance }: Link, { onTheWay }: Sender, entry: Entry): number | null {
  return onTheWay.until(entry, instance.clockOffset);
}
