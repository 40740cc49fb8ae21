import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Time } from '../services.ts';

/** A request may reach the instance this long after its connection broke. */
const LATE_MS = 10_000;
/** An instance may work on a request this long: its own quota for one (facts/servicenow.md C10). */
const LONGEST_WORK_MS = 60_000;

/** Requests without an answer look whether they have arrived at least this often, whatever the clock says. */
const LOOK_EVERY_MS = 5000;

/**
 * Requests that nobody waits for any more, and that may still reach the instance. Within one process timers tell how long,
 * because the laptop's clock may be set at any moment; after a restart the stored time of the attempt has to do.
 */
export class OnTheWay {
  readonly #time: Time;
  readonly #cancels = new Map<number, () => void>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** The last request of an entry was given up just now. */
  add(seq: number, failure: InstanceFailure): void {
    this.#cancels.get(seq)?.();
    const cancel = this.#time.after(longest(failure), () => this.#cancels.delete(seq));
    this.#cancels.set(seq, cancel);
  }

  /** When the last request of an entry that has no answer will have arrived (milliseconds, device clock); null when it has. */
  until({ seq, attemptedAt, failure }: Entry): number | null {
    if (attemptedAt === null || failure?.kind !== 'no-answer') return null;
    const now = this.#time.now();
    const [began, most] = [Date.parse(attemptedAt), longest(failure)];
    if (began <= now && began + most > now) return began + most;
    return this.#cancels.has(seq) ? now + LOOK_EVERY_MS : null;
  }

  clear(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }
}

function longest(failure: InstanceFailure): number {
  return failure.kind === 'no-answer' && failure.cutShort ? LONGEST_WORK_MS : LATE_MS;
}
