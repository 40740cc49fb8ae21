import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InstanceClock } from '../../main/instance/clock.ts';

const NOW = Date.parse('2026-01-05T08:00:00Z');

/** A `Date` header as an instance whose clock shows `at` writes it. */
const date = (at: number) => new Date(at).toUTCString();

test('one answer tells the offset to half a second and half the time it took', () => {
  const clock = new InstanceClock();
  clock.hear(date(NOW + 7000), NOW, NOW + 200);
  expect(clock.measured).toEqual({ offset: 7400, at: NOW + 200 });
});

test('what is no date, and an answer that came before it was asked for, tell nothing', () => {
  const clock = new InstanceClock();
  clock.hear('', NOW, NOW);
  clock.hear('soon', NOW, NOW);
  expect(clock.told).toBeNull();
  clock.hear(date(NOW), NOW, NOW - 1);
  expect(clock.measured).toBeNull();
});

test('what the instance’s clock said last is known whatever the laptop’s says', () => {
  const clock = new InstanceClock();
  for (const [told, sent, came] of [
    [NOW, NOW, NOW],
    [NOW + 4000, NOW + 4000, NOW - 3_600_000],
  ] as const)
    clock.hear(date(told), sent, came);
  expect(clock.told).toBe(NOW + 4000);
});

test('what an earlier session measured counts until an answer comes', () => {
  const clock = new InstanceClock();
  clock.remember({ offset: -90_000, at: NOW - 1000 });
  expect(clock.measured?.offset).toBe(-90_000);
  clock.hear(date(NOW + 30_000), NOW, NOW);
  expect(clock.measured).toEqual({ offset: 30_500, at: NOW });
  clock.remember({ offset: -90_000, at: NOW - 1000 });
  expect(clock.measured?.offset).toBe(30_500);
});

test('clocks that may be the same are the same, however coarse the answers', () => {
  const clock = new InstanceClock();
  for (const at of [NOW, NOW + 950, NOW + 3100]) {
    clock.hear(date(at), at, at + 400);
    expect(clock.measured?.offset).toBe(0);
  }
});

test('a clock that is set is noticed with the next answer', () => {
  const clock = new InstanceClock();
  for (let at = NOW; at < NOW + 10_000; at += 700) clock.hear(date(at + 300_000), at, at + 20);
  expect(clock.measured?.offset).toBeCloseTo(300_000, -3);
  clock.hear(date(NOW + 20_000), NOW + 20_000, NOW + 20_020);
  expect(clock.measured?.offset).toBe(0);
});

test('however slow the answers are, the offset is between their bounds, and more answers never make it worse', () => {
  const answer = fc.record({ gap: fc.nat(5000), out: fc.nat(800), back: fc.nat(800) });
  fc.assert(
    fc.property(
      fc.integer({ min: -1e8, max: 1e8 }),
      fc.array(answer, { minLength: 1, maxLength: 16 }),
      (offset, answers) => {
        const clock = new InstanceClock();
        let at = NOW;
        let worst = Infinity;
        for (const { gap, out, back } of answers) {
          at += gap;
          clock.hear(date(at + out + offset), at, at + out + back);
          worst = Math.min(worst, (999 + out + back) / 2 + 1);
          expect(Math.abs((clock.measured?.offset ?? Infinity) - offset)).toBeLessThanOrEqual(2 * worst);
          at += out + back;
        }
      },
    ),
  );
});
