import { expect, test } from 'vitest';
import { clockFact, clockIsOff } from '../../renderer/format/clock.ts';

const noon = new Date(2026, 0, 5, 12, 0);
const measuredAt = noon.toISOString();
const fact = (offset: number) => clockFact({ offset, measuredAt, isOff: false });

test('how far the clocks are apart is said in the largest unit of which there are two', () => {
  expect(fact(1900)).toMatch(/^Agrees with the instance’s, compared /);
  expect(fact(-1900)).toMatch(/^Agrees/);
  expect(fact(2500)).toBe('3 seconds behind the instance’s');
  expect(fact(-7 * 60_000)).toBe('7 minutes ahead of the instance’s');
  expect(fact(85 * 60_000)).toBe('85 minutes behind the instance’s');
  expect(fact(-3 * 3_600_000)).toBe('3 hours ahead of the instance’s');
  expect(fact(72 * 3_600_000)).toBe('3 days behind the instance’s');
  expect(clockFact({ offset: null, measuredAt: null, isOff: false })).toBe(
    'Not compared with the instance’s yet',
  );
});

test('a clock that is off is told with both times', () => {
  expect(clockIsOff(7 * 60_000, noon)).toBe(
    'This laptop’s clock is 7 minutes behind the instance’s: 12:00 here, 12:07 there. Set it, so that the times you see are right.',
  );
});
