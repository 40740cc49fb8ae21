import { expect, test } from 'vitest';
import { calculate } from '../../main/actions/arithmetic.ts';

test.for([
  ['2 + 3 * 4', '14'],
  ['(2 + 3) * 4', '20'],
  ['-3 - -4', '1'],
  ['10 / 4', '2.5'],
  ['0.1 + 0.2', '0.3'],
  ['45 * 60', '2700'],
  ['1 / 0', null],
  [' * 60', null],
  ['2 + (3', null],
  ['2026-11-30 23:00:00 + 2h', '2026-12-01 01:00:00'],
  ['2026-11-30 23:00:00 + 1d8h - 15m', '2026-12-02 06:45:00'],
  ['2026-02-28 + 1d', '2026-03-01'],
  ['2026-11-30', '2026-11-30'],
  [' + 2h', null],
  ['just words - and more', 'just words - and more'],
  ['Nina Falk', 'Nina Falk'],
  ['process.exit()', 'process.exit()'],
] as const)('%s is %s', ([text, value]) => {
  expect(calculate(text)).toBe(value);
});
