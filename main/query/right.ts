import type { FieldType } from '../../preload/contract/records.ts';
import type { Unit } from './calendar.ts';
import { endOf, shift, startOf, unitOf } from './calendar.ts';
import type { QueryContext } from './context.ts';
import { QueryError } from './error.ts';
import { fieldsOfCondition } from './fields-of.ts';
import { resolve } from './functions.ts';
import type { Part } from './parts.ts';
import { isPart, partNumber } from './parts.ts';
import type { Path } from './path.ts';
import { pathOf } from './path.ts';
import { printCondition } from './print.ts';
import { isNumber, isPlain } from './sort.ts';
import type { Table } from './table.ts';
import { timeText } from './times.ts';
import type { Condition } from './tree.ts';

/** What both evaluators know of a condition once its fields are found and its values asked for. */
export interface Right {
  /** The only or first value. */
  value: string;
  values: readonly string[];
  /** Of the field on the left. */
  type: FieldType;
  /** The field on the right, of operators that compare two; otherwise the one on the left again. */
  other: Path;
  term: string;
  context: QueryContext;
}

/** Reads a condition on a record of `table`. Throws QueryError for an unknown field. */
export function read(
  condition: Condition,
  table: Table,
  context: QueryContext,
): { left: Path; right: Right } {
  const term = printCondition(condition);
  const left = pathOf(table, condition.field, term);
  const values = condition.values.map((value) => resolve(value, left.type, context));
  const value = values[0] ?? '';
  const [, second] = fieldsOfCondition(condition);
  const other = second === undefined ? left : pathOf(table, second, term);
  return { left, right: { value, values, type: left.type, other, term, context } };
}

/** The classes of `INSTANCEOF`: the one named and all that extend it. */
export function classes({ value, context }: Right): string[] {
  const extending = [...(context.classes ?? [])].filter(([, ancestors]) => ancestors.includes(value));
  return [...new Set([value, ...extending.map(([name]) => name)])];
}

/** Both ends of `ON`, as the field stores them. */
export function span(right: Right): [from: string, to: string] {
  needsTime(right.type, right);
  const [date = '', from, to] = right.values;
  if (from !== undefined && to !== undefined) return [from, to];
  const ends = ['start', 'end'].map((time) =>
    resolve({ call: 'gs.dateGenerate', given: [date, time] }, right.type, right.context),
  );
  return [ends[0] ?? '', ends[1] ?? ''];
}

/** The moment of `RELATIVE…`, and the beginning and end of the unit that holds it, as the field stores them. */
export function moment(right: Right): { at: string; from: string; to: string } {
  needsTime(right.type, right);
  const [name = '', direction, count] = right.values;
  const { now, timeZone } = right.context;
  const unit = known(name);
  const at = shift(now, unit, direction === 'ago' ? -Number(count) : Number(count), timeZone);
  const written = (instant: number) => timeText(instant, right.type, timeZone);
  return {
    at: written(at),
    from: written(startOf(at, unit, timeZone)),
    to: written(endOf(at, unit, timeZone)),
  };
}

/** How far from the other field `MORETHAN` and `LESSTHAN` look, and in which direction; below zero lies before. */
export function distance(right: Right): { unit: Unit; count: number; before: boolean } {
  needsTime(right.type, right);
  needsTime(right.other.type, right);
  const [, name = '', direction, count] = right.values;
  const before = direction === 'before';
  return { unit: known(name), count: before ? -Number(count) : Number(count), before };
}

/** The part that `SAMEAS…@day` compares; null when it compares whole values. */
export function samePart(right: Right): Part | null {
  const [, part = ''] = right.values;
  if (!isPart(part)) return null;
  needsTime(right.type, right);
  needsTime(right.other.type, right);
  return part;
}

/** The part that `DATEPART` looks at, and which numbers of it are meant, both ends included. */
export function partRange(right: Right): { part: Part; from: number; to: number } {
  needsTime(right.type, right);
  const [, part = '', written = '', comparison = ''] = right.values;
  const number = isPart(part) ? partNumber(part, written) : null;
  if (!isPart(part) || number === null) throw new Error(`${right.term} was parsed without a part`);
  const least = comparison === 'GT' ? number + 1 : comparison.startsWith('L') ? -Infinity : number;
  const most = comparison === 'LT' ? number - 1 : comparison.startsWith('G') ? Infinity : number;
  return { part, from: Math.max(least, -1), to: Math.min(most, 10_000) };
}

/** Throws QueryError for two fields that have no common order. */
export function needsOrder({ type, other, term }: Right): void {
  if (isPlain(type) !== isPlain(other.type)) {
    throw new QueryError(term, `"${term}" compares two fields of which one is a number and the other is not`);
  }
}

/** Whether two fields are the same by value, not by text: 1.50 and 1.5. */
export function areNumbers({ type, other }: Right): boolean {
  return isNumber(type) && isNumber(other.type);
}

/** A text may hold a time: what the instance tells nothing of counts as text. */
function needsTime(type: FieldType, { term }: Right): void {
  if (type === 'date' || type === 'datetime' || type === 'string') return;
  throw new QueryError(term, `"${term}" asks for a time, but one of its fields is a ${type}`);
}

function known(name: string): Unit {
  const unit = unitOf(name);
  if (unit === null) throw new Error(`${name} was parsed without being a unit`);
  return unit;
}
