import fc from 'fast-check';
import { expect } from 'vitest';
import { build } from '../../main/database/query.ts';
import { addEntry, editEntry, moveEntry } from '../../main/outbox/entries.ts';
import { requestKey } from '../../main/outbox/entry.ts';
import { type CompiledStep, FORMAT, readSteps } from '../../main/outbox/steps.ts';
import { countAhead, countWaiting, entriesTouching, waitingEntries } from '../../main/outbox/waiting.ts';
import { sentFound } from '../../main/outbox/history.ts';
import { doubtOf, triesOf } from '../../main/outbox/doubt.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { sysId } from '../support/catalog.ts';
import {
  addBareEntry,
  attempt,
  BROKEN,
  decisionAt,
  entryOf,
  move,
  newEntry,
  REFUSAL,
  SILENCE,
} from '../support/entry.ts';
import { test } from '../support/disk.ts';

const one = { table: 'wm_task', sys_id: sysId(1) };
const two = { table: 'wm_order', sys_id: sysId(2) };

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
    do: fc.constant('call' as const),
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path: text,
    body: fc.option(fields),
    affects: fc.array(text, { maxLength: 2 }),
    idempotent: fc.boolean(),
  }),
);

test('whatever a person typed comes back as it was, steps and inputs alike', ({ database }) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4 }), fields, text, (steps, inputs, title) => {
      const seq = addBareEntry(database, { steps, inputs, title, record: one, touches: [one, two] });
      expect(entryOf(database, seq)).toEqual({
        ...newEntry({ steps, inputs, title, record: one, touches: [one, two] }),
        seq,
        revision: 0,
        step: 0,
        state: 'queued',
        attempts: [],
        question: null,
        decided: null,
        nextAttemptAt: null,
        sentAt: null,
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
        seq,
        state: 'refused',
        label: 'Accept',
        record: one,
        steps: [],
        question: {
          about: 'refused',
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
  move(database, { seq }, ['send', 'acknowledge']);
  database.transaction((write) => {
    write.execute(build.updateTable('outbox_entry').set({ format: 2 }));
  });
  expect(entryOf(database, seq)).toMatchObject({ state: 'sent', question: null });
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

test('an edit keeps the place, starts over, and touches what it touches now', ({ database }) => {
  const seq = addBareEntry(database, { record: one, touches: [one, two], inputs: { note: 'a' } });
  const later = addBareEntry(database);
  const refused = move(database, { seq }, ['send', 'step-done', 'next-step', 'refuse'], { failure: REFUSAL });
  const steps: CompiledStep[] = [{ do: 'delete', ...one, seen: {}, modCount: null }];
  const edited = database.transaction((write) =>
    editEntry(write, entryOf(database, seq), { touches: [one], steps, inputs: { note: 'b' } }, decisionAt),
  );
  expect(edited).toEqual({
    ...refused,
    revision: 1,
    state: 'queued',
    step: 0,
    question: null,
    inputs: { note: 'b' },
    steps,
    touches: [one],
    decided: { at: decisionAt, attempts: 2 },
  });
  expect(entryOf(database, seq)).toEqual(edited);
  // What was tried before is no try of what stands there now.
  expect([triesOf(refused), triesOf(edited), doubtOf(edited)]).toEqual([1, 0, 'none']);
  expect(entriesTouching(database, two.sys_id)).toEqual([]);
  expect(waitingEntries(database, 0, 10).map((waiting) => waiting.seq)).toEqual([seq, later]);
});

test('an entry on its way cannot be edited', ({ database }) => {
  const seq = addBareEntry(database, { inputs: { note: 'a' } });
  move(database, { seq }, ['send']);
  expect(() => {
    database.transaction((write) => {
      editEntry(write, entryOf(database, seq), { touches: [], steps: [], inputs: { note: 'b' } }, decisionAt);
    });
  }).toThrow('an entry that is sending cannot edit');
  expect(entryOf(database, seq)).toMatchObject({ revision: 0, inputs: { note: 'a' } });
});

test('what an event does not name stays as it was', ({ database }) => {
  const seq = addBareEntry(database);
  const begins = { at: stamp(Date.parse('2026-01-05T08:00:01.000Z'), 5), modCount: '3' };
  const queued = move(database, { seq }, ['send', 'later'], { begins, failure: BROKEN, nextAttemptAt: 7 });
  expect(queued.attempts).toEqual([attempt({ ...begins, ended: 'failed', failure: BROKEN })]);
  const looking = database.transaction((write) => moveEntry(write, queued, 'look-first'));
  expect(looking).toEqual({ ...queued, state: 'unknown' });
});

test('an event ends the attempt under way as it says, unless what came back says more', ({ database }) => {
  const ended = (events: readonly EntryEvent[], failure?: InstanceFailure) => {
    const { attempts } = move(database, { seq: addBareEntry(database) }, events, failure && { failure });
    return attempts.map((one) => [one.ended, one.failure]);
  };
  const cutShort = { ...SILENCE, kind: 'no-answer', cutShort: true } as const;
  expect(ended(['send', 'no-answer'], cutShort)).toEqual([['cut-short', cutShort]]);
  expect(ended(['send', 'no-answer'], SILENCE)).toEqual([['silent', SILENCE]]);
  expect(ended(['send', 'later'], BROKEN)).toEqual([['failed', BROKEN]]);
  expect(ended(['send', 'later'], { ...BROKEN, status: 429 })).toMatchObject([['turned-away', {}]]);
  expect(ended(['send', 'refuse'], REFUSAL)).toEqual([['refused', REFUSAL]]);
  expect(ended(['send', 'interrupted'])).toEqual([['cut-short', null]]);
  expect(ended(['send', 'not-delivered'])).toEqual([['not-delivered', null]]);
  // It was found before the request left.
  expect(ended(['send', 'step-done', 'next-step', 'conflict'])).toEqual([
    ['done', null],
    ['not-delivered', null],
  ]);
  expect(ended(['send', 'no-answer', 'look-again', 'not-there', 'send'], SILENCE)).toEqual([
    ['not-there', null],
    [null, null],
  ]);
});

test('entries wait in the order in which they were triggered, until they are sent', ({ database }) => {
  const seqs = [1, 2, 3, 4].map(() => addBareEntry(database, { touches: [one] }));
  expect(seqs).toEqual([1, 2, 3, 4]);
  move(database, { seq: 2 }, ['send', 'acknowledge']);
  move(database, { seq: 3 }, ['send', 'refuse']);
  move(database, { seq: 1 }, ['send', 'acknowledge']);
  expect(waitingEntries(database, 0, 10).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(waitingEntries(database, 3, 10).map(({ seq }) => seq)).toEqual([4]);
  expect(waitingEntries(database, 0, 1).map(({ seq }) => seq)).toEqual([3]);
  expect(sentFound(database, { search: '', limit: 10 }).entries.map(({ seq }) => seq)).toEqual([2, 1]);
  expect(entriesTouching(database, one.sys_id).map(({ seq }) => seq)).toEqual([3, 4]);
  expect(countWaiting(database)).toEqual({ waiting: 2, decisions: 1 });
});

test('what waits for a person is not ahead of anybody', ({ database }) => {
  const seqs = [1, 2, 3].map(() => addBareEntry(database));
  move(database, { seq: 1 }, ['send', 'refuse']);
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
