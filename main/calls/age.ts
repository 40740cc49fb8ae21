import type { EntryFailure } from '../../preload/contract/failure.ts';
import { ageOf, DAY_MS, daysText, type Moment, sincePressed } from '../outbox/age.ts';
import type { Entry } from '../outbox/entry.ts';

type TooOld = Extract<EntryFailure, { kind: 'too-old' }>;

/** What a person is asked about an entry that has waited too long, for its line in the Outbox. */
export function tooOldInWords(entry: Entry, now: Moment): string {
  const pressed = `Pressed ${daysAgo(sincePressed(entry, now))}`;
  const decided = entry.reviewedAt === null ? '' : `, decided about ${daysAgo(ageOf(entry, now))}`;
  if (entry.step > 0) return `${pressed}${decided}, and done only in part. Send the rest still?`;
  if (entry.attempts === 0) return `${pressed}${decided}, and not sent since. Send it still?`;
  // The record may have been changed over it since: that it was not done is more than anybody can tell.
  return `${pressed}${decided}, and tried since; the instance does not show that it was done. Send it still?`;
}

/** The same about several at once. */
export function manyTooOldInWords({ days }: TooOld, entries: number): { message: string; detail: string } {
  return {
    message: `${entries.toLocaleString('en-GB')} actions were pressed more than ${daysText(days)} ago and still wait to be sent`,
    detail: 'Send them still?',
  };
}

/** A clock that was set back since would have it in the future. */
function daysAgo(age: number): string {
  const days = Math.floor(age / DAY_MS);
  return days < 1 ? 'less than a day ago' : `${daysText(days)} ago`;
}
