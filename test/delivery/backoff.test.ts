import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../main/delivery/backoff.ts';

const attempt = fc.integer({ min: 1, max: 100_000 });
const cap = fc.integer({ min: 1, max: 3_600_000 });
/** What `Math.random` answers. */
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test('no wait is longer than the cap, or negative', () => {
  fc.assert(
    fc.property(attempt, cap, random, (tries, capMs, drawn) => {
      const wait = backoff(tries, capMs, () => drawn);
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(capMs);
    }),
  );
});

test('the longest possible wait doubles with each attempt until the cap', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7].map((tries) => backoff(tries, 60_000, () => 1));
  expect(longest).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
});

test('the jitter is full, and applied after the cap: laptops that have waited long do not come back together', () => {
  fc.assert(
    fc.property(attempt, cap, random, (tries, capMs, drawn) => {
      const ceiling = backoff(tries, capMs, () => 1);
      expect(backoff(tries, capMs, () => drawn)).toBe(Math.round(drawn * ceiling));
    }),
  );
  expect([0, 0.25, 0.5, 0.75].map((drawn) => backoff(1000, 60_000, () => drawn))).toEqual([
    0, 15_000, 30_000, 45_000,
  ]);
});
