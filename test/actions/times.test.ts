import { expect, test } from 'vitest';
import { correctionOf, timesOf } from '../../main/actions/times.ts';

const at = new Date('2026-01-05T08:00:00.700Z');

test.for([
  ['corrected', { now: '2026-01-05 08:05:00' }],
  ['raw', { now: '2026-01-05 08:00:00' }],
  [
    'both',
    {
      now: '2026-01-05 08:05:00',
      clocks: { device: '2026-01-05 08:00:00', corrected: '2026-01-05 08:05:00' },
    },
  ],
] as const)('with times %s an action has these', ([times, expected]) => {
  expect(timesOf(times, at, 300_000)).toEqual(expected);
});

test('while the clocks were never compared the laptop’s time stands for both', () => {
  expect(timesOf('corrected', at, null)).toEqual({ now: '2026-01-05 08:00:00' });
  expect(timesOf('both', at, null).clocks).toEqual({
    device: '2026-01-05 08:00:00',
    corrected: '2026-01-05 08:00:00',
  });
  expect(correctionOf('corrected', null)).toBe(0);
});

test('raw times are not moved', () => {
  expect(correctionOf('raw', 300_000)).toBe(0);
  expect(correctionOf('both', 300_000)).toBe(300_000);
});
