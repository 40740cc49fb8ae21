import { triesOf } from '../outbox/doubt.ts';
import type { Entry } from '../outbox/entry.ts';
import { ageOf, DAY_MS, daysText, type Stamp } from '../outbox/stamp.ts';

/** What a person is asked about an entry that has waited too long, for its line in the Outbox. */
export function oldInWords(entry: Entry, now: Stamp): string {
  const { triggered, decided, step } = entry;
  const about = decided === null ? '' : `, decided about ${daysAgo(ageOf(decided.at, now))}`;
  const entered = `Entered ${daysAgo(ageOf(triggered, now))}${about}`;
  if (step > 0) return `${entered}, and done only in part. Send the rest still?`;
  if (triesOf(entry) === 0) return `${entered}, and not sent since. Send it still?`;
  // The record may have been changed since, over what it did: nobody can tell that it was not done.
  return `${entered}, and tried since; the instance does not show that it was done. Send it still?`;
}

/** The same about several at once. */
export function manyOldInWords(days: number, entries: number): { message: string; detail: string } {
  return {
    message: `${entries.toLocaleString('en-GB')} actions were entered more than ${daysText(days)} ago and still wait to be sent`,
    detail: 'Send them still?',
  };
}

/** After the clock was set back it would lie in the future. */
function daysAgo(age: number): string {
  const days = Math.floor(age / DAY_MS);
  return days < 1 ? 'less than a day ago' : `${daysText(days)} ago`;
}
