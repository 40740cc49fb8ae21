import type { FieldType } from '../../preload/contract/records.ts';
import { fromWall, wallOf } from './zone.ts';

const stored = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d:\d\d)?$/;
const dateLength = 'YYYY-MM-DD'.length;

/** An instant as a field of the type stores it: the user's date, or date and time in UTC. */
export function timeText(instant: number, type: FieldType, zone: string): string {
  if (type === 'date') return text(wallOf(instant, zone)).slice(0, dateLength);
  return text(instant);
}

/** The instant of a stored time, of a date the beginning of the user's day; null for a text that is neither. */
export function instantOf(time: string, zone: string): number | null {
  const parsed = parse(time);
  if (parsed === null || time.length > dateLength) return parsed;
  return fromWall(parsed, zone);
}

/** The instant of a time in UTC that is known to be one. */
export function fromUtc(time: string): number {
  const instant = parse(time);
  if (instant === null) throw new Error(`${time} is not a time in UTC`);
  return instant;
}

/** What the user's clocks show at a stored time, as of `wallOf`; null for a text that is no time. */
export function wallOfText(time: string, zone: string): number | null {
  const parsed = parse(time);
  if (parsed === null || time.length === dateLength) return parsed;
  return wallOf(parsed, zone);
}

function parse(time: string): number | null {
  if (!stored.test(time)) return null;
  const parsed = Date.parse(`${time.replace(' ', 'T')}${time.length > dateLength ? 'Z' : ''}`);
  return Number.isNaN(parsed) ? null : parsed;
}

function text(instant: number): string {
  return new Date(instant).toISOString().slice(0, 'YYYY-MM-DD HH:mm:ss'.length).replace('T', ' ');
}
