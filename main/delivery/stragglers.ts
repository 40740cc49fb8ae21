import { LONGEST_WORK_MS } from '../outbox/doubt.ts';
import { certainAgeOf, type Stamp } from '../outbox/stamp.ts';
import type { Time } from '../services.ts';

/** Requests without an answer are looked for at least this often, whatever the clock says (milliseconds). */
const LOOK_EVERY_MS = 5000;

/** A request that may still arrive. */
export interface Straggler {
  entry: number;
  /** When its attempt began: which attempt of the entry it is. */
  at: Stamp;
  /** How long after its attempt it may arrive (milliseconds). */
  within: number;
}

interface Wait {
  /** Which attempt of its entry is waited for. */
  at: string;
  /** When it ends by the laptop's clock (milliseconds since 1970), unless that is set meanwhile. */
  until: number;
  isOver: boolean;
  cancel: () => void;
}

/**
 * Requests that nobody waits for any more, and that may still reach the instance. Timers tell how long, because the laptop's
 * clock may be set at any moment. For a request of an earlier process the instance's clock tells how much of its time is left,
 * where that is certain; where it is not, the wait begins anew.
 */
export class Stragglers {
  readonly #time: Time;
  readonly #waits = new Map<number, Wait>();

  constructor(time: Time) {
    this.#time = time;
  }

  /** A request was given up just now. */
  add({ entry, at, within }: Straggler): void {
    this.#begin(entry, at, within);
  }

  /** When to look again whether it has arrived (milliseconds since 1970, laptop clock); null when it has, or never will. */
  until({ entry, at, within }: Straggler, now: Stamp): number | null {
    if (within === 0) return null;
    const known = this.#waits.get(entry);
    const wait = known?.at === at.at ? known : this.#begin(entry, at, within - (certainAgeOf(at, now) ?? 0));
    if (wait.isOver) return null;
    const clock = this.#time.now();
    const isTrusted = wait.until > clock && wait.until <= clock + LONGEST_WORK_MS;
    return isTrusted ? wait.until : clock + LOOK_EVERY_MS;
  }

  clear(): void {
    for (const { cancel } of this.#waits.values()) cancel();
    this.#waits.clear();
  }

  #begin(entry: number, { at }: Stamp, ms: number): Wait {
    this.#waits.get(entry)?.cancel();
    const wait: Wait = { at, until: this.#time.now() + ms, isOver: ms <= 0, cancel: () => undefined };
    if (!wait.isOver) wait.cancel = this.#time.after(ms, () => (wait.isOver = true));
    this.#waits.set(entry, wait);
    return wait;
  }
}
