import type { RemoteRecord } from '../instance/record.ts';
import type { Row } from '../query/row.ts';
import { type CacheTable, displayColumn, hasDisplay } from './cache-table.ts';
import { instantShown, readJournal } from './journal.ts';

/** The fields to ask the instance for. */
export function remoteFields(table: CacheTable): string[] {
  return table.fields.map((field) => field.name);
}

/** A remote record as a row; it holds only the fields that the instance told. `zone`: the time zone of the user who is shown it. */
export function rowFrom(table: CacheTable, record: RemoteRecord, zone: string | null): Row {
  const row: Record<string, string> = {};
  for (const { name, type } of table.fields) {
    const told = record[name];
    if (told === undefined) continue;
    row[name] = type === 'journal' ? '' : told.value;
    if (!hasDisplay(type)) continue;
    row[displayColumn(name)] =
      type === 'journal' ? storedJournal(record, told.display_value, zone) : told.display_value;
  }
  return row;
}

/** An entry of a journal as cached: with the time in UTC, so that it can be shown in any zone later. */
export interface CachedNote {
  /** ISO instant. */
  at: string;
  author: string;
  text: string;
}

function storedJournal(record: RemoteRecord, rendered: string, zone: string | null): string {
  const instant = instantShown(record['sys_updated_on'], zone);
  const notes = readJournal(rendered).map(({ shownAt, author, text }): CachedNote => {
    return { at: new Date(instant?.(shownAt) ?? shownAt).toISOString(), author, text };
  });
  return notes.length === 0 ? '' : JSON.stringify(notes);
}

/** The entries of a journal field of a cached row. */
export function notesOf(row: Row, field: string): CachedNote[] {
  const stored = row[displayColumn(field)] ?? '';
  return stored === '' ? [] : (JSON.parse(stored) as CachedNote[]);
}
