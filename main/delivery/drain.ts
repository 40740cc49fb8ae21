import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed } from '../instance/failed.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import { announce } from './announce.ts';
import { askFirst, isAskedFirst } from './ask-first.ts';
import { deliver } from './deliver.ts';
import { interrupt } from './recover.ts';
import { groupsOf } from './groups.ts';
import { Line } from './line.ts';
import type { Link } from '../link.ts';
import type { Sender } from './sender.ts';
import { isTooOld } from './too-old.ts';
import { looksFirst, settleUnknown } from './unknown.ts';

/** How a drain ended. */
export interface Drained {
  /** Tables to read again. */
  affects: Set<string>;
  /** What keeps everything from going; null when all that may go has gone, or `goesOn` said no. */
  failure: InstanceFailure | null;
  /** When the first of those that have to wait may be tried again (milliseconds); null when none has to. */
  retryAt: number | null;
}

/** Entries that travel together at most. */
const TOGETHER = 20;

/**
 * Sends what waits, in the order it was triggered. What waits for a person, for its outcome or for a better moment holds back
 * what shares a record with it and nothing else; a failure of the connection stops the drain where it is, so nothing
 * overtakes (DESIGN.md section 6). What has waited too long is not sent before a person has said so. `goesOn` is asked before each
 * round.
 */
export async function drain(link: Link, sender: Sender, goesOn: () => boolean): Promise<Drained> {
  const line = new Line(link.database, link.time.now, (entry, isBehind) =>
    isAskedFirst(link, entry, isBehind),
  );
  const affects = new Set<string>();
  while (goesOn()) {
    const pausedUntil = sender.breaker.pausedUntil(link.time.now());
    if (pausedUntil !== null) return { affects, failure: null, retryAt: pausedUntil };
    const alone = sender.careful || sender.breaker.careful || !sender.batches;
    const round = line.next(alone ? 1 : TOGETHER);
    askFirst(link, sender, line.takeAsked());
    if (round.length === 0) return { affects, failure: null, retryAt: line.retryAt };
    const failure = await go(link, sender, line, round, affects, goesOn);
    if (failure !== null) return { affects, failure, retryAt: line.retryAt };
  }
  return { affects, failure: null, retryAt: null };
}

async function go(
  link: Link,
  sender: Sender,
  line: Line,
  round: readonly Entry[],
  affects: Set<string>,
  goesOn: () => boolean,
): Promise<InstanceFailure | null> {
  try {
    const ready: Entry[] = [];
    for (const entry of round) {
      const looked = await lookedAt(link, sender, entry);
      if (looked.state === 'queued' && isTooOld(link, looked)) {
        for (const asked of askFirst(link, sender, [looked])) line.settle(asked);
      } else if (looked.state === 'queued' && !line.isHeld(looked)) ready.push(looked);
      else line.settle(looked);
    }
    for (const group of groupsOf(link, ready)) {
      if (!goesOn()) return null;
      const { entries, affects: tables, stop } = await deliver(link, sender, group);
      for (const table of tables) affects.add(table);
      for (const entry of entries) {
        if (entry.state === 'queued' && entry.nextAttemptAt === null) line.backTo(entry.seq);
        else line.settle(entry);
      }
      if (stop !== null) return stop;
    }
    return null;
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
}

/** An entry that may have been done already is looked for on the instance; any other one is ready as it is. */
async function lookedAt(link: Link, sender: Sender, entry: Entry): Promise<Entry> {
  if (entry.state === 'queued' && !looksFirst(entry)) return entry;
  const unknown =
    entry.state === 'unknown'
      ? entry
      : link.database.transaction((write) => {
          holdLease(write, sender.token);
          return entry.state === 'sending' ? interrupt(write, entry) : moveEntry(write, entry, 'look-first');
        });
  if (unknown !== entry) announce(link, unknown);
  const settled = await settleUnknown(link, sender, unknown);
  // Another step of it may follow.
  return settled.state === 'queued' && settled.step > unknown.step
    ? lookedAt(link, sender, settled)
    : settled;
}
