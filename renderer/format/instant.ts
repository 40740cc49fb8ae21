import { words } from '../messages/messages.ts';

const clock = new Intl.DateTimeFormat(words.locale, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short' });
const dayOfYear = new Intl.DateTimeFormat(words.locale, { day: 'numeric', month: 'short', year: 'numeric' });

/** An ISO instant in the person's time zone, as short as it can be: `09:12` today, else `12 Oct, 09:12`. */
export function clockText(instant: string, now: Date = new Date()): string {
  const at = new Date(instant);
  return sameDay(at, now) ? clock.format(at) : dayText(at, now);
}

/** The same where no other word says that it is about today: `Today 09:12`. */
export function instantText(instant: string, now: Date = new Date()): string {
  const at = new Date(instant);
  return sameDay(at, now) ? words.today(clock.format(at)) : dayText(at, now);
}

/** When something is tried next: counted down within the hour, then the time. */
export function countdownText(instant: string, now: Date): string {
  const seconds = Math.ceil((Date.parse(instant) - now.getTime()) / 1000);
  if (seconds <= 0) return words.outbox.nextNow;
  if (seconds >= 3600) return words.outbox.next(clockText(instant, now));
  return words.outbox.nextIn(Math.floor(seconds / 60), seconds % 60);
}

function dayText(at: Date, now: Date): string {
  const date = at.getFullYear() === now.getFullYear() ? day : dayOfYear;
  return `${date.format(at)}, ${clock.format(at)}`;
}

function sameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}
