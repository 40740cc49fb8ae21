import type { Database } from '../../main/database/database.ts';
import { addEntry, type NewEntry } from '../../main/outbox/entries.ts';

/** A new entry about nothing, unless it says otherwise. */
export function newEntry(given: Partial<NewEntry> = {}): NewEntry {
  return {
    key: 'a'.repeat(32),
    action: 'accept',
    label: 'Accept',
    record: null,
    title: '',
    touches: [],
    inputs: {},
    steps: [],
    triggeredAt: '2026-01-05T08:00:00.000Z',
    clockOffset: null,
    ...given,
  };
}

/** Puts an entry into the Outbox and answers its number. */
export function addBareEntry(database: Database, given: Partial<NewEntry> = {}): number {
  return database.transaction((write) => addEntry(write, newEntry(given)));
}
