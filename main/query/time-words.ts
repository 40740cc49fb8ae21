import type { Call } from './functions.ts';

const you = 'you';
const today = 'today';
const now = 'now';

/** A function's value in words: "you", "today", "3 days ago", "the end of last month". */
export function sayCall({ call, given: [first = '', second = ''] }: Call): string {
  const name = call.replace(/^gs\./, '');
  if (name.startsWith('getUser')) return you;
  if (name === 'now') return today;
  if (name === 'nowDateTime') return now;
  if (name === 'dateGenerate') return /^\d/.test(second) ? `${first} ${second}` : first;
  const [, unit, edge] = /^([a-z]+)sAgo(Start|End)?$/.exec(name) ?? [];
  if (unit !== undefined) return sayAgo(unit, Number(first), edge);
  const [, end, span = ''] = /^(beginning|end)Of(\w+)$/.exec(name) ?? [];
  return `the ${end ?? ''} of ${saySpan(spaced(span)).replace(/^in /, '')}`;
}

/** The name of a stretch of time within a sentence: "today", "this week", "in the last 7 days". */
export function saySpan(name: string): string {
  const text = name.charAt(0).toLowerCase() + name.slice(1);
  return /^(?:(?:last|next) \d|current )/.test(text) ? `in the ${text}` : text;
}

/** "3 hours ago", "1 day from now", "2 days before". */
export function sayDistance([unit = '', direction = '', count = '']: readonly string[]): string {
  const word = direction === 'ahead' ? 'from now' : direction;
  return `${counted(Number(count), unit === 'dayofweek' ? 'day' : unit)} ${word}`;
}

function sayAgo(unit: string, count: number, edge: string | undefined): string {
  if (count === 0) return edge === undefined ? now : unit === 'day' ? today : `this ${unit}`;
  return `${counted(Math.abs(count), unit)} ${count > 0 ? 'ago' : 'from now'}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `Last7Days` -> `last 7 days`. */
function spaced(name: string): string {
  return name.replaceAll(/(?<=[a-z])(?=[A-Z0-9])|(?<=\d)(?=[A-Z])/g, ' ').toLowerCase();
}
