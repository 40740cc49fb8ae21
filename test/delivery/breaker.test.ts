import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { readSetting, writeSetting } from '../../main/database/settings.ts';
import { Breaker } from '../../main/delivery/breaker.ts';
import { test } from '../support/disk.ts';

const NOW = Date.parse('2026-01-05T08:00:00Z');
const always = (chance: number) => () => chance;

function pause(
  database: Database,
  breaker: Breaker,
  retryAfterMs: number | null,
  now = NOW,
  chance = 1,
): number {
  return database.transaction((write) =>
    breaker.pause(write, { message: 'Closed', retryAfterMs }, now, always(chance)),
  );
}

function answered(database: Database, breaker: Breaker, seq: number): void {
  database.transaction((write) => {
    breaker.answered(write, seq);
  });
}

test('three different entries in a row open it; one entry alone never does', ({ database }) => {
  const breaker = new Breaker(database);
  expect([1, 1, 1, 1].map((seq) => breaker.failed(seq, NOW))).toEqual([false, false, false, false]);
  expect([2, 3].map((seq) => breaker.failed(seq, NOW))).toEqual([false, true]);
});

test('an answer in between begins the row anew', ({ database }) => {
  const breaker = new Breaker(database);
  breaker.failed(1, NOW);
  breaker.failed(2, NOW);
  answered(database, breaker, 9);
  expect([3, 4, 5].map((seq) => breaker.failed(seq, NOW))).toEqual([false, false, true]);
});

test('entries that keep failing while others are answered are to blame themselves, however many they are', ({
  database,
}) => {
  const breaker = new Breaker(database);
  for (const seq of [1, 2, 3]) breaker.failed(seq, NOW);
  const until = pause(database, breaker, null);
  answered(database, breaker, 9);
  expect([1, 2, 3, 1, 2, 3].map((seq) => breaker.failed(seq, until))).toEqual(Array(6).fill(false));
  expect([4, 5, 6].map((seq) => breaker.failed(seq, until))).toEqual([false, false, true]);
});

test('after a pause three more have to fail before the next', ({ database }) => {
  const breaker = new Breaker(database);
  for (const seq of [1, 2, 3]) breaker.failed(seq, NOW);
  const until = pause(database, breaker, null);
  expect([1, 2, 3].map((seq) => breaker.failed(seq, until))).toEqual([false, false, true]);
});

test('entries that travelled together make one pause, as long as the longest that was asked for', ({
  database,
}) => {
  const breaker = new Breaker(database);
  const until = pause(database, breaker, null);
  expect([4, 5].map((seq) => breaker.failed(seq, NOW))).toEqual([true, true]);
  expect(pause(database, breaker, null)).toBe(until);
  expect(pause(database, breaker, 1000)).toBe(until);
  expect(pause(database, breaker, 9000)).toBe(NOW + 9000);
  expect(pause(database, breaker, null, NOW + 9000)).toBe(NOW + 9000 + 4000);
});

test('the pause is as long as the instance asked for, even when that is no time at all', ({ database }) => {
  expect(pause(database, new Breaker(database), 0)).toBe(NOW);
  expect(pause(database, new Breaker(database), 90_000)).toBe(NOW + 90_000);
});

test('unasked it grows with each time in a row, up to five minutes', ({ database }) => {
  const breaker = new Breaker(database);
  let now = NOW;
  const waits = Array.from({ length: 10 }, () => {
    const until = pause(database, breaker, null, now);
    const waited = until - now;
    now = until;
    return waited / 1000;
  });
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
});

test('it holds until its time, and one entry goes alone from then until the instance answers', ({
  database,
}) => {
  const breaker = new Breaker(database);
  expect([breaker.pausedUntil(NOW), breaker.careful]).toEqual([null, false]);
  pause(database, breaker, 5000);
  expect([breaker.pausedUntil(NOW), breaker.careful]).toEqual([NOW + 5000, true]);
  expect(breaker.pausedUntil(NOW + 4999)).toBe(NOW + 5000);
  expect([breaker.pausedUntil(NOW + 5000), breaker.careful]).toEqual([null, true]);
  answered(database, breaker, 1);
  expect([breaker.pausedUntil(NOW), breaker.careful]).toEqual([null, false]);
  expect(readSetting(database, 'pause')).toBeNull();
});

test('a clock set back behind its beginning tells nothing, so it holds no longer', ({ database }) => {
  const breaker = new Breaker(database);
  pause(database, breaker, 5000);
  expect(breaker.pausedUntil(NOW - 1)).toBeNull();
});

test('a restart keeps it, and how many there were in a row', ({ database }) => {
  const before = new Breaker(database);
  pause(database, before, null);
  const until = pause(database, before, null, NOW + 2000);
  const after = new Breaker(database);
  expect([after.pausedUntil(NOW + 2001), after.careful]).toEqual([until, true]);
  expect(pause(database, after, null, until)).toBe(until + 8000);
});

test('what is stored and cannot be read is no pause', ({ database }) => {
  database.transaction((write) => {
    writeSetting(write, 'pause', '{"until":"tomorrow"}');
  });
  expect(new Breaker(database).careful).toBe(false);
});

test('after eight pauses in vain entries are to blame after all, until the instance answers one', ({
  database,
}) => {
  const breaker = new Breaker(database);
  let now = NOW;
  for (let time = 0; time < 7; time += 1) now = pause(database, breaker, null, now);
  expect([1, 2, 3].map((seq) => breaker.failed(seq, now))).toEqual([false, false, true]);
  now = pause(database, breaker, null, now);
  expect([1, 2, 3, 4].map((seq) => breaker.failed(seq, now))).toEqual([false, false, false, false]);
  answered(database, breaker, 9);
  expect([5, 6, 7].map((seq) => breaker.failed(seq, now))).toEqual([false, false, true]);
});

test('whether the instance answers others counts from the first failure of an entry', ({ database }) => {
  const breaker = new Breaker(database);
  answered(database, breaker, 8);
  expect(breaker.answersOthers(1)).toBe(false);
  breaker.failed(1, NOW);
  expect(breaker.answersOthers(1)).toBe(false);
  answered(database, breaker, 9);
  breaker.failed(1, NOW);
  expect(breaker.answersOthers(1)).toBe(true);
  expect(breaker.answersOthers(2)).toBe(false);
  answered(database, breaker, 1);
  expect(breaker.answersOthers(1)).toBe(false);
});
