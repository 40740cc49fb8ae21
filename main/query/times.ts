import type { FieldType } from '../../preload/contract/records.ts';
import { instantOfUtc, isDateText, utcDate, utcText } from './utc.ts';
import { fromWall, wallOf } from './zone.ts';

/** An instant as a field of the type stores it: the user's date, or date and time in UTC. */
export function timeText(instant: number, type: FieldType, zone: string): string {
  return type === 'date' ? utcDate(wallOf(instant, zone)) : utcText(instant);
}

/** The instant of a stored time, of a date the beginning of the user's day; null for a text that is neither. */
export function instantOf(time: string, zone: string): number | null {
  const parsed = parse(time);
  return parsed !== null && isDateText(time) ? fromWall(parsed, zone) : parsed;
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
  return parsed === null || isDateText(time) ? parsed : wallOf(parsed, zone);
}

function parse(time: string): number | null {
  const parsed = instantOfUtc(time);
  return Number.isNaN(parsed) ? null : parsed;
}
