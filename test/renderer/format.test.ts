import { expect, test } from 'vitest';
import type { FieldType } from '../../preload/contract/records.ts';
import { cellText } from '../../renderer/format/cell.ts';
import { datetimeOf, isoOf, localOf } from '../../renderer/format/datetime.ts';
import { clockText, countdownText, instantText } from '../../renderer/format/instant.ts';

/** In whatever zone the tests run, the person's noon. */
const noon = new Date(2026, 9, 12, 12, 0);
const at = (...parts: [number, number, number, number, number]): string => new Date(...parts).toISOString();

test('an instant of today is its time, another one has its day, another year that too', () => {
  expect(clockText(at(2026, 9, 12, 9, 12), noon)).toBe('09:12');
  expect(instantText(at(2026, 9, 12, 9, 12), noon)).toBe('Today 09:12');
  expect(clockText(at(2026, 9, 11, 23, 5), noon)).toBe('11 Oct, 23:05');
  expect(instantText(at(2025, 9, 11, 23, 5), noon)).toBe('11 Oct 2025, 23:05');
});

test('a datetime of the instance goes to the zone of the person and back unharmed', () => {
  expect(isoOf('2026-03-29 00:30:00')).toBe('2026-03-29T00:30:00Z');
  expect(datetimeOf(localOf('2026-10-12 07:12:00'))).toBe('2026-10-12 07:12:00');
  expect(localOf('')).toBe('');
  expect(datetimeOf('')).toBe('');
});

test.each<[FieldType, string, string, string]>([
  ['string', 'WOT0010001', '', 'WOT0010001'],
  ['choice', '17', 'Accepted', 'Accepted'],
  ['reference', 'u1', 'Dana Dispatcher', 'Dana Dispatcher'],
  ['boolean', 'true', 'true', 'Yes'],
  ['boolean', 'false', 'false', 'No'],
  ['integer', '12000', '12000', '12,000'],
  ['decimal', '12.5', '12.5', '12.5'],
  ['decimal', 'n/a', 'n/a', 'n/a'],
  ['date', '2026-10-12', '2026-10-12', '12 Oct 2026'],
  ['datetime', 'soon', 'soon', 'soon'],
  ['reference', '', 'left over', ''],
])('a %s %s (%s) reads %s', (type, value, display, text) => {
  expect(cellText(type, { value, display }, noon)).toBe(text);
});

test('a field that the row does not hold reads as empty', () => {
  expect(cellText('string', undefined)).toBe('');
});

test.for<[ms: number, text: string]>([
  [0, 'next now'],
  [42_000, 'next in 42 s'],
  [61_001, 'next in 1 min 2 s'],
  [3_599_000, 'next in 59 min 59 s'],
])('what is tried again in %i ms is counted down', ([ms, text]) => {
  expect(countdownText(new Date(noon.getTime() + ms).toISOString(), noon)).toBe(text);
});

test('what is tried again later than in an hour says when', () => {
  const next = new Date(noon.getTime() + 3_600_000).toISOString();
  expect(countdownText(next, noon)).toBe(`next at ${clockText(next, noon)}`);
});
