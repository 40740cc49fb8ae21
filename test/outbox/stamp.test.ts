import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageOf,
  certainAgeOf,
  DAY_MS,
  daysText,
  earliestOf,
  shifted,
  SLACK_MS,
  stamp,
  timeOf,
} from '../../main/outbox/stamp.ts';

const T = Date.parse('2026-01-05T08:00:00.000Z');
const HOUR = 3_600_000;
/** Days, to the hour. */
const days = (ms: number) => Math.round(ms / (DAY_MS / 24)) / 24;

test('a stamp is a moment by the laptop’s clock, and comes back as that', () => {
  expect(stamp(T, -1200)).toEqual({ at: '2026-01-05T08:00:00.000Z', offset: -1200, after: null });
  expect(stamp(T, null, T - 5)).toEqual({ at: '2026-01-05T08:00:00.000Z', offset: null, after: T - 5 });
  expect(timeOf(stamp(T, HOUR))).toBe(T);
});

test.for<[what: string, then: number | null, day: number, now: number | null, age: number]>([
  ['no clock was ever compared', null, 20, null, 20],
  ['both clocks agreed all the time', 0, 20, 0, 20],
  ['the laptop was wrong all the time', 3 * DAY_MS, 20, 3 * DAY_MS, 20],
  ['they were compared only then', 3 * DAY_MS, 20, null, 20],
  ['they were compared only after that', null, 20, 3 * DAY_MS, 20],
  ['the laptop was set ahead by three weeks meanwhile', 0, 21, -21 * DAY_MS, 0],
  ['the laptop was set back to the day of the stamp', 0, 0, 21 * DAY_MS, 21],
  ['the laptop was set back before the stamp, and nobody knows', null, -400, null, -400],
  ['the laptop was set ahead, and nobody knows', null, 400, null, 400],
])('how old something is when %s', ([, then, day, now, age]) => {
  expect(days(ageOf(stamp(T, then), stamp(T + day * DAY_MS, now)))).toBe(age);
});

describe('how much time has certainly gone by', () => {
  test.for<
    [what: string, then: number | null, after: number | null, now: number | null, gone: number | null]
  >([
    ['clocks that agree', 0, T - 999, 0, HOUR - SLACK_MS],
    ['clocks that were always apart', HOUR, T + HOUR - 999, HOUR, HOUR - SLACK_MS],
    ['a laptop set ahead since', 0, null, -HOUR / 2, HOUR / 2 - SLACK_MS],
    ['a laptop set back since', 0, null, HOUR, 2 * HOUR - SLACK_MS],
    ['a distance that was not known then', null, null, 0, null],
    ['a distance that is not known now', 0, null, null, null],
    ['a laptop set back before the stamp, which nobody had noticed', 0, T + HOUR, HOUR, null],
    ['a last answer that was late by what clocks cannot tell', 0, T + SLACK_MS, 0, HOUR - SLACK_MS],
    ['a last answer that was later than that', 0, T + SLACK_MS + 1, 0, null],
    ['a laptop set ahead by more than has gone by', 0, null, -HOUR, null],
  ])('with %s', ([, then, after, now, gone]) => {
    expect(certainAgeOf(stamp(T, then, after), stamp(T + HOUR, now))).toBe(gone);
  });

  test('it is nothing until clocks can tell', () => {
    expect(certainAgeOf(stamp(T, 0), stamp(T + SLACK_MS - 1, 0))).toBeNull();
    expect(certainAgeOf(stamp(T, 0), stamp(T + SLACK_MS, 0))).toBe(0);
  });
});

describe('the earliest moment', () => {
  test.for<[what: string, then: number | null, now: number | null, earliest: number]>([
    ['clocks that agree', 0, 0, T],
    ['an instance that is ahead', HOUR, HOUR, T + HOUR],
    ['an instance that is behind', -HOUR, -HOUR, T - HOUR],
    ['a laptop set back an hour since', 0, HOUR, T],
    ['a laptop set ahead an hour since', 0, -HOUR, T - HOUR],
    ['a laptop set right before the stamp, which nobody had noticed', HOUR, 0, T],
    ['a distance that was not known then', null, -HOUR, T - HOUR],
    ['a distance that is not known now', -HOUR, null, T - HOUR],
    ['a distance that was never known', null, null, T],
  ])('is never taken too late with %s', ([, then, now, earliest]) => {
    expect(earliestOf(stamp(T, then), stamp(T, now))).toBe(earliest - SLACK_MS);
  });

  test('is not later than now, whatever the clock was then', () => {
    expect(earliestOf(stamp(T + HOUR, 0), stamp(T + 60_000, null))).toBe(T + 60_000 - SLACK_MS);
  });

  test('is told by the last answer before it, where the laptop was set twice', () => {
    const now = stamp(T + 600_000, -590_000);
    expect(earliestOf(stamp(T + HOUR, 0, T - 1000), now)).toBe(T - 1000 - SLACK_MS);
    expect(earliestOf(stamp(T, 0, T - 1000), now)).toBe(T - 590_000 - SLACK_MS);
  });
});

test('a stamp of another laptop is the same moment by this one’s clock', () => {
  expect(shifted(stamp(T, 5000, T + 5000), HOUR)).toEqual(stamp(T + HOUR, 5000 - HOUR, T + 5000));
  expect(shifted(stamp(T, null), HOUR)).toEqual(stamp(T + HOUR, null));
});

test('so many days are put into words', () => {
  expect([0, 1, 14].map(daysText)).toEqual(['0 days', '1 day', '14 days']);
});

/**
 * Two moments of the world as a laptop wrote them down, whose clock is out by as much as it likes each time, and whose distance was
 * measured right before each of them.
 */
const measured = fc.record({
  gone: fc.integer({ min: 0, max: 400 * DAY_MS }),
  then: fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS }),
  now: fc.integer({ min: -400 * DAY_MS, max: 400 * DAY_MS }),
});

test('where the distance was measured both times, no setting of the clock tells a wrong age or a moment that is too late', () => {
  fc.assert(
    fc.property(measured, ({ gone, then, now }) => {
      const before = stamp(T - then, then, T);
      const after = stamp(T + gone - now, now, T + gone);
      expect(ageOf(before, after)).toBe(gone);
      expect(certainAgeOf(before, after)).toBe(gone < SLACK_MS ? null : gone - SLACK_MS);
      expect(earliestOf(before, after)).toBeLessThanOrEqual(T);
    }),
  );
});

test('where the clock was set right before the stamp, unnoticed, less is certain and never more', () => {
  const unnoticed = fc.record({
    gone: fc.integer({ min: 0, max: DAY_MS }),
    set: fc.integer({ min: -DAY_MS, max: DAY_MS }),
  });
  fc.assert(
    fc.property(unnoticed, ({ gone, set }) => {
      // The distance was 0 when it was measured; then the laptop was set by `set`, and by now that is known.
      const before = stamp(T + set, 0, T);
      const after = stamp(T + gone + set, -set, T + gone);
      const certain = certainAgeOf(before, after);
      if (set < -SLACK_MS) expect(certain).toBeNull();
      if (certain !== null) expect(certain).toBeLessThanOrEqual(gone);
      expect(earliestOf(before, after)).toBeLessThanOrEqual(T);
    }),
  );
});

test('a stamp that goes to another laptop and back is the same', () => {
  const offset = fc.option(fc.integer({ min: -DAY_MS, max: DAY_MS }));
  fc.assert(
    fc.property(fc.integer({ min: -DAY_MS, max: DAY_MS }), offset, offset, (shift, known, told) => {
      const here = stamp(T, known, told);
      expect(shifted(shifted(here, shift), -shift)).toEqual(here);
      // What was known of the instance's clock is known there as well.
      if (known !== null)
        expect(timeOf(shifted(here, shift)) + (shifted(here, shift).offset ?? 0)).toBe(T + known);
    }),
  );
});
