import { wallOfText } from './times.ts';

/**
 * Parts of a time by the user's clocks, for `SAMEAS…@day` and `DATEPART`. As the instance documents them: a day is the
 * day of the month, not the date (the 1st of August and the 1st of September have the same day), a month the month of
 * any year, and a week the week of the year from Sunday to Saturday, 0 before the first Sunday. Of days of the week
 * Monday is the first.
 */
const parts = {
  hour: (date: Date) => date.getUTCHours(),
  day: (date: Date) => date.getUTCDate(),
  dayofweek: (date: Date) => ((date.getUTCDay() + 6) % 7) + 1,
  week: (date: Date) => Math.floor((dayOfYear(date) + 6 - date.getUTCDay()) / 7),
  month: (date: Date) => date.getUTCMonth() + 1,
  quarter: (date: Date) => Math.floor(date.getUTCMonth() / 3) + 1,
  year: (date: Date) => date.getUTCFullYear(),
};

export type Part = keyof typeof parts;

export function isPart(name: string): name is Part {
  return Object.hasOwn(parts, name);
}

/** The part of a stored time; null for a text that is no time. */
export function partOf(time: string, part: Part, zone: string): number | null {
  const wall = wallOfText(time, zone);
  return wall === null ? null : parts[part](new Date(wall));
}

/** The number of a part as `DATEPART` writes it: `monday`, `jan` or digits; null when it is none. */
export function partNumber(part: Part, written: string): number | null {
  const names = part === 'dayofweek' ? days : part === 'month' ? months : [];
  const at = written.length < 3 ? -1 : names.findIndex((name) => name.startsWith(written.toLowerCase()));
  if (at !== -1) return at + 1;
  return /^\d{1,4}$/.test(written) ? Number(written) : null;
}

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june'],
  ...['july', 'august', 'september', 'october', 'november', 'december'],
];

/** From 1. */
function dayOfYear(date: Date): number {
  const first = Date.UTC(date.getUTCFullYear(), 0, 1);
  const day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate());
  return (day - first) / 86_400_000 + 1;
}
