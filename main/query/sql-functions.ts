import { shift, unitOf } from './calendar.ts';
import { fold } from './fold.ts';
import { isPart, partOf } from './parts.ts';
import { matchesPattern } from './pattern.ts';
import { instantOf } from './times.ts';

type SqlFunction = (...given: unknown[]) => string | number | null;

/**
 * The functions that `toSql` needs in a database, all deterministic: the very ones that `matcher` calls, so that SQL and
 * JavaScript cannot differ.
 */
export const sqlFunctions: Readonly<Record<string, SqlFunction>> = {
  fold: (text) => fold(textOf(text)),
  matches_pattern: (text, written) => Number(matchesPattern(textOf(text), textOf(written))),
  /** The milliseconds since 1970 of a stored time; null when it is none. */
  instant: (time, zone) => instantOf(textOf(time), textOf(zone)),
  /** The same, so many units later. */
  moved: (time, unit, count, zone) => moved(textOf(time), textOf(unit), Number(count), textOf(zone)),
  date_part: (time, part, zone) => {
    const name = textOf(part);
    return isPart(name) ? partOf(textOf(time), name, textOf(zone)) : null;
  },
};

/** The instant so many units after a stored time; null when it is none. */
export function moved(time: string, unit: string, count: number, zone: string): number | null {
  const instant = instantOf(time, zone);
  const known = unitOf(unit);
  return instant === null || known === null ? null : shift(instant, known, count, zone);
}

function textOf(given: unknown): string {
  return typeof given === 'string' ? given : '';
}
