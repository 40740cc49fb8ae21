import { instantOfUtc } from '../query/utc.ts';
import { fromWall } from '../query/zone.ts';

/** `2026-11-22 15:09:00 - Nina Falk (Work notes)`: the head of an entry in a rendered journal (docs/instance.md C6.4). */
const HEAD = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.+?) \([^)]*\)$/;

/** One entry of a journal field such as `work_notes`. */
export interface JournalEntry {
  /** When it was written, in milliseconds as if the time shown were UTC; see `instantShown`. */
  shownAt: number;
  author: string;
  text: string;
}

/** Reads a journal as the instance renders it for its user: the only form of it that ordinary users may read. */
export function readJournal(rendered: string): JournalEntry[] {
  const entries: { head: RegExpExecArray; lines: string[] }[] = [];
  for (const line of rendered.split(/\r?\n/)) {
    const head = HEAD.exec(line);
    if (head) entries.push({ head, lines: [] });
    else entries.at(-1)?.lines.push(line);
  }
  return entries.map(({ head: [, at = '', author = ''], lines }) => ({
    shownAt: instantOfUtc(at),
    author,
    text: lines.join('\n').trim(),
  }));
}

/**
 * Reads times as a record's user is shown them (milliseconds as if they were UTC) into instants. By a field of the record that tells
 * both, and by the user's time zone (`zone`, null when it is not known) where that agrees: clocks may have gone forward or back
 * between a note and the record's last change. Null when the instance shows times in a form that cannot be read.
 */
export function instantShown(
  updatedOn: { value: string; display_value: string } | undefined,
  zone: string | null,
): ((shown: number) => number) | null {
  const [shownThen, then] = [
    instantOfUtc(updatedOn?.display_value ?? ''),
    instantOfUtc(updatedOn?.value ?? ''),
  ];
  const offset = shownThen - then;
  if (Number.isNaN(offset)) return null;
  if (zone !== null && instantIn(zone, shownThen) === then)
    return (shown) => instantIn(zone, shown) ?? shown - offset;
  return (shown) => shown - offset;
}

const DAY_MS = 86_400_000;
/** By zone and day, how far its clocks are ahead of UTC from one midnight to the next; null of a day on which they are changed. */
const offsets = new Map<string, number | null>();

/** Null for a zone that nobody knows. */
function instantIn(zone: string, shown: number): number | null {
  const day = Math.floor(shown / DAY_MS);
  const name = `${zone} ${day}`;
  try {
    let offset = offsets.get(name);
    if (offset === undefined) {
      const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS].map(
        (midnight) => midnight - fromWall(midnight, zone),
      );
      offset = from === to && from !== undefined ? from : null;
      offsets.set(name, offset);
    }
    return offset === null ? fromWall(shown, zone) : shown - offset;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
