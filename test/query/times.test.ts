import { describe, expect, test } from 'vitest';

import type { QueryContext } from '../../main/query/context.ts';
import { parseValue, resolve } from '../../main/query/functions.ts';
import { partNumber, partOf } from '../../main/query/parts.ts';
import { fromWall, wallOf } from '../../main/query/zone.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import { context } from './given.ts';

/** What a function is now, in a field of the type. */
function value(call: string, type: FieldType = 'datetime', asked: QueryContext = context): string {
  return resolve(parseValue(`javascript:gs.${call}`, call), type, asked);
}

/** In Vienna it is Monday, 2026-03-30 12:15:30, the second day of summer time. */
test.each([
  ['getUserID()', 'u1'],
  ['getUserName()', 'abel.tuter'],
  ['nowDateTime()', '2026-03-30 10:15:30'],
  ['now()', '2026-03-29 22:00:00'],
  ['minutesAgo(15)', '2026-03-30 10:00:30'],
  ['minutesAgoStart(0)', '2026-03-30 10:15:00'],
  ['minutesAgoEnd(0)', '2026-03-30 10:15:59'],
  ['hoursAgo(36)', '2026-03-28 22:15:30'],
  ['hoursAgoStart(1)', '2026-03-30 09:00:00'],
  ['hoursAgoEnd(1)', '2026-03-30 09:59:59'],
  ['daysAgo(0)', '2026-03-30 10:15:30'],
  ['daysAgo(2)', '2026-03-28 11:15:30'],
  ['daysAgo(-1)', '2026-03-31 10:15:30'],
  ['daysAgoStart(0)', '2026-03-29 22:00:00'],
  ['daysAgoEnd(0)', '2026-03-30 21:59:59'],
  ['daysAgoStart(1)', '2026-03-28 23:00:00'],
  ['daysAgoEnd(1)', '2026-03-29 21:59:59'],
  ['weeksAgo(1)', '2026-03-23 11:15:30'],
  ['monthsAgo(1)', '2026-02-28 11:15:30'],
  ['monthsAgoStart(1)', '2026-01-31 23:00:00'],
  ['monthsAgoEnd(1)', '2026-02-28 22:59:59'],
  ['quartersAgoStart(0)', '2025-12-31 23:00:00'],
  ['quartersAgoEnd(0)', '2026-03-31 21:59:59'],
  ['yearsAgo(1)', '2025-03-30 10:15:30'],
  ['yearsAgoStart(1)', '2024-12-31 23:00:00'],
  ['yearsAgo(999999)', '0001-01-02 00:00:00'],
  ['beginningOfToday()', '2026-03-29 22:00:00'],
  ['endOfToday()', '2026-03-30 21:59:59'],
  ['beginningOfYesterday()', '2026-03-28 23:00:00'],
  ['endOfTomorrow()', '2026-03-31 21:59:59'],
  ['beginningOfThisWeek()', '2026-03-29 22:00:00'],
  ['beginningOfLastWeek()', '2026-03-22 23:00:00'],
  ['endOfLastWeek()', '2026-03-29 21:59:59'],
  ['beginningOfThisMonth()', '2026-02-28 23:00:00'],
  ['endOfThisMonth()', '2026-03-31 21:59:59'],
  ['endOfNextMonth()', '2026-04-30 21:59:59'],
  ['beginningOfThisQuarter()', '2025-12-31 23:00:00'],
  ['beginningOfThisYear()', '2025-12-31 23:00:00'],
  ['endOfThisYear()', '2026-12-31 22:59:59'],
  ['beginningOfLast7Days()', '2026-03-22 23:00:00'],
  ['endOfLast7Days()', '2026-03-30 21:59:59'],
  ['beginningOfLast3Months()', '2025-11-30 23:00:00'],
  ['endOfNext2Quarters()', '2026-09-30 21:59:59'],
  ['beginningOfCurrentHour()', '2026-03-30 10:00:00'],
  ['beginningOfLast15Minutes()', '2026-03-30 10:00:00'],
  ["dateGenerate('2026-03-30','start')", '2026-03-29 22:00:00'],
  ["dateGenerate('2026-03-29', 'end')", '2026-03-29 21:59:59'],
  ['dateGenerate("2026-03-29","08:00:00")', '2026-03-29 06:00:00'],
  // An hour that is left out, and one that comes twice.
  ["dateGenerate('2026-03-29','02:30:00')", '2026-03-29 01:30:00'],
  ["dateGenerate('2026-10-25','02:30:00')", '2026-10-25 00:30:00'],
  ["dateGenerate('2026-10-25','end')", '2026-10-25 22:59:59'],
])('gs.%s is %s', (call, text) => {
  expect(value(call)).toBe(text);
});

test.each([
  ['nowDateTime()', '2026-03-30'],
  ['daysAgoStart(0)', '2026-03-30'],
  ['daysAgoEnd(1)', '2026-03-29'],
  ['endOfLastMonth()', '2026-02-28'],
])('for a date, gs.%s is the user’s date %s', (call, text) => {
  expect(value(call, 'date')).toBe(text);
});

describe('zones of their own kind', () => {
  test.each([
    ['America/Sao_Paulo', "dateGenerate('2018-11-04','start')", '2018-11-04 03:00:00'],
    ['America/Sao_Paulo', "dateGenerate('2018-11-03','end')", '2018-11-04 02:59:59'],
    ['Asia/Kolkata', 'hoursAgoStart(0)', '2026-03-30 09:30:00'],
    ['Asia/Kathmandu', 'daysAgoStart(0)', '2026-03-29 18:15:00'],
    ['Pacific/Auckland', 'beginningOfToday()', '2026-03-29 11:00:00'],
    ['Australia/Lord_Howe', "dateGenerate('2026-04-05','end')", '2026-04-05 13:29:59'],
    ['UTC', 'daysAgoStart(0)', '2026-03-30 00:00:00'],
  ])('in %s gs.%s is %s', (timeZone, call, text) => {
    expect(value(call, 'datetime', { ...context, timeZone })).toBe(text);
  });

  test('the hour that comes twice is told apart by its instant', () => {
    const first = Date.parse('2026-10-25T00:30:00Z');
    const second = first + 3_600_000;
    expect(wallOf(first, 'Europe/Vienna')).toBe(wallOf(second, 'Europe/Vienna'));
    expect(fromWall(wallOf(second, 'Europe/Vienna'), 'Europe/Vienna')).toBe(first);
    const inSecond = { ...context, now: second };
    expect(value('hoursAgoStart(0)', 'datetime', inSecond)).toBe('2026-10-25 01:00:00');
  });
});

describe('parts of a time by the user’s clocks', () => {
  test.each([
    ['hour', '2026-03-29 22:30:00', 0],
    ['day', '2026-03-29 22:30:00', 30],
    ['dayofweek', '2026-03-29 22:30:00', 1],
    ['month', '2025-12-31 23:30:00', 1],
    ['quarter', '2026-04-01', 2],
    ['year', '2025-12-31 23:30:00', 2026],
    ['week', '2026-01-03', 0],
    ['week', '2026-01-04', 1],
    ['week', '2026-12-31', 52],
    ['day', '2026-03-30', 30],
    ['day', 'soon', null],
    ['day', '', null],
  ] as const)('the %s of %s is %s', (part, time, number) => {
    expect(partOf(time, part, 'Europe/Vienna')).toBe(number);
  });

  test.each([
    ['dayofweek', 'monday', 1],
    ['dayofweek', 'Sunday', 7],
    ['month', 'jan', 1],
    ['month', 'june', 6],
    ['month', 'sept', 9],
    ['hour', '12', 12],
    ['year', '2016', 2016],
    ['month', 'm', null],
    ['quarter', 'first', null],
  ] as const)('%s %s is %s', (part, written, number) => {
    expect(partNumber(part, written)).toBe(number);
  });
});
