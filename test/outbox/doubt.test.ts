import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Ending } from '../../main/database/outbox-schema.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import {
  arrivesWithin,
  type Attempted,
  type Doubt,
  doubtful,
  doubtOf,
  endingOf,
  failuresOf,
  isShared,
  lastAttempt,
  triesOf,
  underWay,
  wasMade,
} from '../../main/outbox/doubt.ts';
import { attempt, BROKEN, REFUSAL, SILENCE } from '../support/entry.ts';

/** An entry at its first step, with these attempts, numbered as they come. */
function entry(attempts: Partial<Attempt>[], more: Partial<Attempted> = {}): Attempted {
  const numbered = attempts.map((given, at) => attempt({ number: at + 1, ...given }));
  return { step: 0, revision: 0, decided: null, attempts: numbered, ...more };
}

const elsewhere = { isElsewhere: true, ended: null };

const endings: [ended: Ending, doubt: Doubt, arrivesWithin: number][] = [
  ['done', 'none', 0],
  ['not-delivered', 'none', 0],
  ['turned-away', 'none', 0],
  ['refused', 'none', 0],
  ['failed', 'failed', 0],
  ['silent', 'silent', 10_000],
  ['cut-short', 'silent', 60_000],
  ['let-go', 'let-go', 10_000],
  ['not-there', 'none', 0],
];

test.for(endings)(
  'an attempt that ended as %s leaves the doubt %s, and may arrive for %i ms',
  ([ended, doubt, within]) => {
    const given = entry([{ ended }]);
    expect(doubtOf(given)).toBe(doubt);
    expect(doubtful(given)).toEqual(doubt === 'none' ? [] : given.attempts);
    expect(arrivesWithin({ ended })).toBe(within);
  },
);

test('what was never tried is in no doubt, nor is what is under way', () => {
  for (const given of [entry([]), entry([{ ended: null }])]) {
    expect([doubtOf(given), doubtful(given)]).toEqual(['none', []]);
    expect(given.attempts.map(arrivesWithin)).toEqual(given.attempts.map(() => 0));
  }
});

test.for<[what: string, failure: InstanceFailure, ended: Ending]>([
  ['never left', { kind: 'not-delivered', message: '' }, 'not-delivered'],
  ['was turned away for want of a token', { kind: 'sign-in-needed', message: '' }, 'not-delivered'],
  ['has no answer', SILENCE, 'silent'],
  ['was not waited for', { ...SILENCE, kind: 'no-answer', cutShort: true }, 'cut-short'],
  ['was refused', REFUSAL, 'refused'],
  ['met a rate limit', { ...BROKEN, status: 429 }, 'turned-away'],
  ['the instance failed on', BROKEN, 'failed'],
  ['met maintenance', { ...BROKEN, status: 503, retryAfterMs: 9000 }, 'failed'],
])('how an attempt ended that %s', ([, failure, ended]) => {
  expect(endingOf(failure)).toBe(ended);
});

test('only attempts at the next step, with the payload it has now, leave any doubt about it', () => {
  expect(doubtOf(entry([{ step: 1, ended: 'silent' }]))).toBe('none');
  expect(doubtOf(entry([{ ended: 'silent' }], { revision: 1 }))).toBe('none');
  expect(doubtOf(entry([{ step: 1, ended: 'silent' }], { step: 1 }))).toBe('silent');
});

test('of several attempts in doubt the last one names it, and all are still in doubt', () => {
  const given = entry([{ ended: 'silent' }, { ended: 'failed' }, { ended: 'turned-away' }]);
  expect(doubtOf(given)).toBe('failed');
  expect(doubtful(given).map(({ number }) => number)).toEqual([1, 2]);
});

describe('another laptop', () => {
  test('may do what it has, at whatever step and revision, whatever is known of the attempts here', () => {
    const given = entry([elsewhere, { step: 1, revision: 2, ended: 'not-there' }], { step: 1, revision: 2 });
    expect([isShared(given), doubtOf(given)]).toEqual([true, 'elsewhere']);
    expect(doubtful(given).map(({ number }) => number)).toEqual([1]);
    expect(doubtOf(entry([{ ended: 'silent' }, elsewhere]))).toBe('elsewhere');
  });

  test('has made none of the attempts here', () => {
    const given = entry([{ ended: 'turned-away' }, elsewhere]);
    expect(lastAttempt(given)).toBe(given.attempts[0]);
    expect(underWay(given)).toBeUndefined();
    expect([triesOf(given), wasMade(given), wasMade(entry([elsewhere]))]).toEqual([1, true, false]);
  });

  test('has it no more for all that concerns us, once a person has let it go all the same', () => {
    const given = entry([{ ...elsewhere, ended: 'let-go' }]);
    expect([isShared(given), doubtOf(given), triesOf(given)]).toEqual([false, 'let-go', 0]);
    expect(doubtful(given)).toEqual(given.attempts);
  });
});

test('the attempt under way is the one that has not ended, and the last one until there is another', () => {
  const given = entry([{ ended: 'not-there' }, { ended: null }]);
  expect(underWay(given)).toBe(given.attempts[1]);
  expect(lastAttempt(given)).toBe(given.attempts[1]);
  const done = entry([{ ended: 'not-there' }, { ended: 'silent' }]);
  expect([underWay(done), lastAttempt(done)]).toEqual([undefined, done.attempts[1]]);
});

test('there was no last attempt at a step that is new, or that is sent with another payload', () => {
  expect(lastAttempt(entry([{ ended: 'done' }], { step: 1 }))).toBeUndefined();
  expect(lastAttempt(entry([{ ended: 'refused' }], { revision: 1 }))).toBeUndefined();
});

test('tries are what got in since a person last decided, what is under way among them', () => {
  const made = [
    { ended: 'not-delivered' },
    { ended: 'turned-away' },
    { ended: 'not-there' },
    { ended: null },
  ] as const;
  expect(triesOf(entry([...made]))).toBe(3);
  expect(triesOf(entry([...made], { decided: { attempts: 2 } }))).toBe(2);
  expect(triesOf(entry([...made], { decided: { attempts: 4 } }))).toBe(0);
  expect(triesOf(entry([...made], { step: 1 }))).toBe(0);
});

test('failures are what was charged at the next step, before an edit or after it', () => {
  const made = [
    { isCharged: true },
    { isCharged: true, revision: 1 },
    { isCharged: false },
    { isCharged: true, step: 1 },
  ];
  expect(failuresOf(entry(made))).toBe(2);
  expect(failuresOf(entry(made, { step: 1 }))).toBe(1);
  expect(failuresOf(entry(made, { step: 2 }))).toBe(0);
});

test('a request was made once an attempt with this payload and key has ended, however', () => {
  expect(wasMade(entry([]))).toBe(false);
  expect(wasMade(entry([{ ended: null }]))).toBe(false);
  for (const [ended] of endings) expect(wasMade(entry([{ ended }]))).toBe(true);
  expect(wasMade(entry([{ ended: 'silent' }], { revision: 1 }))).toBe(false);
  expect(wasMade(entry([{ ended: 'silent' }], { step: 1 }))).toBe(false);
});

const anyAttempt = fc.record({
  step: fc.nat(2),
  revision: fc.nat(2),
  isElsewhere: fc.boolean(),
  ended: fc.constantFrom<Ending | null>(null, ...endings.map(([ended]) => ended)),
  isCharged: fc.boolean(),
});
const anyEntry = fc
  .record({
    attempts: fc.array(anyAttempt, { maxLength: 6 }),
    step: fc.nat(2),
    revision: fc.nat(2),
    decided: fc.option(fc.nat(6)),
  })
  .map(({ attempts, step, revision, decided }) =>
    entry(attempts, { step, revision, decided: decided === null ? null : { attempts: decided } }),
  );

test('the answers agree with each other about any attempts', () => {
  fc.assert(
    fc.property(anyEntry, (given) => {
      const open = doubtful(given);
      expect(open.length > 0).toBe(doubtOf(given) !== 'none');
      expect(doubtOf(given) === 'elsewhere').toBe(isShared(given));
      // What may still arrive leaves a doubt, so that nobody goes on without a look.
      for (const one of given.attempts)
        if (arrivesWithin(one) > 0) expect(doubtOf(entry([{ ended: one.ended }]))).not.toBe('none');
      // An attempt at another step or revision changes nothing that is asked about this one but who else has it.
      const here = given.attempts.filter((one) => one.step === given.step && one.revision === given.revision);
      if (!isShared(given)) expect(doubtOf({ ...given, attempts: here })).toBe(doubtOf(given));
      expect(triesOf({ ...given, attempts: here })).toBe(triesOf(given));
      // A decision makes no new tries.
      const all = given.attempts.length;
      expect(triesOf({ ...given, decided: { attempts: all } })).toBe(0);
    }),
  );
});
