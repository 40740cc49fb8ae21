import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { countHeld, entryLine } from '../../main/outbox/entry-line.ts';
import { directlyAhead, heldBy, holders, isTouchedByOthers } from '../../main/outbox/order.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { sysId } from '../support/catalog.ts';
import { test } from '../support/disk.ts';
import { addBareEntry, entryOf, move } from '../support/entry.ts';
import { task } from '../support/steps.ts';

const needs = (record: number) => ({ ...task(record), needs: true as const });

test('the entry right before on each record, and not those before that', ({ database }) => {
  for (const records of [[1], [1], [2], [3]]) addBareEntry(database, { touches: records.map(task) });
  const last = entryOf(database, addBareEntry(database, { touches: [task(1), task(2), task(4)] }));
  expect(directlyAhead(database, last)).toEqual([2, 3]);
});

test('one before on several records is named once, and a later one never', ({ database }) => {
  addBareEntry(database, { touches: [task(1), task(2)] });
  const middle = entryOf(database, addBareEntry(database, { touches: [task(1), task(2)] }));
  addBareEntry(database, { touches: [task(1)] });
  expect(directlyAhead(database, middle)).toEqual([1]);
});

test('who needs a record waits for who makes it, and nobody waits for who only needs it', ({ database }) => {
  addBareEntry(database, { touches: [task(1)] });
  const needing = entryOf(database, addBareEntry(database, { touches: [task(2), needs(1)] }));
  const alsoNeeding = entryOf(database, addBareEntry(database, { touches: [needs(1)] }));
  expect(directlyAhead(database, needing)).toEqual([1]);
  expect(directlyAhead(database, alsoNeeding)).toEqual([1]);
  move(database, { seq: 1 }, ['send', 'acknowledge']);
  const touching = entryOf(database, addBareEntry(database, { touches: [task(1)] }));
  expect(directlyAhead(database, touching)).toEqual([]);
});

test("what was acknowledged is in nobody's way", ({ database }) => {
  addBareEntry(database, { touches: [task(1)] });
  addBareEntry(database, { touches: [task(1)] });
  const last = entryOf(database, addBareEntry(database, { touches: [task(1)] }));
  move(database, { seq: 2 }, ['send', 'acknowledge']);
  expect(directlyAhead(database, last)).toEqual([1]);
});

test('others on a record are earlier and later ones, but not oneself', ({ database }) => {
  addBareEntry(database, { touches: [task(1)] });
  expect(isTouchedByOthers(database, sysId(1), 1)).toBe(false);
  addBareEntry(database, { touches: [task(1), task(2)] });
  expect(isTouchedByOthers(database, sysId(1), 1)).toBe(true);
  expect(isTouchedByOthers(database, sysId(1), 2)).toBe(true);
  expect(isTouchedByOthers(database, sysId(2), 2)).toBe(false);
});

/** Puts entries into the Outbox, each with the records it touches. */
function outbox(database: Database, ...touched: number[][]): void {
  for (const records of touched) {
    addBareEntry(database, {
      touches: records.map(task),
    });
  }
}

/** By whom each of these entries is held; one by one and in one pass it is the same. */
function holdersOf(database: Database, ...seqs: number[]): (number | null)[] {
  const all = holders(database);
  const each = seqs.map((seq) => heldBy(database, entryOf(database, seq)));
  expect(seqs.map((seq) => all.get(seq) ?? null)).toEqual(each);
  return each;
}

test.for<[what: string, events: EntryEvent[], holds: boolean]>([
  ['merely queued', [], false],
  ['on its way', ['send'], false],
  ['to be tried again later', ['send', 'later'], false],
  ['of unknown outcome', ['send', 'no-answer'], true],
  ['refused', ['send', 'refuse'], true],
  ['in conflict', ['conflict'], true],
  ['old', ['ask-first'], true],
  ['unclear', ['send', 'no-answer', 'unclear'], true],
  ['tried again by a person', ['send', 'refuse', 'try-again'], false],
  ['sent', ['send', 'acknowledge'], false],
])('an entry ahead on the same record that is %s', ([, events, holds], { database }) => {
  outbox(database, [1], [1]);
  move(database, { seq: 1 }, events);
  expect(holdersOf(database, 2)).toEqual([holds ? 1 : null]);
});

test('nobody is held by an entry on another record, or by a later one', ({ database }) => {
  outbox(database, [1], [2], [1]);
  move(database, { seq: 3 }, ['send', 'refuse']);
  move(database, { seq: 2 }, ['send', 'refuse']);
  expect(holdersOf(database, 1, 3)).toEqual([null, null]);
});

test('who is held holds in turn: the way leads back to the one that a person decides about', ({
  database,
}) => {
  outbox(database, [1], [1, 2], [2, 3], [3], [4]);
  move(database, { seq: 1 }, ['send', 'refuse']);
  expect(holdersOf(database, 1, 2, 3, 4, 5)).toEqual([null, 1, 1, 1, null]);
  move(database, { seq: 1 }, ['try-again', 'send', 'acknowledge']);
  expect(holdersOf(database, 2, 3, 4)).toEqual([null, null, null]);
});

test('of several holders the first is named', ({ database }) => {
  outbox(database, [1], [2], [2, 1]);
  move(database, { seq: 2 }, ['send', 'refuse']);
  move(database, { seq: 1 }, ['send', 'no-answer']);
  expect(holdersOf(database, 3)).toEqual([1]);
});

test('an entry shows that it is held, and by whom', ({ database }) => {
  outbox(database, [1], [1]);
  move(database, { seq: 1 }, ['send', 'refuse']);
  const lines = [1, 2].map((seq) => {
    const held = holders(database);
    return entryLine(entryOf(database, seq), { forms: new Set(['accept']), held, holding: countHeld(held) });
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
  move(database, { seq: 1 }, ['send', 'refuse']);
  move(database, { seq: 2 }, ['send', 'refuse']);
  expect([...holders(database, new Set([1]))]).toEqual([[4, 2]]);
});

test('one by one and in one pass, the same holds in any Outbox', ({ database }) => {
  const touching = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
  const stands = fc.constantFrom<EntryEvent[]>(
    [],
    ['send'],
    ['send', 'no-answer'],
    ['send', 'refuse'],
    ['conflict'],
    ['ask-first'],
    ['unclear'],
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(touching, stands), { maxLength: 12 }), (entries) => {
      database.transaction((write) => {
        for (const table of ['outbox_touch', 'outbox_attempt', 'outbox_entry'] as const)
          write.execute(build.deleteFrom(table));
      });
      const seqs = entries.map(([records, events]) => {
        const seq = addBareEntry(database, { touches: records.map(task) });
        move(database, { seq }, events);
        return seq;
      });
      holdersOf(database, ...seqs);
    }),
    { numRuns: 60 },
  );
});
