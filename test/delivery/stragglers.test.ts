import { expect, test } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { OnTheWay } from '../../main/delivery/stragglers.ts';

const broken: InstanceFailure = { kind: 'no-answer', message: 'reset' };
const cutShort: InstanceFailure = { ...broken, cutShort: true };
const HOUR = 3_600_000;
const BEGAN = Date.parse('2026-01-05T08:00:00.000Z');

/** A laptop whose timers go on whatever its clock is set to. */
function laptop() {
  const timers = new Map<() => void, number>();
  const state = { now: BEGAN };
  const onTheWay = new OnTheWay({
    now: () => state.now,
    after: (ms, run) => {
      timers.set(run, ms);
      return () => timers.delete(run);
    },
  });
  const pass = (ms: number) => {
    for (const [run, left] of [...timers]) {
      timers.set(run, left - ms);
      if (left > ms) continue;
      timers.delete(run);
      run();
    }
  };
  return { onTheWay, state, timers, pass };
}

const entryOf = (
  failure: InstanceFailure | null,
  attemptedAt: string | null = new Date(BEGAN).toISOString(),
  attemptOffset: number | null = 0,
) => ({ seq: 1, attemptedAt, attemptOffset, answeredBefore: BEGAN - 999, failure }) as Entry;

test.for([
  [broken, 10_000],
  [cutShort, 60_000],
] as const)('after a restart the stored time of the attempt tells (%o)', ([failure, most]) => {
  const early = laptop();
  early.state.now = BEGAN + 5000;
  // Clocks are read to the second.
  expect(early.onTheWay.until(entryOf(failure), 0)).toBe(BEGAN + most + 2000);
  const late = laptop();
  late.state.now = BEGAN + most + 2000;
  expect(late.onTheWay.until(entryOf(failure), 0)).toBeNull();
});

test.for([-HOUR, HOUR])(
  'a clock set by %i ms between two starts shortens no wait and lengthens none',
  (set) => {
    const { onTheWay, state, pass } = laptop();
    state.now = BEGAN + 5000 + set;
    expect(onTheWay.until(entryOf(broken), -set)).toBe(state.now + 7000);
    pass(6999);
    expect(onTheWay.until(entryOf(broken), -set)).not.toBeNull();
    pass(1);
    expect(onTheWay.until(entryOf(broken), -set)).toBeNull();
  },
);

test.for([-HOUR, HOUR])(
  'a clock set by %i ms just before the attempt, not measured yet, shortens no wait',
  (set) => {
    const { onTheWay, state } = laptop();
    state.now = BEGAN + 5000 + set;
    const entry = entryOf(broken, new Date(BEGAN + set).toISOString(), 0);
    expect(onTheWay.until(entry, -set)).toBe(state.now + 10_000);
    // And once more since.
    state.now -= set;
    expect(onTheWay.until({ ...entry, seq: 2 }, 0)).toBe(state.now + 10_000);
  },
);

test.for<[what: string, then: number | null, now: number | null, passed: number]>([
  ['was not known by the attempt', null, 0, HOUR],
  ['is not known now', 0, null, HOUR],
  ['makes no sense', 0, 0, -HOUR],
])('the wait begins anew where the instance’s clock %s', ([, then, now, passed]) => {
  const { onTheWay, state, pass } = laptop();
  state.now = BEGAN + passed;
  const entry = entryOf(broken, new Date(BEGAN).toISOString(), then);
  expect(onTheWay.until(entry, now)).toBe(state.now + 10_000);
  pass(10_000);
  expect(onTheWay.until(entry, now)).toBeNull();
});

test.for([-HOUR, HOUR])('a clock set by %i ms meanwhile shortens no wait and lengthens none', (set) => {
  const { onTheWay, state, pass } = laptop();
  onTheWay.add(entryOf(broken), broken);
  state.now = BEGAN + set;
  expect(onTheWay.until(entryOf(broken), 0)).toBe(state.now + 5000);
  pass(9999);
  expect(onTheWay.until(entryOf(broken), 0)).not.toBeNull();
  pass(1);
  expect(onTheWay.until(entryOf(broken), 0)).toBeNull();
});

test('a later request of the entry is waited for as long again', () => {
  const { onTheWay, state, timers, pass } = laptop();
  onTheWay.add(entryOf(broken), broken);
  pass(9000);
  state.now = BEGAN + 9000;
  const again = entryOf(cutShort, new Date(state.now).toISOString());
  onTheWay.add(again, cutShort);
  expect(timers.size).toBe(1);
  pass(59_999);
  state.now = BEGAN + HOUR;
  expect(onTheWay.until(again, 0)).not.toBeNull();
});

test('what had an answer, or never left, is not on its way; nor is anything once Outpost closes', () => {
  const { onTheWay, timers } = laptop();
  onTheWay.add(entryOf(broken), broken);
  expect(onTheWay.until(entryOf(null), 0)).toBeNull();
  expect(onTheWay.until(entryOf(broken, null), 0)).toBeNull();
  onTheWay.clear();
  expect(timers.size).toBe(0);
});
