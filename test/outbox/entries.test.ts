import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { addEntry, moveEntry, readEntry, reviseEntry, takeInEntry } from '../../main/outbox/entries.ts';
import { type Entry, requestKey } from '../../main/outbox/entry.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { type CompiledStep, FORMAT, readSteps } from '../../main/outbox/steps.ts';
import { countAhead, countWaiting, entriesTouching, waitingEntries } from '../../main/outbox/waiting.ts';
import { sentFound } from '../../main/outbox/history.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, decisionAt, newEntry } from '../support/entry.ts';
import { test } from '../support/disk.ts';

const one = { table: 'wm_task', sys_id: sysId(1) };
const two = { table: 'wm_order', sys_id: sysId(2) };

function entry(database: Database, seq: number): Entry {
  const read = readEntry(database, seq);
  if (!read) throw new Error(`there is no entry ${seq}`);
  return read;
}

/** Moves an entry through these events. */
function move(database: Database, seq: number, ...events: EntryEvent[]): void {
  for (const event of events) database.transaction((write) => moveEntry(write, entry(database, seq), event));
}

const text = fc.string({ unit: 'binary' });
const record = { table: fc.constant('wm_task'), sys_id: fc.constant(sysId(1)) };
/** Columns have names of their own; `__proto__` is none. */
const name = text.filter((given) => given !== '__proto__');
const fields = fc.dictionary(name, text, { maxKeys: 4 }).map((values) => ({ ...values }));
const cells = fc.dictionary(name, fc.record({ value: text, display: text }), { maxKeys: 2 });
const made = { seen: cells.map((seen) => structuredClone({ ...seen })), modCount: fc.option(text) };
const policies = fc
  .dictionary(name, fc.constantFrom('mine' as const, 'theirs' as const), { maxKeys: 2 })
  .map((of) => ({ ...of }));
const step: fc.Arbitrary<CompiledStep> = fc.oneof(
  fc.record({ do: fc.constant('check' as const), ...record, when: text, message: text }),
  fc.record({ do: fc.constant('create' as const), ...record, fields }),
  fc.record({ do: fc.constant('update' as const), ...record, fields, ...made, policies }),
  fc.record({ do: fc.constant('delete' as const), ...record, ...made }),
  fc.record({ do: fc.constant('note' as const), ...record, field: text, text }),
  fc.record({
    ...{
      do: fc.constant('call' as const),
      method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
      path: text,
    },
    ...{ body: fc.option(fields), affects: fc.array(text, { maxLength: 2 }), idempotent: fc.boolean() },
  }),
);

test('whatever a person typed comes back as it was, steps and inputs alike', ({ database }) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fields, text, (steps, inputs, title) => {
      const seq = addBareEntry(database, { steps, inputs, title, record: one, touches: [one, two] });
      expect(entry(database, seq)).toEqual({
        ...newEntry({ steps, inputs, title, record: one, touches: [one, two] }),
        ...{ seq, revision: 0, step: 0, state: 'queued', attempts: 0, failure: null },
        ...{ attemptedAt: null, attemptOffset: null, nextAttemptAt: null, sentAt: null, failures: 0 },
        ...{
          answeredBefore: null,
          modCountBefore: null,
          conflict: null,
          shared: false,
          reviewedAt: null,
          reviewOffset: null,
        },
      });
    }),
    { numRuns: 60 },
  );
});

test('steps of a format that is not known are not guessed at', () => {
  expect(readSteps(FORMAT, '[]')).toEqual([]);
  expect(() => readSteps(FORMAT + 1, '[]')).toThrow('written in format 2, which is not known here');
});

test.for([
  ['steps of another format', { format: 2 }],
  ['steps that are no JSON', { steps: '[{' }],
  ['steps that are no steps', { steps: '[{"do":"dance"}]' }],
  ['inputs that are no JSON', { inputs: '{' }],
] as const)(
  'an entry with %s is kept, refused and says so, and others are read',
  ([, broken], { database }) => {
    const seq = addBareEntry(database, { record: one, touches: [one] });
    const good = addBareEntry(database);
    database.transaction((write) => {
      write.execute(build.updateTable('outbox_entry').set(broken).where('seq', '=', seq));
    });
    expect(waitingEntries(database, 0, 10)).toMatchObject([
      {
        ...{ seq, state: 'refused', label: 'Accept', record: one, steps: [] },
        failure: {
          kind: 'refused',
          status: 0,
          message: 'This entry cannot be read by this version of Outpost',
        },
      },
      { seq: good, state: 'queued' },
    ]);
  },
);

test('an unreadable entry that was sent long ago stays sent', ({ database }) => {
  const seq = addBareEntry(database);
  move(database, seq, 'send', 'acknowledge');
  database.transaction((write) => {
    write.execute(build.updateTable('outbox_entry').set({ format: 2 }));
  });
  expect(entry(database, seq)).toMatchObject({ state: 'sent', failure: null });
});

test('a request key is the same for every attempt of a step, and another for every step, revision and entry', () => {
  const keys = [
    requestKey({ key: 'k', revision: 0 }, 0),
    requestKey({ key: 'k', revision: 0 }, 1),
    requestKey({ key: 'k', revision: 1 }, 0),
    requestKey({ key: 'l', revision: 0 }, 0),
  ];
  expect(keys).toEqual(['k-0-0', 'k-0-1', 'k-1-0', 'l-0-0']);
});

test('a revision keeps the place, starts over, and touches what it touches now', ({ database }) => {
  const seq = addBareEntry(database, { record: one, touches: [one, two], inputs: { note: 'a' } });
  const later = addBareEntry(database);
  move(database, seq, 'send', 'refuse');
  database.transaction((write) => {
    const steps: CompiledStep[] = [{ do: 'delete', ...one, seen: {}, modCount: null }];
    reviseEntry(write, entry(database, seq), { touches: [one], steps, inputs: { note: 'b' } }, decisionAt);
  });
  expect(entry(database, seq)).toMatchObject({
    ...{ seq, revision: 1, state: 'queued', attempts: 0, step: 0, failure: null },
    ...{ inputs: { note: 'b' }, steps: [{ do: 'delete' }], touches: [one] },
    reviewedAt: new Date(decisionAt.at).toISOString(),
  });
  expect(entriesTouching(database, two.sys_id)).toEqual([]);
  expect(waitingEntries(database, 0, 10).map((waiting) => waiting.seq)).toEqual([seq, later]);
});

test('an entry on its way cannot be revised', ({ database }) => {
  const seq = addBareEntry(database, { inputs: { note: 'a' } });
  move(database, seq, 'send');
  expect(() => {
    database.transaction((write) => {
      reviseEntry(write, entry(database, seq), { touches: [], steps: [], inputs: { note: 'b' } }, decisionAt);
    });
  }).toThrow('an entry that is sending cannot revise');
  expect(entry(database, seq)).toMatchObject({ revision: 0, inputs: { note: 'a' } });
});

test('what an event does not name stays as it was', ({ database }) => {
  const seq = addBareEntry(database);
  const attemptedAt = '2026-01-05T08:00:01.000Z';
  const failure = { kind: 'refused', status: 403, message: 'No', detail: 'Not yours' } as const;
  database.transaction((write) => {
    const sending = moveEntry(write, entry(database, seq), 'send', { attempts: 1, attemptedAt });
    moveEntry(write, sending, 'refuse', { failure });
  });
  expect(entry(database, seq)).toMatchObject({ state: 'refused', attempts: 1, attemptedAt, failure });
});

test('entries wait in the order in which they were triggered, until they are sent', ({ database }) => {
  const seqs = [1, 2, 3, 4].map(() => addBareEntry(database, { touches: [one] }));
  expect(seqs).toEqual([1, 2, 3, 4]);
  move(database, 2, 'send', 'acknowledge');
  move(database, 3, 'send', 'refuse');
  move(database, 1, 'send', 'acknowledge');
  expect(waitingEntries(database, 0, 10).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(waitingEntries(database, 3, 10).map(({ seq }) => seq)).toEqual([4]);
  expect(waitingEntries(database, 0, 1).map(({ seq }) => seq)).toEqual([3]);
  expect(sentFound(database, { search: '', limit: 10 }).entries.map(({ seq }) => seq)).toEqual([2, 1]);
  expect(entriesTouching(database, one.sys_id).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(countWaiting(database)).toEqual({ waiting: 2, decisions: 1 });
});

test('what waits for a person is not ahead of anybody', ({ database }) => {
  const seqs = [1, 2, 3].map(() => addBareEntry(database));
  move(database, 1, 'send', 'refuse');
  expect(seqs.map((seq) => countAhead(database, seq))).toEqual([0, 0, 1]);
});

test('an entry that was rolled back never was', ({ database }) => {
  expect(() => {
    database.transaction((write) => {
      addEntry(write, newEntry({ record: one, touches: [one] }));
      throw new Error('power cut');
    });
  }).toThrow('power cut');
  expect(countWaiting(database)).toEqual({ waiting: 0, decisions: 0 });
  expect(entriesTouching(database, one.sys_id)).toEqual([]);
});

test('who takes an entry over says that it is to be sent; a question that is open stays open', ({
  database,
}) => {
  const seqs = [addBareEntry(database), addBareEntry(database, { key: 'b'.repeat(32) })];
  const failure = { kind: 'too-old', message: 'Pressed long ago', days: 14 } as const;
  database.transaction((write) => {
    moveEntry(write, entry(database, seqs[1] ?? 0), 'ask-first', { failure });
  });
  const rows = database.select(build.selectFrom('outbox_entry').selectAll().orderBy('seq'));
  const taken = database.transaction((write) =>
    rows.map((row, at) => takeInEntry(write, { ...row, key: String(at).repeat(32) }, decisionAt)),
  );
  const reviewed = { reviewedAt: new Date(decisionAt.at).toISOString(), reviewOffset: null, shared: true };
  expect(taken).toMatchObject([
    { seq: 3, state: 'queued', ...reviewed },
    { seq: 4, state: 'refused', failure, ...reviewed },
  ]);
  expect(entry(database, 3)).toEqual(taken[0]);
});
