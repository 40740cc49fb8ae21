import { expect } from 'vitest';
import { directlyAhead, isTouchedByOthers } from '../../main/outbox/order.ts';
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
