import type { FieldType } from '../../preload/contract/records.ts';
import { endOf, startOf } from './calendar.ts';
import type { QueryContext } from './context.ts';
import { QueryError } from './error.ts';
import { agoFunctions, spanFunctions } from './spans.ts';
import { timeText } from './times.ts';
import { fromWall } from './zone.ts';

/** A function of the instance: what its arguments look like, and the text or the instant (in milliseconds) it gives. */
interface Function {
  takes: readonly ((text: string) => boolean)[];
  gives: (context: QueryContext, first: string, second: string) => string | number;
}

const isCount = (text: string) => /^-?\d{1,6}$/.test(text);
const isDate = (text: string) => /^(?!0000)\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text));
const isTimeOfDay = (text: string) =>
  text === 'start' ||
  text === 'end' ||
  (/^\d\d:\d\d:\d\d$/.test(text) && !Number.isNaN(onDay('2000-01-01', text)));

/**
 * The functions that may follow `javascript:` in a value. They are looked up by name, their arguments read and never
 * run as script, so a definition from an instance cannot make a laptop execute anything.
 */
const functions: ReadonlyMap<string, Function> = new Map<string, Function>([
  ['gs.getUserID', { takes: [], gives: ({ userId }) => userId }],
  ['gs.getUserName', { takes: [], gives: ({ userName }) => userName }],
  // The instance's gs.now() is a date without a time of day.
  ['gs.now', { takes: [], gives: ({ now, timeZone }) => startOf(now, 'day', timeZone) }],
  ['gs.nowDateTime', { takes: [], gives: ({ now }) => now }],
  ['gs.dateGenerate', { takes: [isDate, isTimeOfDay], gives: generate }],
  ...spanFunctions.map(([name, gives]): [string, Function] => [name, { takes: [], gives }]),
  ...agoFunctions.map(([name, gives]): [string, Function] => [
    name,
    { takes: [isCount], gives: (context, given) => gives(context, Number(given)) },
  ]),
]);

/** A call of a known function, asked when the query is evaluated. */
export interface Call {
  readonly call: string;
  readonly given: readonly string[];
}

/** A value of a condition: text as written, or a call. */
export type Value = string | Call;

const script = /^\s*javascript:/i;
const call = /^\s*javascript:\s*([\w.]+)\(([^()]*)\)\s*;?\s*$/i;
const argument = /^\s*(?:'([^'"]*)'|"([^'"]*)"|(-?\d+))\s*$/;

/** Whether a value would be read as script instead of as the text it is. */
export function isScript(text: string): boolean {
  return script.test(text);
}

/** Reads one value of the condition `term`. Throws QueryError for a script other than a call of a known function. */
export function parseValue(text: string, term: string): Value {
  if (!isScript(text)) return text;
  const { name, given } = parseCall(text, term);
  const known = functions.get(name);
  if (!known) throw unknownScript(term, 'known are gs.getUserID(), gs.daysAgoStart(n) and the like');
  const fit = known.takes.length === given.length && known.takes.every((fits, at) => fits(given[at] ?? ''));
  if (!fit) throw unknownScript(term, `${name} is given something else than it takes`);
  return { call: name, given };
}

/** Reads `javascript:name(arguments)`, whatever the name. Throws QueryError for any other script. */
export function parseCall(text: string, term: string): { name: string; given: string[] } {
  const [, name, list = ''] = call.exec(text) ?? [];
  if (name === undefined) throw unknownScript(term, 'a value may call one function and nothing else');
  const given = list.trim() === '' ? [] : list.split(',').map((one) => readArgument(one, term));
  return { name, given };
}

/** The text a value stands for now, a time as a field of the type stores it. */
export function resolve(value: Value, type: FieldType, context: QueryContext): string {
  if (typeof value === 'string') return value;
  const [first = '', second = ''] = value.given;
  const given = functions.get(value.call)?.gives(context, first, second) ?? '';
  return typeof given === 'string' ? given : timeText(given, type, context.timeZone);
}

/** Whether what a value stands for changes with time. */
export function isTimed(value: Value): boolean {
  return (
    typeof value !== 'string' && !['gs.getUserID', 'gs.getUserName', 'gs.dateGenerate'].includes(value.call)
  );
}

function readArgument(text: string, term: string): string {
  const [, single, double, digits] = argument.exec(text) ?? [];
  const read = single ?? double ?? digits;
  if (read === undefined)
    throw unknownScript(term, `${text.trim()} is neither a text in quotes nor a number`);
  return read;
}

function unknownScript(term: string, why: string): QueryError {
  return new QueryError(term, `"${term}" holds a script that Outpost does not know; ${why}`);
}

/** A date and a time of day by the user's clocks. */
function generate({ timeZone }: QueryContext, day: string, time: string): number {
  const start = fromWall(onDay(day, '00:00:00'), timeZone);
  if (time === 'start') return start;
  return time === 'end' ? endOf(start, 'day', timeZone) : fromWall(onDay(day, time), timeZone);
}

function onDay(day: string, time: string): number {
  return Date.parse(`${day}T${time}Z`);
}
