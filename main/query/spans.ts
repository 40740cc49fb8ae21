import type { Unit } from './calendar.ts';
import { endOf, shift, startOf } from './calendar.ts';
import type { QueryContext } from './context.ts';

/** A stretch of time around now: whole units, `first` to `last` counted from the current one. */
interface Span {
  unit: Unit;
  first: number;
  last: number;
}

/** `Last7Days`: from the beginning of the unit so many ago to the end of the current one; `Next2Quarters` the other way. */
const last = (count: number, unit: Unit): Span => ({ unit, first: -count, last: 0 });
const next = (count: number, unit: Unit): Span => ({ unit, first: 0, last: count });
const one = (unit: Unit, at: number): Span => ({ unit, first: at, last: at });

/** What may follow `gs.beginningOf` and `gs.endOf`, as the instance's own filters write it. */
const spans: Readonly<Record<string, Span>> = {
  Today: one('day', 0),
  Yesterday: one('day', -1),
  Tomorrow: one('day', 1),
  ThisWeek: one('week', 0),
  LastWeek: one('week', -1),
  NextWeek: one('week', 1),
  ThisMonth: one('month', 0),
  LastMonth: one('month', -1),
  NextMonth: one('month', 1),
  ThisQuarter: one('quarter', 0),
  LastQuarter: one('quarter', -1),
  NextQuarter: one('quarter', 1),
  ThisYear: one('year', 0),
  LastYear: one('year', -1),
  NextYear: one('year', 1),
  CurrentHour: one('hour', 0),
  LastHour: one('hour', -1),
  NextHour: one('hour', 1),
  CurrentMinute: one('minute', 0),
  LastMinute: one('minute', -1),
  NextMinute: one('minute', 1),
  Last15Minutes: last(15, 'minute'),
  Last30Minutes: last(30, 'minute'),
  Last45Minutes: last(45, 'minute'),
  Last2Hours: last(2, 'hour'),
  Last7Days: last(7, 'day'),
  Last30Days: last(30, 'day'),
  Last60Days: last(60, 'day'),
  Last90Days: last(90, 'day'),
  Last120Days: last(120, 'day'),
  Last3Months: last(3, 'month'),
  Last6Months: last(6, 'month'),
  Last9Months: last(9, 'month'),
  Last12Months: last(12, 'month'),
  Last2Quarters: last(2, 'quarter'),
  Last2Years: last(2, 'year'),
  Next2Quarters: next(2, 'quarter'),
};

type Instant = (context: QueryContext) => number;

/** `gs.beginningOfToday`, `gs.endOfLastMonth` and their like, by name. */
export const spanFunctions: readonly (readonly [name: string, instant: Instant])[] = Object.entries(
  spans,
).flatMap(([name, { unit, first, last }]) => [
  [
    `gs.beginningOf${name}`,
    (context: QueryContext) => startOf(away(context, unit, first), unit, context.timeZone),
  ],
  [`gs.endOf${name}`, (context: QueryContext) => endOf(away(context, unit, last), unit, context.timeZone)],
]);

type Ago = (context: QueryContext, count: number) => number;

/** `gs.daysAgo(3)`, `gs.daysAgoStart(3)`, `gs.daysAgoEnd(3)` and those of the other units; below zero lies ahead. */
export const agoFunctions: readonly (readonly [name: string, instant: Ago])[] = (
  ['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
).flatMap((unit) => [
  [`gs.${unit}sAgo`, (context: QueryContext, count: number) => away(context, unit, -count)],
  [
    `gs.${unit}sAgoStart`,
    (context: QueryContext, count: number) => startOf(away(context, unit, -count), unit, context.timeZone),
  ],
  [
    `gs.${unit}sAgoEnd`,
    (context: QueryContext, count: number) => endOf(away(context, unit, -count), unit, context.timeZone),
  ],
]);

function away({ now, timeZone }: QueryContext, unit: Unit, count: number): number {
  return shift(now, unit, count, timeZone);
}
