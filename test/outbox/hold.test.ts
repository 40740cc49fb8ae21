import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { moveEntry, readEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { heldBy, holders } from '../../main/outbox/order.ts';
import { countHeld, entryLine } from '../../main/outbox/entry-line.ts';
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

/** By whom each of these entries is held; one by one and in one pass it is the same. */
function holdersOf(database: Database, ...seqs: number[]): (number | null)[] {
  const all = holders(database);
  const each = seqs.map((seq) => heldBy(database, entry(database, seq)));
  expect(seqs.map((seq) => all.get(seq) ?? null)).toEqual(each);
  return each;
}

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
  expect(holdersOf(database, 2)).toEqual([holds ? 1 : null]);
});

test('nobody is held by an entry on another record, or by a later one', ({ database }) => {
  outbox(database, [1], [2], [1]);
  move(database, 3, 'send', 'refuse');
  move(database, 2, 'send', 'refuse');
  expect(holdersOf(database, 1, 3)).toEqual([null, null]);
});

test('who is held holds in turn: the way leads back to the one that a person decides about', ({
  database,
}) => {
  outbox(database, [1], [1, 2], [2, 3], [3], [4]);
  move(database, 1, 'send', 'refuse');
  expect(holdersOf(database, 1, 2, 3, 4, 5)).toEqual([null, 1, 1, 1, null]);
  move(database, 1, 'try-again', 'send', 'acknowledge');
  expect(holdersOf(database, 2, 3, 4)).toEqual([null, null, null]);
});

test('of several holders the first is named', ({ database }) => {
  outbox(database, [1], [2], [2, 1]);
  move(database, 2, 'send', 'refuse');
  move(database, 1, 'send', 'no-answer');
  expect(holdersOf(database, 3)).toEqual([1]);
});

test('an entry shows that it is held, and by whom', ({ database }) => {
  outbox(database, [1], [1]);
  move(database, 1, 'send', 'refuse');
  const lines = [1, 2].map((seq) => {
    const held = holders(database);
    return entryLine(entry(database, seq), { forms: new Set(['accept']), held, holding: countHeld(held) });
  });
  expect(lines).toMatchObject([
    { seq: 1, state: 'refused', heldBy: null, holds: 1, decisions: ['try-again', 'edit', 'discard'] },
    {
      seq: 2,
      state: 'held',
      heldBy: 1,
      holds: 0,
      decisions: ['edit', 'discard'],
      form: { action: 'accept', record: null },
    },
  ]);
});

test('an entry that cannot be read holds what comes after it', ({ database }) => {
  outbox(database, [1], [1]);
  database.transaction((write) => {
    write.execute(build.updateTable('outbox_entry').set({ format: 2 }).where('seq', '=', 1));
  });
  expect(holdersOf(database, 2)).toEqual([1]);
});

test('without an entry, what it holds is free unless something else holds it', ({ database }) => {
  outbox(database, [1], [2], [1], [1, 2]);
  move(database, 1, 'send', 'refuse');
  move(database, 2, 'send', 'refuse');
  expect([...holders(database, new Set([1]))]).toEqual([[4, 2]]);
});

test('one by one and in one pass, the same holds in any Outbox', ({ database }) => {
  const touching = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
  const stands = fc.constantFrom<EntryEvent[]>([], ['send'], ['send', 'no-answer'], ['send', 'refuse']);
  fc.assert(
    fc.property(fc.array(fc.tuple(touching, stands), { maxLength: 12 }), (entries) => {
      database.transaction((write) => {
        for (const table of ['outbox_touch', 'outbox_entry'] as const) write.execute(build.deleteFrom(table));
      });
      const seqs = entries.map(([records, events]) => {
        const touches = records.map((record) => ({ table: 'wm_task', sys_id: sysId(record) }));
        const seq = addBareEntry(database, { touches });
        move(database, seq, ...events);
        return seq;
      });
      holdersOf(database, ...seqs);
    }),
    { numRuns: 60 },
  );
});
