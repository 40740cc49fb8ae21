import type { RemoteRecord } from '../instance/record.ts';
import { instantOfUtc } from '../query/utc.ts';
import { instantShown } from '../records/journal.ts';

/** `2026-11-22 15:09:00 - Nina Falk (Work notes)`: the head of an entry in a rendered journal (docs/instance.md C6.4). */
const HEAD = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.+?) \([^)]*\)\n/gm;
/** After a note comes nothing, or the next one's head. */
const END = /^\s*$|^\s*\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d - .+ \([^)]*\)(\n|$)/;

/**
 * How many notes of this author with exactly this text a record's rendered journal holds, written since an instant
 * (milliseconds, instance clock); `zone` is the time zone in which they are shown. The text is looked for as a whole, so a line in it
 * that looks like a head does no harm.
 */
export function countNotes(
  record: RemoteRecord,
  note: { field: string; text: string },
  author: string,
  since: number,
  zone: string | null,
): number {
  const instant = instantShown(record['sys_updated_on'], zone);
  const journal = (record[note.field]?.display_value ?? '').replaceAll('\r\n', '\n');
  const text = note.text.replaceAll('\r\n', '\n').trim();
  let count = 0;
  for (const head of journal.matchAll(HEAD)) {
    const [line, at = '', by] = head;
    const rest = journal.slice(head.index + line.length).trimStart();
    const written = rest.startsWith(text) && END.test(rest.slice(text.length));
    // Where the time cannot be told, author and text have to do.
    const late = instant === null || instant(instantOfUtc(at)) >= since;
    if (by === author && written && late) count += 1;
  }
  return count;
}
