import { expect, test } from 'vitest';
import { ageOf, DAY_MS, type Moment, reviewedNow, sincePressed } from '../../main/outbox/age.ts';

const PRESSED = Date.parse('2026-01-05T08:00:00Z');
const at = (days: number, clockOffset: number | null = null): Moment => ({
  at: PRESSED + days * DAY_MS,
  clockOffset,
});
const pressed = (clockOffset: number | null = null) => ({
  triggeredAt: new Date(PRESSED).toISOString(),
  clockOffset,
  reviewedAt: null,
  reviewOffset: null,
});

/** Days, to the hour. */
const days = (ms: number) => Math.round(ms / (DAY_MS / 24)) / 24;

test.for<[what: string, then: number | null, now: Moment, age: number]>([
  ['no clock was ever compared', null, at(20), 20],
  ['both clocks agreed all the time', 0, at(20, 0), 20],
  ['the laptop was wrong all the time', 3 * DAY_MS, at(20, 3 * DAY_MS), 20],
  ['it was compared only when pressed', 3 * DAY_MS, at(20), 20],
  ['it was compared only after that', null, at(20, 3 * DAY_MS), 20],
  ['the laptop was set ahead by three weeks meanwhile', 0, at(21, -21 * DAY_MS), 0],
  ['the laptop was set back to the day of the press', 0, at(0, 21 * DAY_MS), 21],
  ['the laptop was set back before the press, and nobody knows', null, at(-400), -400],
  ['the laptop was set ahead, and nobody knows', null, at(400), 400],
])('how old an entry is when %s', ([, then, now, age]) => {
  expect(days(ageOf(pressed(then), now))).toBe(age);
});

test('a decision begins it anew, by the clock of its own time', () => {
  const reviewed = { ...pressed(0), ...reviewedNow(at(20, 0)) };
  expect(days(ageOf(reviewed, at(23, 0)))).toBe(3);
  expect(days(ageOf(reviewed, at(41, -21 * DAY_MS)))).toBe(0);
  expect(days(sincePressed(reviewed, at(23, 0)))).toBe(23);
});
