import type { EntryFailure } from '../../preload/contract/failure.ts';
import { ageOf, DAY_MS, daysText, type Moment, sincePressed } from '../outbox/age.ts';
import type { Entry } from '../outbox/entry.ts';

type TooOld = Extract<EntryFailure, { kind: 'too-old' }>;

/** What a person is asked about an entry that has waited too long, for its line in the Outbox. */
export function tooOldInWords(entry: Entry, now: Moment): string {
  const pressed = `Pressed ${daysAgo(sincePressed(entry, now))}`;
  const decided = entry.reviewedAt === null ? '' : `, decided about ${daysAgo(ageOf(entry, now))}`;
  return `${pressed}${decided}, and not sent since. Send it still?`;
}

/** The same about several at once. */
export function manyTooOldInWords({ days }: TooOld, entries: number): { message: string; detail: string } {
  return {
    message: `${entries.toLocaleString('en-GB')} actions were pressed more than ${daysText(days)} ago and not sent since`,
    detail: 'Send them still?',
  };
}

/** A clock that was set back since would have it in the future. */
function daysAgo(age: number): string {
  const days = Math.floor(age / DAY_MS);
  return days < 1 ? 'less than a day ago' : `${daysText(days)} ago`;
}
