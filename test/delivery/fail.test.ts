import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import { arrivesWithin, doubtOf, failuresOf, lastAttempt, triesOf } from '../../main/outbox/doubt.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { type Aftermath, isHopeless, settleFailure } from '../../main/delivery/fail.ts';
import { addStepsEntry, BROKEN, entryOf, failOften, move, SILENCE } from '../support/entry.ts';
import { type Scripted, test } from '../support/scripted.ts';
import { note } from '../support/steps.ts';

const NO: InstanceFailure = { kind: 'refused', status: 403, message: 'Not you', detail: 'A rule' };

/** An entry on its way, after so many failures in a row. */
function sending(database: Database, record: number, failures = 0): Entry {
  const entry = failOften(database, addStepsEntry(database, note(record)), failures);
  return move(database, entry, ['send'], { nextAttemptAt: 1 });
}

function settle(
  database: Database,
  { link, sender }: Scripted,
  entry: Entry,
  failure: InstanceFailure,
): Aftermath {
  return database.transaction((write) => settleFailure(write, { link, sender, entry }, failure));
}

/** The instance says yes to another entry. */
function answerOther(database: Database, { sender }: Scripted): void {
  database.transaction((write) => {
    sender.breaker.answered(write, 999);
  });
}

test.for<
  [
    what: string,
    failure: InstanceFailure,
    tries: number,
    failures: number,
    left: object,
    ended: object,
    stops: boolean,
  ]
>([
  [
    'what never left is no try',
    { kind: 'not-delivered', message: 'No network' },
    ...([3, 3] as const),
    { state: 'queued', nextAttemptAt: 1 },
    { ended: 'not-delivered', failure: null },
    true,
  ],
  [
    'what was turned away at the door is none either',
    { kind: 'sign-in-needed', message: 'Who are you?' },
    ...([3, 3] as const),
    { state: 'queued', nextAttemptAt: 1 },
    { ended: 'not-delivered', failure: null },
    true,
  ],
  [
    'a refusal waits for a person, in its words',
    NO,
    ...([4, 3] as const),
    {
      state: 'refused',
      question: { about: 'refused', status: 403, message: 'Not you', detail: 'A rule' },
      nextAttemptAt: null,
    },
    { ended: 'refused', failure: NO, isCharged: false },
    false,
  ],
  [
    'silence leaves the outcome unknown',
    SILENCE,
    ...([4, 4] as const),
    { state: 'unknown' },
    { ended: 'silent', failure: SILENCE, isCharged: true },
    true,
  ],
  [
    'a failure of the instance is tried again',
    BROKEN,
    ...([4, 4] as const),
    { state: 'queued' },
    { ended: 'failed', failure: BROKEN, isCharged: true },
    false,
  ],
])('%s', ([, failure, tries, failures, left, ended, stops], { database, scripted }) => {
  const entry = sending(database, 1, 3);
  const aftermath = settle(database, scripted, entry, failure);
  expect(aftermath).toMatchObject({ entry: left, stops });
  expect(aftermath.entry.attempts.at(-1)).toMatchObject(ended);
  expect([triesOf(aftermath.entry), failuresOf(aftermath.entry)]).toEqual([tries, failures]);
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
    expect(entry).toMatchObject({ state: 'queued', nextAttemptAt: until });
    expect([triesOf(entry), failuresOf(entry)]).toEqual([4, 3]);
    expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(until);
  },
);

test('what has no answer may still be on its way; what was answered is not', ({ database, scripted }) => {
  const { sender, link } = scripted;
  const cutShort = { ...SILENCE, kind: 'no-answer', cutShort: true } as const;
  const left = ([SILENCE, cutShort, BROKEN] as const).map((failure, record) => {
    return settle(database, scripted, sending(database, record), failure).entry;
  });
  scripted.now += 1000;
  const until = left.map((entry) => {
    const last = lastAttempt(entry);
    if (!last) throw new Error('it was tried');
    return sender.stragglers.until(
      { entry: entry.seq, at: last.at, within: arrivesWithin(last) },
      link.stamp(),
    );
  });
  // As long as they may take from when they were given up.
  expect(until).toEqual([scripted.now + 9000, scripted.now + 59_000, null]);
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
    const refused = move(database, sending(database, 4, 2), ['refuse'], { nextAttemptAt: 7 });
    if (!one || !two || !three) throw new Error('three there are');
    const before = [one, two].map((entry) => settle(database, scripted, entry, failure));
    expect(before.map(({ entry }) => [failuresOf(entry), entry.nextAttemptAt])).toEqual([
      [3, scripted.now + 4000],
      [3, scripted.now + 4000],
    ]);
    expect(scripted.sender.breaker.careful).toBe(false);
    const { entry: last, stops } = settle(database, scripted, three, failure);
    expect([stops, last.attempts.at(-1)]).toMatchObject([true, { failure, isCharged: false }]);
    const left = [one, two, three].map(({ seq }) => entryOf(database, seq));
    expect(left[2]).toEqual(last);
    expect(left.map((entry) => [failuresOf(entry), entry.nextAttemptAt])).toEqual([
      [0, null],
      [0, null],
      [0, null],
    ]);
    expect(entryOf(database, refused.seq)).toMatchObject({ state: 'refused', nextAttemptAt: 7 });
    expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(scripted.now + 1000);
  },
);

test('one that the instance fails on five times, while it answers others, is refused with its words', ({
  database,
  scripted,
}) => {
  const entry = settle(database, scripted, sending(database, 1), BROKEN).entry;
  answerOther(database, scripted);
  failOften(database, entry, 2);
  const fourth = settle(database, scripted, move(database, entry, ['send']), BROKEN);
  expect([fourth.entry.state, failuresOf(fourth.entry)]).toEqual(['queued', 4]);
  const { entry: fifth, stops } = settle(database, scripted, move(database, entry, ['send']), BROKEN);
  expect(fifth).toMatchObject({ state: 'refused', nextAttemptAt: null });
  expect(fifth.question).toEqual({
    about: 'refused',
    status: 500,
    detail: 'Null pointer',
    message: 'The instance fails on this action, 5 times in a row',
  });
  expect(stops).toBe(false);
});

test('what a person lets go after that begins to count anew', ({ database, scripted }) => {
  const { entry } = settle(database, scripted, sending(database, 1, 9), BROKEN);
  expect(entry.state).toBe('refused');
  const letGo = move(database, entry, ['try-again']);
  // The last of the failures may have been done all the same.
  expect(doubtOf(letGo)).toBe('failed');
  const again = move(database, letGo, ['send']);
  expect(settle(database, scripted, again, BROKEN).entry.state).toBe('queued');
  expect(failuresOf(entryOf(database, entry.seq))).toBe(1);
});

test('where there are no others to tell by, it takes ten', ({ database, scripted }) => {
  const entry = sending(database, 1, 4);
  const fifth = settle(database, scripted, entry, BROKEN);
  failOften(database, entry, 3);
  const [ninth, tenth] = [1, 2].map(() =>
    settle(database, scripted, move(database, entry, ['send']), BROKEN),
  );
  const states = [fifth, ninth, tenth].map((left) => left?.entry.state);
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
  const { seq } = sending(database, 1);
  const hopeless = () => [4, 5, 9, 10].map((failures) => isHopeless(sender, seq, failures));
  sender.breaker.failed(seq, scripted.now);
  expect(hopeless()).toEqual([false, false, false, true]);
  answerOther(database, scripted);
  expect(hopeless()).toEqual([false, true, true, true]);
});
