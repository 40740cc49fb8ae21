import { expect, test } from 'vitest';
import { LONGEST_WORK_MS } from '../../main/outbox/doubt.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import { type Straggler, Stragglers } from '../../main/delivery/stragglers.ts';

const HOUR = 3_600_000;
const BEGAN = Date.parse('2026-01-05T08:00:00.000Z');

/** A laptop whose timers go on whatever its clock is set to. */
function laptop() {
  const timers = new Map<() => void, number>();
  const state = { now: BEGAN };
  const stragglers = new Stragglers({
    now: () => state.now,
    after: (ms, run) => {
      timers.set(run, ms);
      return () => timers.delete(run);
    },
  });
  /** When to look again; `offset`: what is known now of how far the instance's clock is ahead. */
  const until = (straggler: Straggler, offset: number | null) =>
    stragglers.until(straggler, stamp(state.now, offset));
  const pass = (ms: number) => {
    for (const [run, left] of [...timers]) {
      timers.set(run, left - ms);
      if (left > ms) continue;
      timers.delete(run);
      run();
    }
  };
  return { stragglers, state, timers, until, pass };
}

/** A request that broke off, and may arrive for ten seconds. */
const broken = (at = BEGAN, offset: number | null = 0): Straggler => ({
  entry: 1,
  at: stamp(at, offset, BEGAN - 999),
  within: 10_000,
});
const cutShort = (at = BEGAN): Straggler => ({ ...broken(at), within: LONGEST_WORK_MS });

test.for([
  [broken(), 10_000],
  [cutShort(), 60_000],
] as const)('after a restart the stored time of the attempt tells (%#)', ([straggler, most]) => {
  const early = laptop();
  early.state.now = BEGAN + 5000;
  // Clocks are read to the second.
  expect(early.until(straggler, 0)).toBe(BEGAN + most + 2000);
  const late = laptop();
  late.state.now = BEGAN + most + 2000;
  expect(late.until(straggler, 0)).toBeNull();
});

test.for([-HOUR, HOUR])(
  'a clock set by %i ms between two starts shortens no wait and lengthens none',
  (set) => {
    const { state, until, pass } = laptop();
    state.now = BEGAN + 5000 + set;
    expect(until(broken(), -set)).toBe(state.now + 7000);
    pass(6999);
    expect(until(broken(), -set)).not.toBeNull();
    pass(1);
    expect(until(broken(), -set)).toBeNull();
  },
);

test.for([-HOUR, HOUR])(
  'a clock set by %i ms just before the attempt, not measured yet, shortens no wait',
  (set) => {
    const { state, until } = laptop();
    state.now = BEGAN + 5000 + set;
    expect(until(broken(BEGAN + set), -set)).toBe(state.now + 10_000);
    // And once more since.
    state.now -= set;
    expect(until({ ...broken(BEGAN + set), entry: 2 }, 0)).toBe(state.now + 10_000);
  },
);

test.for<[what: string, then: number | null, now: number | null, passed: number]>([
  ['was not known by the attempt', null, 0, HOUR],
  ['is not known now', 0, null, HOUR],
  ['makes no sense', 0, 0, -HOUR],
])('the wait begins anew where the instance’s clock %s', ([, then, now, passed]) => {
  const { state, until, pass } = laptop();
  state.now = BEGAN + passed;
  expect(until(broken(BEGAN, then), now)).toBe(state.now + 10_000);
  pass(10_000);
  expect(until(broken(BEGAN, then), now)).toBeNull();
});

test.for([-HOUR, HOUR])('a clock set by %i ms meanwhile shortens no wait and lengthens none', (set) => {
  const { stragglers, state, until, pass } = laptop();
  stragglers.add(broken());
  state.now = BEGAN + set;
  expect(until(broken(), 0)).toBe(state.now + 5000);
  pass(9999);
  expect(until(broken(), 0)).not.toBeNull();
  pass(1);
  expect(until(broken(), 0)).toBeNull();
});

test('a later request of the entry is waited for as long again', () => {
  const { stragglers, state, timers, until, pass } = laptop();
  stragglers.add(broken());
  pass(9000);
  state.now = BEGAN + 9000;
  const again = cutShort(state.now);
  stragglers.add(again);
  expect(timers.size).toBe(1);
  pass(59_999);
  state.now = BEGAN + HOUR;
  expect(until(again, 0)).not.toBeNull();
});

test('what had an answer, or never left, is not on its way; nor is anything once Outpost closes', () => {
  const { stragglers, timers, until } = laptop();
  stragglers.add(broken());
  expect(until({ ...broken(), within: 0 }, 0)).toBeNull();
  expect(timers.size).toBe(1);
  stragglers.clear();
  expect(timers.size).toBe(0);
});
