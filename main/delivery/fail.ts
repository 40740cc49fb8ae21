import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Writer } from '../database/database.ts';
import { unchargeAll } from '../outbox/attempts.ts';
import { arrivesWithin, endingOf, failuresOf, underWay } from '../outbox/doubt.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { wordsOf } from '../outbox/journal/note.ts';
import { backoff, LONGEST_WAIT_MS } from './backoff.ts';
import type { Sending } from './kinds/kind.ts';
import type { Sender } from './sender.ts';

/** An entry that the instance fails on this often in a row, while it answers others, is refused: it must block nobody. */
const FAILURES_TO_REFUSE = 5;
/** The same where there are no others by which to tell. */
const FAILURES_TO_REFUSE_ALONE = 10;

/** What a failure leaves behind. */
export interface Aftermath {
  entry: Entry;
  /** It concerns everything: nothing else may go now. */
  stops: boolean;
}

/** Writes down that a step of an entry on its way was not acknowledged. The caller announces it. */
export function settleFailure(write: Writer, sending: Sending, failure: InstanceFailure): Aftermath {
  const { sender, entry } = sending;
  switch (failure.kind) {
    case 'not-delivered':
    case 'sign-in-needed':
      // It never left, or was turned away at the door.
      return { entry: moveEntry(write, entry, failure.kind), stops: true };
    case 'refused': {
      sender.breaker.answered(write, entry.seq);
      const { status, message, detail } = failure;
      const question = { about: 'refused', status, message, detail } as const;
      return {
        entry: moveEntry(write, entry, 'refuse', { failure, question, nextAttemptAt: null }),
        stops: false,
      };
    }
    case 'no-answer': {
      const attempt = underWay(entry);
      const within = arrivesWithin({ ended: endingOf(failure) });
      if (attempt) sender.stragglers.add({ entry: entry.seq, at: attempt.at, within });
      return charge(write, sending, failure);
    }
    case 'retry-later':
      return isEverybodys(failure) ? pauseAll(write, sending, failure) : charge(write, sending, failure);
  }
}

/** The instance has failed on an entry so often that trying on would only block what is behind. */
export function isHopeless({ breaker }: Sender, seq: number, failures: number): boolean {
  return failures >= (breaker.answersOthers(seq) ? FAILURES_TO_REFUSE : FAILURES_TO_REFUSE_ALONE);
}

/** Rate limits and maintenance say nothing about the entry that met them. */
export function isEverybodys(failure: InstanceFailure): boolean {
  if (failure.kind !== 'retry-later') return false;
  const { status, retryAfterMs } = failure;
  return status === 429 || status === 503 || retryAfterMs !== null;
}

function pauseAll(
  write: Writer,
  { link: { time, random }, sender, entry }: Sending,
  failure: Extract<InstanceFailure, { kind: 'retry-later' }>,
): Aftermath {
  const nextAttemptAt = sender.breaker.pause(write, failure, time.now(), random);
  return { entry: moveEntry(write, entry, 'later', { failure, nextAttemptAt }), stops: true };
}

/** The instance failed on this very entry, or gave no answer to it. */
function charge(
  write: Writer,
  { link: { time, random }, sender, entry }: Sending,
  failure: Extract<InstanceFailure, { kind: 'no-answer' | 'retry-later' }>,
): Aftermath {
  const failures = failuresOf(entry) + 1;
  const event = failure.kind === 'no-answer' ? 'no-answer' : 'later';
  // Without an answer the connection itself is in doubt.
  const stops = failure.kind === 'no-answer';
  if (sender.breaker.failed(entry.seq, time.now())) {
    unchargeAll(write);
    sender.breaker.pause(write, { ...failure, retryAfterMs: null }, time.now(), random);
    const change = { failure, isCharged: false, nextAttemptAt: null };
    return { entry: moveEntry(write, entry, event, change), stops: true };
  }
  if (failure.kind === 'retry-later' && isHopeless(sender, entry.seq, failures)) {
    const { status, message: detail } = failure;
    const message = `The instance fails on this action, ${failures} times in a row`;
    const question = { about: 'refused', status, message, detail } as const;
    // The last of them may have been done all the same, so it is looked for before it goes again.
    const change = { failure, question, words: wordsOf(question), nextAttemptAt: null };
    return { entry: moveEntry(write, entry, 'refuse', change), stops };
  }
  const nextAttemptAt = time.now() + backoff(failures, LONGEST_WAIT_MS, random);
  return { entry: moveEntry(write, entry, event, { failure, isCharged: true, nextAttemptAt }), stops };
}
