import { fromWall, wallOf } from './zone.ts';

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Units as queries name them. `dayofweek` is what the instance's own filters write for days. */
const units: Readonly<Record<string, Unit>> = {
  minute: 'minute',
  hour: 'hour',
  day: 'day',
  dayofweek: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

export function unitOf(name: string): Unit | null {
  return Object.hasOwn(units, name) ? (units[name] ?? null) : null;
}

/**
 * The instant so many units later. Minutes and hours are lengths of time; days and longer go by the clocks of the
 * zone, so a day later is the same time of day, and a month later the same day of the month or the last there is.
 */
export function shift(instant: number, unit: Unit, count: number, zone: string): number {
  const length = clockUnits[unit];
  if (length !== undefined) return bounded(instant + count * length, count);
  const wall = wallOf(instant, zone);
  const days = dayUnits[unit];
  if (days !== undefined) return bounded(fromWall(bounded(wall + count * days * DAY, count), zone), count);
  const date = new Date(wall);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + count * monthsIn(unit));
  const last = new Date(date);
  last.setUTCMonth(last.getUTCMonth() + 1, 0);
  date.setUTCDate(Math.min(day, last.getUTCDate()));
  return bounded(fromWall(bounded(date.getTime(), count), zone), count);
}

/** The first second of the unit that holds an instant. Weeks begin on Monday, as those of the instance's functions do. */
export function startOf(instant: number, unit: Unit, zone: string): number {
  const wall = wallOf(instant, zone);
  const length = clockUnits[unit];
  if (length !== undefined) return Math.floor(instant / 1000) * 1000 - (((wall % length) + length) % length);
  const date = new Date(wall);
  date.setUTCHours(0, 0, 0, 0);
  if (unit === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (dayUnits[unit] === undefined) {
    date.setUTCMonth(Math.floor(date.getUTCMonth() / monthsIn(unit)) * monthsIn(unit), 1);
  }
  return fromWall(date.getTime(), zone);
}

/** The last second of the unit that holds an instant. */
export function endOf(instant: number, unit: Unit, zone: string): number {
  return startOf(shift(startOf(instant, unit, zone), unit, 1, zone), unit, zone) - 1000;
}

const DAY = 86_400_000;
const clockUnits: Partial<Record<Unit, number>> = { minute: 60_000, hour: 3_600_000 };
const dayUnits: Partial<Record<Unit, number>> = { day: 1, week: 7 };

function monthsIn(unit: Unit): number {
  return unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1;
}

/** Kept within the years that a stored time can have, 1 to 9999. */
const least = Date.parse('0001-01-02T00:00:00Z');
const most = Date.parse('9999-12-30T00:00:00Z');

function bounded(instant: number, direction: number): number {
  if (Number.isNaN(instant)) return direction < 0 ? least : most;
  return Math.min(most, Math.max(least, instant));
}
