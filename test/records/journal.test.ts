import { expect, test } from 'vitest';
import { instantOfUtc } from '../../main/query/utc.ts';
import { instantShown } from '../../main/records/journal.ts';

/** What a user in Amsterdam is shown of a change in summer. */
const summer = { value: '2026-07-01 08:00:00', display_value: '2026-07-01 10:00:00' };
const ZONE = 'Europe/Amsterdam';
const utc = (shown: string, zone: string | null, updatedOn = summer) =>
  new Date(instantShown(updatedOn, zone)?.(instantOfUtc(shown)) ?? 0).toISOString().slice(0, 19);

test('a time in winter is read as winter shows it, where the zone is known', () => {
  expect(utc('2026-01-05 10:00:00', ZONE)).toBe('2026-01-05T09:00:00');
  expect(utc('2026-01-05 10:00:00', null)).toBe('2026-01-05T08:00:00');
  expect(utc('2026-07-01 10:00:00', ZONE)).toBe('2026-07-01T08:00:00');
});

test('on the day itself it counts from the hour of the change', () => {
  expect(utc('2026-03-29 01:59:59', ZONE)).toBe('2026-03-29T00:59:59');
  expect(utc('2026-03-29 03:00:00', ZONE)).toBe('2026-03-29T01:00:00');
  expect(utc('2026-10-25 01:59:59', ZONE)).toBe('2026-10-24T23:59:59');
  expect(utc('2026-10-25 03:00:00', ZONE)).toBe('2026-10-25T02:00:00');
});

test('a zone that shows other times, or that nobody knows, is left out', () => {
  for (const zone of ['Asia/Tokyo', 'Mars/Olympus'])
    expect(utc('2026-01-05 10:00:00', zone)).toBe('2026-01-05T08:00:00');
});

test('where times cannot be read there is nothing to reckon with', () => {
  expect(instantShown({ value: '2026-07-01 08:00:00', display_value: '01/07/2026' }, ZONE)).toBeNull();
  expect(instantShown(undefined, ZONE)).toBeNull();
});
