import { expect, test } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { OnTheWay } from '../../main/sync/onTheWay.ts';

const broken: InstanceFailure = { kind: 'no-answer', message: 'reset' };
const cutShort: InstanceFailure = { ...broken, cutShort: true };
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
) => ({ seq: 1, attemptedAt, failure }) as Entry;

test.for([
  [broken, 10_000],
  [cutShort, 60_000],
] as const)('after a restart the stored time of the attempt tells (%o)', ([failure, most]) => {
  const { onTheWay, state } = laptop();
  expect(onTheWay.until(entryOf(failure))).toBe(BEGAN + most);
  state.now = BEGAN + most;
  expect(onTheWay.until(entryOf(failure))).toBeNull();
});

test.for([-3_600_000, 3_600_000])('a clock set by %i ms shortens no wait and lengthens none', (set) => {
  const { onTheWay, state, pass } = laptop();
  onTheWay.add(1, broken);
  state.now = BEGAN + set;
  expect(onTheWay.until(entryOf(broken))).toBe(state.now + 5000);
  pass(9999);
  expect(onTheWay.until(entryOf(broken))).not.toBeNull();
  pass(1);
  expect(onTheWay.until(entryOf(broken))).toBeNull();
});

test('a later request of the entry is waited for as long again', () => {
  const { onTheWay, state, timers, pass } = laptop();
  onTheWay.add(1, broken);
  pass(9000);
  onTheWay.add(1, cutShort);
  expect(timers.size).toBe(1);
  pass(59_999);
  state.now = BEGAN + 3_600_000;
  expect(onTheWay.until(entryOf(cutShort))).not.toBeNull();
});

test('what had an answer, or never left, is not on its way; nor is anything once Outpost closes', () => {
  const { onTheWay, state, timers } = laptop();
  onTheWay.add(1, broken);
  expect(onTheWay.until(entryOf(null))).toBeNull();
  expect(onTheWay.until(entryOf(broken, null))).toBeNull();
  onTheWay.clear();
  state.now = BEGAN + 3_600_000;
  expect(onTheWay.until(entryOf(broken))).toBeNull();
  expect(timers.size).toBe(0);
});
