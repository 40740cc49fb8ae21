/** How far the instance's clock is from the laptop's. */
export interface Measured {
  /** Instance clock minus device clock in milliseconds. */
  offset: number;
  /** When it was last measured, in milliseconds by the laptop's clock. */
  at: number;
}

/** Answers that are taken into account; older ones say less of a clock that drifts. */
const HEARD = 16;

/**
 * Reads the instance's clock off its answers. A `Date` is cut off to the second, and it was written at some moment between the
 * request's leaving and the answer's coming: each answer says between which bounds the offset lies, and what the last answers
 * agree on is narrower than any of them. Where they no longer agree a clock was set, and the newest is right. Clocks that may
 * agree are taken to agree: the coarseness of a `Date` is no reason to move a time.
 */
export class InstanceClock {
  #heard: { least: number; most: number }[] = [];
  #measured: Measured | null = null;
  #told: number | null = null;

  /** The offset as last measured, now or in an earlier session; null when it never was. */
  get measured(): Measured | null {
    return this.#measured;
  }

  /** What the instance's clock said in its last answer, to the second (milliseconds); null before the first. */
  get told(): number | null {
    return this.#told;
  }

  /** Takes what an earlier session measured, until an answer tells better. */
  remember(measured: Measured): void {
    this.#measured ??= measured;
  }

  /** An answer came with this `Date`, to a request that left at `sent` and was answered at `came` by the laptop's clock. */
  hear(date: string, sent: number, came: number): void {
    const told = Date.parse(date);
    if (Number.isNaN(told)) return;
    this.#told = told;
    // A clock that was set in between tells nothing of the offset.
    if (came < sent) return;
    const bounds = { least: told - came, most: told + 999 - sent };
    const heard = [...this.#heard, bounds].slice(-HEARD);
    const common = agreed(heard);
    this.#heard = common ? heard : [bounds];
    const { least, most } = common ?? bounds;
    this.#measured = { offset: least <= 0 && most >= 0 ? 0 : Math.round((least + most) / 2), at: came };
  }
}

function agreed(heard: readonly { least: number; most: number }[]): { least: number; most: number } | null {
  const least = Math.max(...heard.map((one) => one.least));
  const most = Math.min(...heard.map((one) => one.most));
  return least <= most ? { least, most } : null;
}
