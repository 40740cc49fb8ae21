/**
 * A moment as this laptop knew it. Its clock may be wrong, and set at any time, so what was known of the instance's clock by then is
 * kept with it. All reasoning about clocks is in this file.
 */
export interface Stamp {
  /** ISO instant by the laptop's clock. */
  at: string;
  /** Instance clock minus laptop clock in milliseconds, as last measured by then; null when it never was. */
  offset: number | null;
  /**
   * What the instance's clock had said in its last answer before (milliseconds since 1970): the moment is not earlier, whatever the
   * laptop's clock said. Null when that is not known.
   */
  after: number | null;
}

export const DAY_MS = 24 * 60 * 60_000;

/** Clocks are read to the second, and neither the offset nor the way of an answer is exact. */
export const SLACK_MS = 2000;

/** The moment `now` (milliseconds since 1970, laptop clock) as a stamp. */
export function stamp(now: number, offset: number | null, after: number | null = null): Stamp {
  return { at: new Date(now).toISOString(), offset, after };
}

/** Milliseconds since 1970 by the laptop's clock. */
export function timeOf({ at }: Stamp): number {
  return Date.parse(at);
}

/**
 * Milliseconds from a stamp to now, by the instance's clock where its distance was known both times; otherwise by the laptop's alone,
 * as if nobody had set it meanwhile. Negative after a clock was set back. A clock that was set before the stamp, and not compared in
 * between, makes it seem as old as the clock was set back.
 */
export function ageOf(then: Stamp, now: Stamp): number {
  const set = then.offset === null || now.offset === null ? 0 : now.offset - then.offset;
  return timeOf(now) - timeOf(then) + set;
}

/**
 * Milliseconds that have certainly gone by since a stamp, which another process may have made; null when the clocks cannot tell,
 * because their distance is not known or the laptop's clock was set between measuring it and the stamp.
 */
export function certainAgeOf(then: Stamp, now: Stamp): number | null {
  if (then.offset === null || now.offset === null) return null;
  const began = timeOf(then) + then.offset;
  if (began < (then.after ?? 0) - SLACK_MS) return null;
  const gone = timeOf(now) + now.offset - began - SLACK_MS;
  return gone < 0 ? null : gone;
}

/**
 * The earliest moment that a stamp can have been, by the instance's clock (milliseconds since 1970). The laptop's clock may have been set
 * between any two answers, so of the distance known then and the one known now, the one that tells the earlier time counts. No stamp is later than
 * now: one that seems so was made by a clock of which neither is known, and came after the last answer before it.
 */
export function earliestOf(then: Stamp, now: Stamp): number {
  const distance = now.offset ?? then.offset ?? 0;
  const least = Math.min(then.offset ?? distance, distance);
  const seemsLater = timeOf(then) + least > timeOf(now) + distance;
  if (seemsLater && then.after !== null) return then.after - SLACK_MS;
  return Math.min(timeOf(then), timeOf(now)) + least - SLACK_MS;
}

/** A stamp of another laptop by this one's clock. `shift`: milliseconds that its clock was behind this one's. */
export function shifted({ at, offset, after }: Stamp, shift: number): Stamp {
  return {
    at: new Date(Date.parse(at) + shift).toISOString(),
    offset: offset === null ? null : offset - shift,
    after,
  };
}

/** So many days, in words. */
export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
