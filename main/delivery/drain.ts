import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed } from '../instance/failed.ts';
import type { Link } from '../link.ts';
import type { Entry } from '../outbox/entry.ts';
import { askFirst } from './ask.ts';
import { deliver } from './deliver.ts';
import { groupsOf } from './groups.ts';
import { Line, type Round } from './line.ts';
import { look } from './look.ts';
import { isOld } from './old.ts';
import type { Sender } from './sender.ts';

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
 * overtakes. What is to be done with each entry is said by the tables in plan.ts. `goesOn` is asked before each round.
 */
export async function drain(link: Link, sender: Sender, goesOn: () => boolean): Promise<Drained> {
  const line = new Line(link.database, link.time.now, (entry) => isOld(link, entry));
  const affects = new Set<string>();
  while (goesOn()) {
    const pausedUntil = sender.breaker.pausedUntil(link.time.now());
    if (pausedUntil !== null) return { affects, failure: null, retryAt: pausedUntil };
    const alone = sender.careful || sender.breaker.careful || !sender.batches;
    const { going, asked } = line.next(alone ? 1 : TOGETHER);
    askFirst(link, sender, asked);
    if (going.length === 0) return { affects, failure: null, retryAt: line.retryAt };
    const failure = await go(link, sender, line, going, affects, goesOn);
    if (failure !== null) return { affects, failure, retryAt: line.retryAt };
  }
  return { affects, failure: null, retryAt: null };
}

/** Looks for and sends the entries of one round. Returns what keeps everything else from going; null when nothing does. */
async function go(
  link: Link,
  sender: Sender,
  line: Line,
  going: Round['going'],
  affects: Set<string>,
  goesOn: () => boolean,
): Promise<InstanceFailure | null> {
  try {
    const ready = await readyOf(link, sender, line, going);
    for (const group of groupsOf(link, sender, ready)) {
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

/** Those of a round that are to be sent, once all that is in doubt has been looked for. */
async function readyOf(link: Link, sender: Sender, line: Line, going: Round['going']): Promise<Entry[]> {
  const ready: Entry[] = [];
  for (const { entry, turn } of going) {
    if (turn === 'send') {
      ready.push(entry);
      continue;
    }
    const looked = await look(link, sender, entry);
    const next = line.afterLook(looked);
    if (next === 'send') ready.push(looked);
    else for (const one of next === 'ask' ? askFirst(link, sender, [looked]) : [looked]) line.settle(one);
  }
  return ready;
}
