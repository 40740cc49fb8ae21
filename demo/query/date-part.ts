import { moment, toZone } from '../clock.ts';
import type { Asker } from './script.ts';

const DAY = 86_400_000;
const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** One part of a time: its number, and the number that a name of it stands for (-1 for none). */
interface Part {
  of: (time: Date) => number;
  named: (name: string) => number;
}

const whole = (name: string): number => (/^\d{1,4}$/.test(name) ? Number(name) : -1);

/** Of days, Monday is the first; weeks begin on Sunday, and the days before a year's first Sunday are its week 0. */
const parts = new Map<string, Part>([
  ['hour', { of: (time) => time.getUTCHours(), named: whole }],
  ['dayofweek', { of: (time) => (time.getUTCDay() + 6) % 7, named: (name) => weekdays.indexOf(name) }],
  ['day', { of: (time) => time.getUTCDate(), named: whole }],
  ['week', { of: weekOf, named: whole }],
  ['month', { of: (time) => time.getUTCMonth(), named: (name) => months.indexOf(name.slice(0, 3)) }],
  ['quarter', { of: (time) => Math.floor(time.getUTCMonth() / 3) + 1, named: whole }],
  ['year', { of: (time) => time.getUTCFullYear(), named: whole }],
]);

const signs = new Map<string, (sign: number) => boolean>([
  ['EE', (sign) => sign === 0],
  ['GT', (sign) => sign > 0],
  ['GE', (sign) => sign >= 0],
  ['LT', (sign) => sign < 0],
  ['LE', (sign) => sign <= 0],
]);

/** The test of `Monday@javascript:gs.datePart('dayofweek','monday','GE')`, in the asker's zone; null for anything else. */
export function datePart(value: string, { zone }: Asker): ((text: string) => boolean) | null {
  const call = /@\s*javascript:\s*gs\.datePart\(\s*'(\w+)'\s*,\s*'(\w+)'\s*,\s*'([A-Z]{2})'\s*\);?\s*$/.exec(
    value,
  );
  const part = parts.get(call?.[1] ?? '');
  const holds = signs.get(call?.[3] ?? '');
  const right = part?.named((call?.[2] ?? '').toLowerCase()) ?? -1;
  if (!part || !holds || right < 0) return null;
  return (text) => {
    const time = moment(toZone(text, zone));
    return time !== null && holds(part.of(new Date(time)) - right);
  };
}

/** Whether two times have the same such part (`SAMEASother@day`); null for a part there is none of. */
export function samePart(name: string, { zone }: Asker): ((one: string, other: string) => boolean) | null {
  const part = parts.get(name);
  if (!part) return null;
  return (one, other) => {
    const [first, second] = [moment(toZone(one, zone)), moment(toZone(other, zone))];
    return first !== null && second !== null && part.of(new Date(first)) === part.of(new Date(second));
  };
}

function weekOf(time: Date): number {
  const dayOfYear = Math.floor((time.getTime() - Date.UTC(time.getUTCFullYear(), 0)) / DAY);
  return Math.floor((dayOfYear + 7 - time.getUTCDay()) / 7);
}
