import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { attemptedAt } from '../../main/delivery/probed.ts';
import { addStepsEntry } from '../support/entry.ts';
import { test } from '../support/scripted.ts';
import { note } from '../support/steps.ts';

const AT = '2026-01-05T08:00:00.000Z';
const at = Date.parse(AT);
const HOUR = 3_600_000;

/** An entry that was attempted, when the clocks agreed unless it says otherwise. */
function attempted(database: Database, stamp: Partial<Entry>): Entry {
  return { ...addStepsEntry(database, note(1)), attemptedAt: AT, attemptOffset: 0, ...stamp };
}

test.for<[what: string, then: number | null, now: number | null, expected: number]>([
  ['clocks that agree', 0, 0, at - 2000],
  ['an instance that is ahead', HOUR, HOUR, at + HOUR - 2000],
  ['an instance that is behind', -HOUR, -HOUR, at - HOUR - 2000],
  ['a laptop set back an hour after the attempt', 0, HOUR, at - 2000],
  ['a laptop set ahead an hour after the attempt', 0, -HOUR, at - HOUR - 2000],
  ['a laptop set right before the attempt, which nobody had noticed', HOUR, 0, at - 2000],
  ['a distance that was not known then', null, -HOUR, at - HOUR - 2000],
  ['a distance that is not known now', -HOUR, null, at - HOUR - 2000],
  ['a distance that was never known', null, null, at - 2000],
])(
  'the time of an attempt is never taken too late with %s',
  ([, then, now, expected], { database, scripted }) => {
    if (now !== null) scripted.ahead(now);
    const entry = attempted(database, { attemptOffset: then });
    expect(Math.abs(attemptedAt(scripted.link, entry) - expected)).toBeLessThan(1000);
  },
);

test('no attempt is later than now: the last answer before it tells, where the laptop was set twice', ({
  database,
  scripted,
}) => {
  const answeredBefore = at - 1000;
  const entry = attempted(database, { attemptedAt: '2026-01-05T09:00:00.000Z', answeredBefore });
  scripted.now = at + 600_000;
  scripted.ahead(-590_000);
  expect(attemptedAt(scripted.link, entry)).toBe(answeredBefore - 2000);
  const early = { ...entry, attemptedAt: AT };
  expect(Math.abs(attemptedAt(scripted.link, early) - (at - 592_000))).toBeLessThan(1000);
});

test('no attempt is later than now, whatever the clock was then', ({ database, scripted }) => {
  const entry = attempted(database, { attemptedAt: '2026-01-05T09:00:00.000Z' });
  scripted.now = at + 60_000;
  expect(attemptedAt(scripted.link, entry)).toBe(at + 60_000 - 2000);
});

test('an attempt of what another laptop has too is its trigger: that one may have sent it since', ({
  database,
  scripted,
}) => {
  const entry = {
    ...attempted(database, { attemptedAt: '2026-01-05T09:00:00.000Z' }),
    clockOffset: -HOUR,
  };
  scripted.now = at + 2 * HOUR;
  expect(attemptedAt(scripted.link, entry)).toBe(at + HOUR - 2000);
  expect(attemptedAt(scripted.link, { ...entry, shared: true })).toBe(at - HOUR - 2000);
  expect(attemptedAt(scripted.link, { ...entry, attemptedAt: null })).toBe(at - HOUR - 2000);
});
