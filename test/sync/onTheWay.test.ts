import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { OnTheWay } from '../../main/sync/onTheWay.ts';
import { addStepsEntry, move } from '../support/entry.ts';
import { test } from '../support/scripted.ts';
import { note } from '../support/steps.ts';

const SILENCE: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
const CUT_SHORT: InstanceFailure = { ...SILENCE, cutShort: true };
const SECOND = 1000;

/** An entry whose request was given up at eight o'clock. */
function lost(database: Database, failure: InstanceFailure = SILENCE): Entry {
  const change = { attemptedAt: '2026-01-05T08:00:00.000Z', failure };
  return move(database, addStepsEntry(database, note(1)), ['send', 'no-answer'], change);
}

test.for<[InstanceFailure, number]>([
  [SILENCE, 10 * SECOND],
  [CUT_SHORT, 60 * SECOND],
])(
  'the time of the attempt tells how long, after a restart too (%o)',
  ([failure, most], { database, scripted }) => {
    const entry = lost(database, failure);
    const began = scripted.now;
    const restarted = new OnTheWay(scripted.link.time);
    expect(restarted.until(entry)).toBe(began + most);
    scripted.pass(most - 1);
    expect(restarted.until(entry)).toBe(began + most);
    scripted.pass(1);
    expect(restarted.until(entry)).toBeNull();
  },
);

test.for<[what: string, set: number]>([
  ['back', -3600 * SECOND],
  ['ahead', 3600 * SECOND],
])('with the clock set %s, timers do', ([, set], { database, scripted }) => {
  const entry = lost(database);
  const { onTheWay } = scripted.sender;
  onTheWay.add(entry.seq, SILENCE);
  scripted.now += set;
  expect(onTheWay.until(entry)).toBe(scripted.now + 5 * SECOND);
  scripted.pass(10 * SECOND - 1);
  expect(onTheWay.until(entry)).toBe(scripted.now + 5 * SECOND);
  scripted.pass(1);
  expect(onTheWay.until(entry)).toBeNull();
});

test('another request of the entry begins the time anew', ({ database, scripted }) => {
  const entry = lost(database);
  const { onTheWay } = scripted.sender;
  onTheWay.add(entry.seq, SILENCE);
  scripted.pass(9 * SECOND);
  onTheWay.add(entry.seq, CUT_SHORT);
  scripted.pass(59 * SECOND);
  expect(onTheWay.until(entry)).toBe(scripted.now + 5 * SECOND);
  scripted.pass(SECOND);
  expect(onTheWay.until(entry)).toBeNull();
});

test('nothing is on its way of one that was answered, or never attempted', ({ database, scripted }) => {
  const entry = lost(database);
  const { onTheWay } = scripted.sender;
  onTheWay.add(entry.seq, SILENCE);
  expect(onTheWay.until({ ...entry, failure: null })).toBeNull();
  expect(onTheWay.until({ ...entry, attemptedAt: null })).toBeNull();
  const busy = { kind: 'retry-later', status: 500, message: 'Busy', retryAfterMs: null } as const;
  expect(onTheWay.until({ ...entry, failure: busy })).toBeNull();
});

test('when nobody sends any more no timer is left', ({ database, scripted }) => {
  const entry = lost(database);
  const { onTheWay } = scripted.sender;
  onTheWay.add(entry.seq, SILENCE);
  onTheWay.clear();
  scripted.now -= SECOND;
  expect(onTheWay.until(entry)).toBeNull();
});
