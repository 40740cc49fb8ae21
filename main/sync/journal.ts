import type { RemoteRecord } from '../instance/record.ts';

/** `2026-11-22 15:09:00 - Nina Falk (Work notes)`: the head of an entry in a rendered journal (facts/servicenow.md C6). */
const HEAD = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (.+?) \([^)]*\)$/;

/**
 * Whether a record's rendered journal holds a note of this author with this text, written since an instant
 * (milliseconds, instance clock). Ordinary users may read no other form of the journal.
 */
export function hasNote(
  record: RemoteRecord,
  note: { field: string; text: string },
  author: string,
  since: number,
): boolean {
  const shift = displayOffset(record);
  return entries(record[note.field]?.display_value ?? '').some(
    (entry) =>
      entry.author === author &&
      normal(entry.text) === normal(note.text) &&
      // Heads show the user's time zone; where that cannot be learnt, author and text have to do.
      (shift === null || entry.at - shift >= since),
  );
}

function entries(stream: string): { at: number; author: string; text: string }[] {
  const found: { at: number; author: string; text: string }[] = [];
  let current: { at: number; author: string; lines: string[] } | null = null;
  const finish = () => {
    if (current) found.push({ at: current.at, author: current.author, text: current.lines.join('\n') });
  };
  for (const line of stream.split(/\r?\n/)) {
    const head = HEAD.exec(line);
    if (head) {
      finish();
      current = { at: instant(head[1] ?? ''), author: head[2] ?? '', lines: [] };
    } else current?.lines.push(line);
  }
  finish();
  return found;
}

/** How far the user's displayed times are from UTC, by a field that tells both; null when it cannot be read. */
function displayOffset(record: RemoteRecord): number | null {
  const updated = record['sys_updated_on'];
  const offset = updated ? instant(updated.display_value) - instant(updated.value) : Number.NaN;
  return Number.isNaN(offset) ? null : offset;
}

function instant(text: string): number {
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

/** Line ends and outer space do not survive a journal unchanged. */
function normal(text: string): string {
  return text.replace(/\r\n/g, '\n').trim();
}
