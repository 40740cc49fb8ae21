import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { openDatabase } from '../../main/database/open.ts';
import { readEntry } from '../../main/outbox/entries.ts';
import { holdLease, LeaseLost, takeLease } from '../../main/outbox/lease.ts';
import { begin } from '../../main/delivery/begin.ts';
import { deliver } from '../../main/delivery/deliver.ts';
import { Sender } from '../../main/delivery/sender.ts';
import { addStepsEntry, entryOf } from '../support/entry.ts';
import { tells, test } from '../support/scripted.ts';
import { note, task } from '../support/steps.ts';

const AT = '2026-01-05T08:00:00.000Z';

/** A transaction of whoever has this token. */
function holding(database: Database, token: number): () => void {
  return () => {
    database.transaction((write) => {
      holdLease(write, token);
    });
  };
}

test('tokens only grow, and the last one holds', ({ database }) => {
  const tokens = [1, 2, 3].map(() => database.transaction((write) => takeLease(write, AT)));
  expect(tokens).toEqual([1, 2, 3]);
  expect(holding(database, 3)).not.toThrow();
  for (const outdated of [2, 1, 4]) expect(holding(database, outdated)).toThrow(LeaseLost);
});

test('nobody sends who never took it', ({ database }) => {
  expect(holding(database, 0)).toThrow(LeaseLost);
});

test('another process that opens the database takes over', async ({ database, file }) => {
  const token = database.transaction((write) => takeLease(write, AT));
  const other = await openDatabase(file);
  expect(other.transaction((write) => takeLease(write, AT))).toBe(token + 1);
  other.close();
  expect(holding(database, token)).toThrow(LeaseLost);
});

test('who has been taken over from begins no attempt', async ({ database, scripted }) => {
  const entry = addStepsEntry(database, note(1));
  new Sender(database, scripted.link.time);
  await expect(begin(scripted.link, scripted.sender, [entry], new Map())).rejects.toThrow(LeaseLost);
  expect(readEntry(database, entry.seq)).toEqual(entry);
  expect(scripted.asked).toEqual([]);
});

test('who is taken over from while a request is on its way writes nothing of the answer', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, note(1));
  scripted.answer(() => {
    new Sender(database, scripted.link.time);
    return tells({ sys_id: task(1).sys_id, sys_mod_count: '4' });
  });
  await expect(deliver(scripted.link, scripted.sender, [entry])).rejects.toThrow(LeaseLost);
  expect(entryOf(database, entry.seq)).toMatchObject({
    state: 'sending',
    attempts: [{ ended: null }],
    step: 0,
  });
});

test.for([1, 2])(
  'who is taken over from while a token is renewed sends nothing with it (%i at a time)',
  async (count, { database, scripted }) => {
    const entries = Array.from({ length: count }, (_, at) => addStepsEntry(database, note(1 + at)));
    scripted.answer(() => {
      new Sender(database, scripted.link.time);
      return { status: 401, json: { error: { message: 'User Not Authenticated', detail: null } } };
    });
    await expect(deliver(scripted.link, scripted.sender, entries)).rejects.toThrow(LeaseLost);
    expect(scripted.asked.filter(({ method }) => method !== 'GET')).toHaveLength(1);
    expect(entryOf(database, entries[0]?.seq ?? 0)).toMatchObject({
      state: 'sending',
      attempts: [{ ended: null }],
    });
  },
);
