import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Writer } from '../database/database.ts';
import { moveEntry, unchargeFailures } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { backoff, LONGEST_WAIT_MS } from './backoff.ts';
import type { Link } from '../link.ts';
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
export function settleFailure(
  write: Writer,
  link: Link,
  sender: Sender,
  entry: Entry,
  failure: InstanceFailure,
): Aftermath {
  switch (failure.kind) {
    case 'not-delivered':
    case 'sign-in-needed':
      // It never left, or was turned away at the door, so it was no attempt.
      return {
        entry: moveEntry(write, entry, failure.kind, { attempts: entry.attempts - 1, failure: null }),
        stops: true,
      };
    case 'refused':
      sender.breaker.answered(write, entry.seq);
      return {
        entry: moveEntry(write, entry, 'refuse', { failure, failures: 0, nextAttemptAt: null }),
        stops: false,
      };
    case 'no-answer':
      sender.onTheWay.add(entry, failure);
      return charge(write, link, sender, entry, failure);
    case 'retry-later':
      return isEverybodys(failure)
        ? pauseAll(write, link, sender, entry, failure)
        : charge(write, link, sender, entry, failure);
  }
}

/** The instance has failed on it so often that trying on would only block what is behind. */
export function isHopeless({ breaker }: Sender, { seq, failures }: Entry): boolean {
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
  { time, random }: Link,
  { breaker }: Sender,
  entry: Entry,
  failure: Extract<InstanceFailure, { kind: 'retry-later' }>,
): Aftermath {
  const nextAttemptAt = breaker.pause(write, failure, time.now(), random);
  return { entry: moveEntry(write, entry, 'later', { failure, nextAttemptAt }), stops: true };
}

/** The instance failed on this very entry, or gave no answer to it. */
function charge(
  write: Writer,
  { time, random }: Link,
  sender: Sender,
  entry: Entry,
  failure: Extract<InstanceFailure, { kind: 'no-answer' | 'retry-later' }>,
): Aftermath {
  const failures = entry.failures + 1;
  const event = failure.kind === 'no-answer' ? 'no-answer' : 'later';
  // Without an answer the connection itself is in doubt.
  const stops = failure.kind === 'no-answer';
  if (sender.breaker.failed(entry.seq, time.now())) {
    unchargeFailures(write);
    sender.breaker.pause(write, { ...failure, retryAfterMs: null }, time.now(), random);
    const change = { failure, failures: 0, nextAttemptAt: null };
    return { entry: moveEntry(write, entry, event, change), stops: true };
  }
  if (failure.kind === 'retry-later' && isHopeless(sender, { ...entry, failures })) {
    const { status, message: detail } = failure;
    const message = `The instance fails on this action, ${failures} times in a row`;
    const refusal: InstanceFailure = { kind: 'refused', status, message, detail };
    return {
      entry: moveEntry(write, entry, 'refuse', { failure: refusal, failures: 0, nextAttemptAt: null }),
      stops,
    };
  }
  const nextAttemptAt = time.now() + backoff(failures, LONGEST_WAIT_MS, random);
  return { entry: moveEntry(write, entry, event, { failure, failures, nextAttemptAt }), stops };
}
