import { createHash } from 'node:crypto';
import type { Database } from '../../main/database/database.ts';
import type { Moment } from '../../main/outbox/age.ts';
import { addEntry, type Change, moveEntry, type NewEntry, readEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';

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

/** When a person decides about it, two hours after they pressed. */
export const decisionAt: Moment = { at: Date.parse('2026-01-05T10:00:00.000Z'), clockOffset: null };

/** Puts an entry into the Outbox and answers its number. */
export function addBareEntry(database: Database, given: Partial<NewEntry> = {}): number {
  return database.transaction((write) => addEntry(write, newEntry(given)));
}

/** The entry of a number; a test that asks for one that is not there fails. */
export function entryOf(database: Database, seq: number): Entry {
  const entry = readEntry(database, seq);
  if (!entry) throw new Error(`there is no entry ${seq}`);
  return entry;
}

/** Puts an entry with these steps into the Outbox; it touches what they name. */
export function addStepsEntry(database: Database, ...steps: CompiledStep[]): Entry {
  const records = steps.flatMap((step) => ('sys_id' in step ? [step] : []));
  const touches = [...new Map(records.map(({ table, sys_id }) => [sys_id, { table, sys_id }])).values()];
  const key = createHash('md5').update(JSON.stringify(steps)).digest('hex');
  return entryOf(database, addBareEntry(database, { key, steps, touches }));
}

/** Moves an entry by these events, of which the last leaves the change behind. */
export function move(
  database: Database,
  { seq }: Pick<Entry, 'seq'>,
  events: EntryEvent[],
  change: Change = {},
): Entry {
  for (const [at, event] of events.entries())
    database.transaction((write) =>
      moveEntry(write, entryOf(database, seq), event, at + 1 === events.length ? change : {}),
    );
  return entryOf(database, seq);
}
