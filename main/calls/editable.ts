import type { EntryTrouble } from '../../preload/contract/outbox.ts';
import type { Reader } from '../database/database.ts';
import { readEntry } from '../outbox/entries.ts';
import { decisions } from '../outbox/state.ts';

/** Why an entry cannot be edited in its form (any more); null when it can. */
export function entryTrouble(reader: Reader, seq: number): EntryTrouble | null {
  const entry = readEntry(reader, seq);
  if (!entry) return 'discarded';
  if (entry.state === 'sent') return 'sent';
  return decisions(entry, true).includes('edit') ? null : 'under-way';
}
