import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import type { Ending } from '../../main/database/outbox-schema.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import { attemptFrom, storedAttempt } from '../../main/outbox/attempt.ts';
import {
  beginAttempt,
  endAttempts,
  putAttempts,
  readAttempts,
  shareEntry,
  storedAttempts,
  unchargeAll,
  unchargeEntry,
} from '../../main/outbox/attempts.ts';
import { doubtOf, failuresOf, isShared } from '../../main/outbox/doubt.ts';
import { removeEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { stamp, type Stamp } from '../../main/outbox/stamp.ts';
import { test } from '../support/disk.ts';
import {
  addStepsEntry,
  attempt,
  BROKEN,
  entryOf,
  move,
  share,
  SILENCE,
  triggeredAt,
} from '../support/entry.ts';
import { note } from '../support/steps.ts';

const later = stamp(Date.parse('2026-01-05T09:30:00.000Z'), -1200, 1_767_600_000_000);

const begin = (database: Database, entry: Entry, at: Stamp = later, modCount: string | null = null) =>
  database.transaction((write) => beginAttempt(write, entry, { at, modCount }));
const end = (database: Database, entry: Entry, ended: Ending, more: Parameters<typeof endAttempts>[3] = {}) =>
  database.transaction((write) => endAttempts(write, entry, ended, more));
/** The entry as it now reads. */
const now = (database: Database, { seq }: Pick<Entry, 'seq'>) => entryOf(database, seq);

test('an attempt that begins is a row of its own, with what was known by then', ({ database }) => {
  const entry = addStepsEntry(database, note(1), note(1));
  const begun = begin(database, { ...entry, step: 1, revision: 2 }, later, '4');
  expect(begun).toEqual([attempt({ step: 1, revision: 2, at: later, modCount: '4', ended: null })]);
  expect(readAttempts(database, entry.seq)).toEqual(begun);
  expect(now(database, entry).attempts).toEqual(begun);
});

test('one that has begun, and whose request has not left, begins anew', ({ database }) => {
  const entry = addStepsEntry(database, note(1), note(1));
  const begun = begin(database, entry, triggeredAt, '3');
  const again = begin(database, { ...entry, step: 1, revision: 1, attempts: begun }, later, '4');
  expect(again).toEqual([attempt({ step: 1, revision: 1, at: later, modCount: '4', ended: null })]);
  expect(readAttempts(database, entry.seq)).toEqual(again);
});

test('each entry has attempts of its own, numbered from one on', ({ database }) => {
  const [one, two] = [addStepsEntry(database, note(1)), addStepsEntry(database, note(2))];
  for (const entry of [one, two, one]) {
    begin(database, now(database, entry));
    end(database, now(database, entry), 'turned-away');
  }
  expect([one, two].map(({ seq }) => readAttempts(database, seq).map(({ number }) => number))).toEqual([
    [1, 2],
    [1],
  ]);
});

test('what came back is written to the attempt under way, and to it alone', ({ database }) => {
  const entry = addStepsEntry(database, note(1));
  begin(database, entry);
  end(database, now(database, entry), 'turned-away', { failure: BROKEN });
  begin(database, now(database, entry));
  const before = now(database, entry).attempts;
  const ended = end(database, now(database, entry), 'silent', { failure: SILENCE, isCharged: true });
  expect(ended[0]).toEqual(before[0]);
  expect(ended[1]).toEqual({ ...before[1], ended: 'silent', failure: SILENCE, isCharged: true });
  expect(readAttempts(database, entry.seq)).toEqual(ended);
});

test('an end that says nothing of a charge leaves it as it was', ({ database }) => {
  const entry = addStepsEntry(database, note(1));
  begin(database, entry);
  end(database, now(database, entry), 'failed', { failure: BROKEN, isCharged: true });
  expect(end(database, now(database, entry), 'not-there')).toMatchObject([
    { ended: 'not-there', failure: null, isCharged: true },
  ]);
});

test('a look ends every doubt about the next step, and nothing of other steps', ({ database }) => {
  const entry = addStepsEntry(database, note(1), note(1));
  const given: Partial<Attempt>[] = [
    { ended: 'silent', step: 1 },
    { ended: 'silent', revision: 1 },
    { ended: 'failed' },
    { ended: 'silent' },
    { ended: 'refused' },
  ];
  const attempts = given.map((one, at) => attempt({ ...one, number: at + 1, at: later }));
  put(database, entry, attempts);
  const ended = end(database, now(database, entry), 'not-there');
  expect(ended.map((one) => one.ended)).toEqual(['silent', 'silent', 'not-there', 'not-there', 'refused']);
  expect(readAttempts(database, entry.seq)).toEqual(ended);
  expect(doubtOf(now(database, entry))).toBe('none');
});

test('nothing that is known here ends what another laptop may do', ({ database }) => {
  const entry = share(database, addStepsEntry(database, note(1)));
  begin(database, entry);
  for (const ended of ['not-delivered', 'refused', 'silent', 'not-there', 'done'] as const) {
    end(database, now(database, entry), ended);
    expect(isShared(now(database, entry))).toBe(true);
  }
});

test('what a person has let go is their word about every attempt in doubt, that of the other laptop too', ({
  database,
}) => {
  const entry = share(database, addStepsEntry(database, note(1), note(1)));
  begin(database, entry);
  end(database, now(database, entry), 'silent', { failure: SILENCE });
  const at = { ...now(database, entry), revision: 3 };
  const letGo = end(database, at, 'let-go');
  // Whatever the other laptop has done it has done at the step that the person has looked for.
  expect(letGo).toMatchObject([
    { isElsewhere: true, ended: 'let-go', revision: 3 },
    { isElsewhere: false, ended: 'silent', revision: 0 },
  ]);
  expect(isShared(now(database, entry))).toBe(false);
  expect(doubtOf({ ...now(database, entry), revision: 3 })).toBe('let-go');
});

test('a shared entry was shared when it was triggered, for all that is known, and is so once', ({
  database,
}) => {
  const entry = share(database, addStepsEntry(database, note(1)));
  expect(entry.attempts).toEqual([attempt({ isElsewhere: true, at: triggeredAt, ended: null })]);
  expect(share(database, entry)).toEqual(entry);
  // Once it was let go, it may be handed over again.
  end(database, entry, 'let-go');
  expect(share(database, entry).attempts.map(({ ended }) => ended)).toEqual(['let-go', null]);
});

test('the attempt under way stays so when its entry is handed over', ({ database }) => {
  const entry = addStepsEntry(database, note(1));
  begin(database, entry);
  const shared = share(database, entry);
  expect(shared.attempts.map(({ isElsewhere, ended }) => [isElsewhere, ended])).toEqual([
    [false, null],
    [true, null],
  ]);
  expect(end(database, shared, 'done').map(({ ended }) => ended)).toEqual(['done', null]);
});

test('an entry is charged no more after a person has decided about it', ({ database }) => {
  const [one, two] = [1, 2].map((record) =>
    move(database, addStepsEntry(database, note(record)), ['send', 'later'], {
      failure: BROKEN,
      isCharged: true,
    }),
  );
  if (!one || !two) throw new Error('two there are');
  database.transaction((write) => {
    unchargeEntry(write, one.seq);
  });
  expect([one, two].map((entry) => failuresOf(now(database, entry)))).toEqual([0, 1]);
});

test('when everything fails nobody is charged, and none that waits in the queue or for a look waits for it', ({
  database,
}) => {
  const charged = { failure: BROKEN, isCharged: true, nextAttemptAt: 7 };
  const entries = [
    move(database, addStepsEntry(database, note(1)), ['send', 'later'], charged),
    move(database, addStepsEntry(database, note(2)), ['send', 'no-answer'], { ...charged, failure: SILENCE }),
    move(database, addStepsEntry(database, note(3)), ['send', 'refuse'], charged),
    move(database, addStepsEntry(database, note(4)), ['send', 'later'], { nextAttemptAt: 7 }),
  ];
  database.transaction(unchargeAll);
  const left = entries.map((entry) => now(database, entry));
  expect(left.map(failuresOf)).toEqual([0, 0, 0, 0]);
  // What waits for something else, or for a person, is left as it is.
  expect(left.map(({ nextAttemptAt }) => nextAttemptAt)).toEqual([null, null, 7, 7]);
});

test('attempts go with their entry', ({ database }) => {
  const entry = addStepsEntry(database, note(1));
  begin(database, entry);
  const rows = storedAttempts(database, entry.seq);
  expect(() => {
    database.transaction((write) => {
      write.execute(build.deleteFrom('outbox_entry'));
    });
  }).toThrow(/FOREIGN KEY/);
  expect(storedAttempts(database, entry.seq)).toEqual(rows);
  database.transaction((write) => {
    removeEntry(write, entry);
  });
  expect(storedAttempts(database, entry.seq)).toEqual([]);
});

/** Puts attempts in as they are. */
function put(database: Database, { seq }: Entry, attempts: readonly Attempt[]): void {
  const stored = attempts.map((one) =>
    storedAttempt.parse({
      number: one.number,
      step: one.step,
      revision: one.revision,
      at: JSON.stringify(one.at),
      elsewhere: Number(one.isElsewhere),
      charged: Number(one.isCharged),
      mod_count: one.modCount,
      ended: one.ended,
      failure: one.failure && JSON.stringify(one.failure),
    }),
  );
  database.transaction((write) => {
    putAttempts(write, seq, stored);
  });
}

const text = fc.string({ unit: 'binary' });
const anyStamp = fc.record({
  at: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  offset: fc.option(fc.integer()),
  after: fc.option(fc.integer()),
});
const anyAttempt = fc.record<Omit<Attempt, 'number'>>({
  step: fc.nat(9),
  revision: fc.nat(9),
  isElsewhere: fc.boolean(),
  at: anyStamp,
  modCount: fc.option(text),
  ended: fc.option(
    fc.constantFrom(
      'done',
      'not-delivered',
      'turned-away',
      'refused',
      'failed',
      'silent',
      'cut-short',
      'let-go',
      'not-there',
    ),
  ),
  failure: fc.option(
    fc.oneof(
      fc.record({ kind: fc.constant('no-answer' as const), message: text }),
      fc.record({
        kind: fc.constant('refused' as const),
        status: fc.nat(599),
        message: text,
        detail: fc.option(text),
      }),
    ),
  ),
  isCharged: fc.boolean(),
});

test('whatever an attempt came to is read as it was written, with its entry and by itself', ({
  database,
}) => {
  fc.assert(
    fc.property(fc.array(anyAttempt, { maxLength: 5 }), (given) => {
      const entry = addStepsEntry(database, note(1));
      const attempts = given.map((one, at) => ({ ...one, number: at + 1 }));
      put(database, entry, attempts);
      expect(readAttempts(database, entry.seq)).toEqual(attempts);
      expect(now(database, entry).attempts).toEqual(attempts);
      const stored = storedAttempts(database, entry.seq);
      // As it travels to another laptop.
      expect(stored.map((one) => attemptFrom(storedAttempt.parse(JSON.parse(JSON.stringify(one)))))).toEqual(
        attempts,
      );
    }),
    { numRuns: 60 },
  );
});

test('whatever happens to its attempts, what is returned is what is stored', ({ database }) => {
  const event = fc.oneof(
    fc.constant('begin' as const),
    fc.constant('share' as const),
    fc.constantFrom<Ending>(
      'done',
      'not-delivered',
      'turned-away',
      'refused',
      'failed',
      'silent',
      'cut-short',
      'let-go',
      'not-there',
    ),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 12 }), (events) => {
      let entry = addStepsEntry(database, note(1));
      for (const happens of events) {
        const attempts = database.transaction((write) => {
          if (happens === 'begin') return beginAttempt(write, entry, { at: later, modCount: null });
          if (happens !== 'share') return endAttempts(write, entry, happens, {});
          shareEntry(write, entry);
          return readAttempts(write, entry.seq);
        });
        entry = now(database, entry);
        expect(entry.attempts).toEqual(attempts);
        expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, at) => at + 1));
        expect(attempts.filter((one) => one.ended === null && !one.isElsewhere).length).toBeLessThanOrEqual(
          1,
        );
        expect(attempts.filter((one) => one.ended === null && one.isElsewhere).length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 60 },
  );
});
