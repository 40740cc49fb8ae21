import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Time } from '../services.ts';

/** A request may reach the instance this long after its connection broke. */
const LATE_MS = 10_000;
/** An instance may work on a request this long: its own quota for one (facts/servicenow.md C10). */
const LONGEST_WORK_MS = 60_000;

/** Requests without an answer look whether they have arrived at least this often, whatever the clock says. */
const LOOK_EVERY_MS = 5000;

/** Clocks are read to the second, and the way of an answer takes its time. */
const SLACK_MS = 2000;

/** When an attempt was made, as it was written down. */
type Stamp = Pick<Entry, 'attemptedAt' | 'attemptOffset' | 'answeredBefore'>;

interface Wait {
  /** Which attempt of its entry is waited for. */
  attemptedAt: string | null;
  /** When it ends by the laptop's clock (milliseconds), unless that is set meanwhile. */
  until: number;
  isOver: boolean;
  cancel: () => void;
}

/**
 * Requests that nobody waits for any more, and that may still reach the instance. Timers tell how long, because the laptop's
 * clock may be set at any moment. How much of its time a request of an earlier process has left, the instance's clock tells
 * where its distance was known both then and now; where it was not, the wait begins anew.
 */
export class OnTheWay {
  readonly #time: Time;
  readonly #waits = new Map<number, Wait>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** The last request of an entry was given up just now. */
  add({ seq, attemptedAt }: Pick<Entry, 'seq' | 'attemptedAt'>, failure: InstanceFailure): void {
    this.#begin(seq, attemptedAt, longest(failure));
  }

  /**
   * When to look again whether the last request of an entry that has no answer has arrived (milliseconds, device clock); null
   * when it has, or never will. `clockOffset`: instance clock minus device clock as measured now, null when it is not known.
   */
  until(entry: Pick<Entry, 'seq' | 'failure' | keyof Stamp>, clockOffset: number | null): number | null {
    const { seq, attemptedAt, failure } = entry;
    if (attemptedAt === null || failure?.kind !== 'no-answer') return null;
    const known = this.#waits.get(seq);
    const wait =
      known?.attemptedAt === attemptedAt
        ? known
        : this.#begin(seq, attemptedAt, this.#left(entry, longest(failure), clockOffset));
    if (wait.isOver) return null;
    const now = this.#time.now();
    return wait.until > now && wait.until <= now + LONGEST_WORK_MS ? wait.until : now + LOOK_EVERY_MS;
  }

  clear(): void {
    for (const { cancel } of this.#waits.values()) cancel();
    this.#waits.clear();
  }

  #begin(seq: number, attemptedAt: string | null, ms: number): Wait {
    this.#waits.get(seq)?.cancel();
    const wait: Wait = {
      ...{ attemptedAt, until: this.#time.now() + ms, isOver: ms <= 0 },
      cancel: () => undefined,
    };
    if (!wait.isOver) wait.cancel = this.#time.after(ms, () => (wait.isOver = true));
    this.#waits.set(seq, wait);
    return wait;
  }

  /** Of the time that a request of an earlier process may take (milliseconds). */
  #left(
    { attemptedAt, attemptOffset, answeredBefore }: Stamp,
    most: number,
    clockOffset: number | null,
  ): number {
    if (attemptOffset === null || clockOffset === null) return most;
    const attempted = Date.parse(attemptedAt ?? '') + attemptOffset;
    // The laptop's clock had been set since that distance was measured.
    if (attempted < (answeredBefore ?? 0) - SLACK_MS) return most;
    const gone = this.#time.now() + clockOffset - attempted - SLACK_MS;
    return gone < 0 ? most : most - gone;
  }
}

function longest(failure: InstanceFailure): number {
  return failure.kind === 'no-answer' && failure.cutShort ? LONGEST_WORK_MS : LATE_MS;
}
