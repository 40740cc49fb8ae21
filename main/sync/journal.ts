import type { RemoteRecord } from '../instance/record.ts';
import { readJournal, shownOffset } from '../records/journal.ts';

/**
 * Whether a record's rendered journal holds a note of this author with this text, written since an instant
 * (milliseconds, instance clock).
 */
export function hasNote(
  record: RemoteRecord,
  note: { field: string; text: string },
  author: string,
  since: number,
): boolean {
  const offset = shownOffset(record['sys_updated_on']);
  return readJournal(record[note.field]?.display_value ?? '').some(
    (entry) =>
      entry.author === author &&
      entry.text === note.text.replaceAll('\r\n', '\n').trim() &&
      // Where the time cannot be told, author and text have to do.
      (offset === null || entry.shownAt - offset >= since),
  );
}
