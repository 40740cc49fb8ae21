import { fromZone, moment, stamp, toZone } from '../clock.ts';
import type { Asker } from './script.ts';

const DAY = 86_400_000;
const units = new Map([
  ['second', 1000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', DAY],
  ['dayofweek', DAY],
  ['week', 604_800_000],
  ['month', 2_629_800_000],
  ['quarter', 7_889_400_000],
  ['year', 31_557_600_000],
]);

/**
 * The bound of `RELATIVEGT@hour@ago@3`, as a time is kept, and whether a time is in the same hour (day, month…) by the
 * asker's clocks, which is what `RELATIVEEE` asks; null when it is written otherwise.
 */
export function relative(
  value: string,
  { now, zone }: Asker,
): { bound: string; holds: (text: string) => boolean } | null {
  const [unit = '', direction, count] = value.replace(/^@/, '').split('@');
  if (!units.has(unit) || !/^\d{1,6}$/.test(count ?? '')) return null;
  if (direction !== 'ago' && direction !== 'ahead') return null;
  const bound = shifted(now, unit, (direction === 'ago' ? -1 : 1) * Number(count), zone);
  const same = unitOf(bound, unit, zone);
  return { bound, holds: (text) => unitOf(text, unit, zone) === same };
}

const months = new Map([
  ['month', 1],
  ['quarter', 3],
  ['year', 12],
]);

/** Hours and less are lengths of time; days and more go by the asker's clocks, a month to the same day or the last there is. */
function shifted(now: number, unit: string, count: number, zone: string): string {
  const length = units.get(unit) ?? 0;
  if (length < DAY) return stamp(now + count * length);
  const wall = new Date(moment(toZone(stamp(now), zone)) ?? now);
  const inMonth = months.get(unit);
  if (inMonth === undefined) return fromZone(stamp(wall.getTime() + count * length), zone);
  const day = wall.getUTCDate();
  wall.setUTCMonth(wall.getUTCMonth() + count * inMonth, 1);
  const last = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  wall.setUTCDate(Math.min(day, last));
  return fromZone(stamp(wall.getTime()), zone);
}

/** What all times in one hour, day, week (from Monday), month, quarter or year have in common. */
function unitOf(text: string, unit: string, zone: string): string {
  const wall = toZone(text, zone);
  const time = moment(wall);
  if (time === null) return '';
  if (unit === 'week') return stamp(time - ((new Date(time).getUTCDay() + 6) % 7) * DAY).slice(0, 10);
  if (unit === 'quarter') return `${wall.slice(0, 4)} ${Math.floor((Number(wall.slice(5, 7)) - 1) / 3)}`;
  return wall.slice(0, digits.get(unit) ?? 10);
}

const digits = new Map([
  ['second', 19],
  ['minute', 16],
  ['hour', 13],
  ['month', 7],
  ['year', 4],
]);

/** `other@day@before@1` of MORETHAN and LESSTHAN: whether one time is so far from another. */
export function distance(
  value: string,
): { field: string; holds: (a: string, b: string, more: boolean) => boolean } | null {
  const [field, unit, direction, count] = value.split('@');
  const length = units.get(unit ?? '');
  if (field === undefined || length === undefined || !/^\d{1,6}$/.test(count ?? '')) return null;
  const bound = Number(count) * length;
  return {
    field,
    holds: (a, b, more) => {
      const [first, second] = [moment(a), moment(b)];
      if (first === null || second === null) return false;
      const apart = direction === 'before' ? second - first : first - second;
      return more ? apart > bound : apart < bound && apart >= 0;
    },
  };
}
