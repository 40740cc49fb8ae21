import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import type { Change } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { type Aftermath, isHopeless, settleFailure } from '../../main/delivery/fail.ts';
import { addStepsEntry, entryOf, move } from '../support/entry.ts';
import { type Scripted, test } from '../support/scripted.ts';
import { note } from '../support/steps.ts';

const SILENCE: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
const BROKEN: InstanceFailure = {
  kind: 'retry-later',
  status: 500,
  message: 'Null pointer',
  retryAfterMs: null,
};
const NO: InstanceFailure = { kind: 'refused', status: 403, message: 'Not you', detail: 'A rule' };

/** An entry on its way for the first time, after so many failures. */
function sending(database: Database, record: number, failures = 0): Entry {
  const entry = addStepsEntry(database, note(record));
  const change: Change = { attempts: 1, attemptedAt: '2026-01-05T08:00:00.000Z', failures, failure: BROKEN };
  return move(database, entry, ['send'], { ...change, nextAttemptAt: 1 });
}

function settle(
  database: Database,
  { link, sender }: Scripted,
  entry: Entry,
  failure: InstanceFailure,
): Aftermath {
  return database.transaction((write) => settleFailure(write, link, sender, entry, failure));
}

/** The instance says yes to another entry. */
function answerOther(database: Database, { sender }: Scripted): void {
  database.transaction((write) => {
    sender.breaker.answered(write, 999);
  });
}

test.for<[what: string, failure: InstanceFailure, left: Partial<Entry>, stops: boolean]>([
  [
    'what never left is no attempt',
    { kind: 'not-delivered', message: 'No network' },
    { state: 'queued', attempts: 0, failures: 3, failure: null, nextAttemptAt: 1 },
    true,
  ],
  [
    'what was turned away at the door is none either',
    { kind: 'sign-in-needed', message: 'Who are you?' },
    { state: 'queued', attempts: 0, failures: 3, failure: null, nextAttemptAt: 1 },
    true,
  ],
  [
    'a refusal waits for a person',
    NO,
    { state: 'refused', attempts: 1, failures: 0, failure: NO, nextAttemptAt: null },
    false,
  ],
  [
    'silence leaves the outcome unknown',
    SILENCE,
    { state: 'unknown', attempts: 1, failures: 4, failure: SILENCE },
    true,
  ],
  [
    'a failure of the instance is tried again',
    BROKEN,
    { state: 'queued', attempts: 1, failures: 4, failure: BROKEN },
    false,
  ],
])('%s', ([, failure, left, stops], { database, scripted }) => {
  const entry = sending(database, 1, 3);
  const aftermath = settle(database, scripted, entry, failure);
  expect(aftermath).toMatchObject({ entry: left, stops });
  expect(entryOf(database, entry.seq)).toEqual(aftermath.entry);
});

test.for([SILENCE, BROKEN])(
  '%o is tried again after a while that grows with each failure, up to five minutes',
  (failure, { database, scripted }) => {
    const waits = (chance: number, ...times: number[]) =>
      times.map((failures) => {
        scripted.random = chance;
        answerOther(database, scripted);
        const { entry } = settle(database, scripted, sending(database, 1, failures), failure);
        return (entry.nextAttemptAt ?? 0) - scripted.now;
      });
    expect(waits(1, 0, 1, 2)).toEqual([2000, 4000, 8000]);
    expect(waits(0.25, 0)).toEqual([500]);
  },
);

test.for<[what: string, failure: Partial<Extract<InstanceFailure, { kind: 'retry-later' }>>, wait: number]>([
  ['a rate limit', { status: 429 }, 1000],
  ['a rate limit that says how long', { status: 429, retryAfterMs: 30_000 }, 30_000],
  ['maintenance', { status: 503 }, 1000],
  ['whatever says how long', { status: 500, retryAfterMs: 7000 }, 7000],
])(
  "%s is nobody's fault: everything pauses and no entry is charged",
  ([, failure, wait], { database, scripted }) => {
    const { entry, stops } = settle(database, scripted, sending(database, 1, 3), {
      ...BROKEN,
      ...failure,
    });
    const until = scripted.now + wait;
    expect(stops).toBe(true);
    expect(entry).toMatchObject({ state: 'queued', attempts: 1, failures: 3, nextAttemptAt: until });
    expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(until);
  },
);

test('what has no answer may still be on its way; what was answered is not', ({ database, scripted }) => {
  const { onTheWay } = scripted.sender;
  const [silent, broken] = [1, 2].map((record) => sending(database, record));
  if (!silent || !broken) throw new Error('two there are');
  const left = [settle(database, scripted, silent, SILENCE), settle(database, scripted, broken, BROKEN)];
  scripted.now -= 60_000;
  expect(left.map(({ entry }) => onTheWay.until(entry, null))).toEqual([scripted.now + 5000, null]);
});

test('a refusal is an answer: the instance works', ({ database, scripted }) => {
  settle(database, scripted, sending(database, 1), { ...BROKEN, status: 503 });
  expect(scripted.sender.breaker.careful).toBe(true);
  settle(database, scripted, sending(database, 2), NO);
  expect(scripted.sender.breaker.careful).toBe(false);
});

test.for([SILENCE, BROKEN])(
  '%o on a third entry in a row pauses everything, and nobody is charged for any of it',
  (failure, { database, scripted }) => {
    const [one, two, three] = [1, 2, 3].map((record) => sending(database, record, 2));
    const refused = move(database, sending(database, 4, 2), ['refuse'], { failures: 2, nextAttemptAt: 7 });
    if (!one || !two || !three) throw new Error('three there are');
    const before = [one, two].map((entry) => settle(database, scripted, entry, failure));
    expect(before.map(({ entry }) => [entry.failures, entry.nextAttemptAt])).toEqual([
      [3, scripted.now + 4000],
      [3, scripted.now + 4000],
    ]);
    expect(scripted.sender.breaker.careful).toBe(false);
    expect(settle(database, scripted, three, failure)).toMatchObject({
      entry: { failures: 0, failure, nextAttemptAt: null },
      stops: true,
    });
    expect([one, two, three].map(({ seq }) => entryOf(database, seq))).toMatchObject([
      { failures: 0, nextAttemptAt: null },
      { failures: 0, nextAttemptAt: null },
      { failures: 0, nextAttemptAt: null },
    ]);
    expect(entryOf(database, refused.seq)).toEqual(refused);
    expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(scripted.now + 1000);
  },
);

test('one that the instance fails on five times, while it answers others, is refused with its words', ({
  database,
  scripted,
}) => {
  settle(database, scripted, sending(database, 1), BROKEN);
  answerOther(database, scripted);
  expect(
    settle(database, scripted, { ...sending(database, 2), seq: 1, failures: 3 }, BROKEN).entry.state,
  ).toBe('queued');
  const { entry, stops } = settle(
    database,
    scripted,
    { ...sending(database, 3), seq: 1, failures: 4 },
    BROKEN,
  );
  expect(entry).toMatchObject({ state: 'refused', failures: 0, nextAttemptAt: null });
  expect(entry.failure).toEqual({
    ...{ kind: 'refused', status: 500, detail: 'Null pointer' },
    message: 'The instance fails on this action, 5 times in a row',
  });
  expect(stops).toBe(false);
});

test('where there are no others to tell by, it takes ten', ({ database, scripted }) => {
  const states = [4, 8, 9].map((failures) => {
    const entry = { ...sending(database, 1), seq: 1, failures };
    return settle(database, scripted, entry, BROKEN).entry.state;
  });
  expect(states).toEqual(['queued', 'queued', 'refused']);
});

test('silence never refuses: the instance is asked first', ({ database, scripted }) => {
  expect(settle(database, scripted, sending(database, 1, 40), SILENCE).entry.state).toBe('unknown');
});

test('an entry is hopeless from the fifth failure on if others are answered, else from the tenth', ({
  database,
  scripted,
}) => {
  const { sender } = scripted;
  const entry = sending(database, 1);
  const hopeless = () => [4, 5, 9, 10].map((failures) => isHopeless(sender, { ...entry, failures }));
  sender.breaker.failed(entry.seq, scripted.now);
  expect(hopeless()).toEqual([false, false, false, true]);
  answerOther(database, scripted);
  expect(hopeless()).toEqual([false, true, true, true]);
});
