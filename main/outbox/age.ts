import type { Entry, EntryRow } from './entry.ts';

/** A moment by the laptop's clock. */
export interface Moment {
  /** Milliseconds since 1970. */
  at: number;
  /** Instance clock minus device clock in milliseconds, as known by then; null when it was never measured. */
  clockOffset: number | null;
}

export const DAY_MS = 24 * 60 * 60_000;

/**
 * Milliseconds since a person has last said that the entry is to be sent: since it was pressed or, if they have decided about it
 * after that, since then. By the instance's clock where its distance was known both then and now; otherwise by the laptop's
 * alone, as if nobody had set it meanwhile. Negative after a clock was set back, which makes nothing old. A clock that was set
 * before the button was pressed and not compared in between makes an entry as old as it was set back; a person is then asked in vain.
 */
export function ageOf(
  {
    triggeredAt,
    clockOffset,
    reviewedAt,
    reviewOffset,
  }: Pick<Entry, 'triggeredAt' | 'clockOffset' | 'reviewedAt' | 'reviewOffset'>,
  now: Moment,
): number {
  return reviewedAt === null
    ? between(triggeredAt, clockOffset, now)
    : between(reviewedAt, reviewOffset, now);
}

/** The same since it was pressed, whatever was decided about it after that. */
export function sincePressed(
  { triggeredAt, clockOffset }: Pick<Entry, 'triggeredAt' | 'clockOffset'>,
  now: Moment,
): number {
  return between(triggeredAt, clockOffset, now);
}

/** What an entry keeps of the moment at which a person decides that it is to be sent. */
export function reviewedNow({ at, clockOffset }: Moment): {
  reviewedAt: string;
  reviewOffset: number | null;
} {
  return { reviewedAt: new Date(at).toISOString(), reviewOffset: clockOffset };
}

/** The same as columns. */
export function reviewColumns(now: Moment): Pick<EntryRow, 'reviewed_at' | 'review_offset'> {
  const { reviewedAt, reviewOffset } = reviewedNow(now);
  return { reviewed_at: reviewedAt, review_offset: reviewOffset };
}

function between(then: string, offset: number | null, now: Moment): number {
  const set = offset === null || now.clockOffset === null ? 0 : now.clockOffset - offset;
  return now.at - Date.parse(then) + set;
}

/** So many days, in words. */
export function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}
