import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { moveEntry, readEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { heldBy } from '../../main/outbox/hold.ts';
import { entryLine } from '../../main/outbox/line.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry } from '../support/entry.ts';
import { test } from '../support/disk.ts';

/** Puts entries into the Outbox, each with the records it touches. */
function outbox(database: Database, ...touched: number[][]): void {
  for (const records of touched) {
    addBareEntry(database, {
      touches: records.map((record) => ({ table: 'wm_task', sys_id: sysId(record) })),
    });
  }
}

function entry(database: Database, seq: number): Entry {
  const read = readEntry(database, seq);
  if (!read) throw new Error(`there is no entry ${seq}`);
  return read;
}

function move(database: Database, seq: number, ...events: EntryEvent[]): void {
  for (const event of events) database.transaction((write) => moveEntry(write, entry(database, seq), event));
}

/** By whom each of these entries is held. */
const holders = (database: Database, ...seqs: number[]) =>
  seqs.map((seq) => heldBy(database, entry(database, seq)));

test.for<[what: string, events: EntryEvent[], holds: boolean]>([
  ['merely queued', [], false],
  ['on its way', ['send'], false],
  ['to be tried again later', ['send', 'later'], false],
  ['of unknown outcome', ['send', 'no-answer'], true],
  ['refused', ['send', 'refuse'], true],
  ['tried again by a person', ['send', 'refuse', 'try-again'], false],
  ['sent', ['send', 'acknowledge'], false],
])('an entry ahead on the same record that is %s', ([, events, holds], { database }) => {
  outbox(database, [1], [1]);
  move(database, 1, ...events);
  expect(holders(database, 2)).toEqual([holds ? 1 : null]);
});

test('nobody is held by an entry on another record, or by a later one', ({ database }) => {
  outbox(database, [1], [2], [1]);
  move(database, 3, 'send', 'refuse');
  move(database, 2, 'send', 'refuse');
  expect(holders(database, 1, 3)).toEqual([null, null]);
});

test('who is held holds in turn: the way leads back to the one that a person decides about', ({
  database,
}) => {
  outbox(database, [1], [1, 2], [2, 3], [3], [4]);
  move(database, 1, 'send', 'refuse');
  expect(holders(database, 1, 2, 3, 4, 5)).toEqual([null, 1, 1, 1, null]);
  move(database, 1, 'try-again', 'send', 'acknowledge');
  expect(holders(database, 2, 3, 4)).toEqual([null, null, null]);
});

test('of several holders the first is named', ({ database }) => {
  outbox(database, [1], [2], [2, 1]);
  move(database, 2, 'send', 'refuse');
  move(database, 1, 'send', 'no-answer');
  expect(holders(database, 3)).toEqual([1]);
});

test('an entry shows that it is held, and by whom', ({ database }) => {
  outbox(database, [1], [1]);
  move(database, 1, 'send', 'refuse');
  const lines = [1, 2].map((seq) => entryLine(database, entry(database, seq), new Set(['accept'])));
  expect(lines).toMatchObject([
    { seq: 1, state: 'refused', heldBy: null, decisions: ['try-again', 'edit', 'discard'] },
    {
      seq: 2,
      state: 'held',
      heldBy: 1,
      decisions: ['edit', 'discard'],
      form: { action: 'accept', record: null },
    },
  ]);
});
