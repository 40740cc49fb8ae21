import { unitOf } from './calendar.ts';
import { QueryError } from './error.ts';
import type { Value } from './functions.ts';
import { isScript, parseCall, parseValue } from './functions.ts';
import type { Takes } from './operators.ts';
import { isPart, partNumber } from './parts.ts';
import { patternTest } from './pattern.ts';

/** The sys_id that the dynamic filter "Me" has on every instance. */
const ME = '90d1921e5f510100a9ad2572f2b477fe';

export const fieldName = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*/;

interface Notation {
  /** How it is written, for the message about one that is not. */
  like: string;
  /** The values in a text, or null when it is not written so. Throws QueryError for a script that is not known. */
  read: (text: string, term: string) => Value[] | null;
  write: (values: readonly string[]) => string;
}

const joined = (values: readonly string[]) => values.join('@');

/** How what an operator takes is written after it. */
const notations: Record<Takes, Notation> = {
  nothing: { like: 'nothing', read: (text) => (text === '' ? [] : null), write: () => '' },
  text: { like: 'a value', read: (text, term) => [parseValue(text, term)], write: joined },
  value: {
    like: 'a value',
    read: (text, term) => (text === '' ? null : [parseValue(text, term)]),
    write: joined,
  },
  list: {
    like: 'values with commas between them',
    read: (text, term) => (text === '' ? null : split(text, ',').map((part) => parseValue(part, term))),
    write: (values) => values.join(','),
  },
  range: {
    like: 'two values with an @ between them',
    read: (text, term) => {
      const parts = split(text, '@');
      return parts.length === 2 && !parts.includes('') ? parts.map((part) => parseValue(part, term)) : null;
    },
    write: joined,
  },
  pattern: {
    like: 'a regular expression of characters, classes, groups, | and repetition, of no more than 200 characters',
    read: (text) => (text !== '' && patternTest(text) !== null ? [text] : null),
    write: joined,
  },
  field: { like: 'the name of a field', read: (text) => (isField(text) ? [text] : null), write: joined },
  'field and part': {
    like: 'the name of a field, for times also with @day or another part of a date',
    read: (text) => {
      const [field = '', part, ...rest] = text.split('@');
      const fits = isField(field) && rest.length === 0 && (part === undefined || isPart(part));
      return fits ? (part === undefined ? [field] : [field, part]) : null;
    },
    write: joined,
  },
  'field and distance': {
    like: 'a field and a length of time, such as opened_at@day@before@3',
    read: (text) => {
      const [field = '', ...distance] = text.split('@');
      return isField(field) && isDistance(distance, ['before', 'after']) ? [field, ...distance] : null;
    },
    write: joined,
  },
  distance: {
    like: 'a length of time, such as @hour@ago@3',
    read: (text) => {
      const [nothing, ...distance] = text.split('@');
      return nothing === '' && isDistance(distance, ['ago', 'ahead']) ? distance : null;
    },
    write: (values) => `@${joined(values)}`,
  },
  span: {
    like: 'a date, or a name, a beginning and an end with an @ between them',
    read: (text, term) => {
      const [name = '', ...ends] = split(text, '@');
      if (ends.length === 0)
        return /^\d{4}-\d\d-\d\d$/.test(name) && !isNaN(Date.parse(name)) ? [name] : null;
      return ends.length === 2 && !isScript(name) && !ends.includes('')
        ? [name, ...ends.map((end) => parseValue(end, term))]
        : null;
    },
    write: joined,
  },
  part: {
    like: "a name and a part of a date, such as Monday@javascript:gs.datePart('dayofweek','monday','EE')",
    read: (text, term) => {
      const [name = '', script = '', ...rest] = split(text, '@');
      if (rest.length > 0 || !isScript(script)) return null;
      const { name: call, given } = parseCall(script, term);
      const [part = '', value = '', comparison = '', ...more] = given;
      const fits = call === 'gs.datePart' && more.length === 0 && /^(?:EE|[GL][ET])$/.test(comparison);
      return fits && isPart(part) && partNumber(part, value) !== null ? [name, ...given] : null;
    },
    write: ([name = '', ...given]) =>
      `${name}@javascript:gs.datePart(${given.map((one) => `'${one}'`).join(',')})`,
  },
  'dynamic filter': {
    like: `${ME}, which stands for the user: other dynamic filters are known to the instance only`,
    read: (text) => (text === ME ? [text] : null),
    write: joined,
  },
};

/** Reads what follows an operator. Throws QueryError. */
export function parseValues(takes: Takes, text: string, term: string, operator: string): Value[] {
  const { like, read } = notations[takes];
  const values = read(text, term);
  if (values) return values;
  const takesIt = takes === 'nothing' ? 'takes no value' : `takes ${like}`;
  throw new QueryError(term, `"${term}" cannot be read: ${operator} ${takesIt}`);
}

export function printValues(takes: Takes, values: readonly Value[]): string {
  return notations[takes].write(values.map(printValue));
}

function printValue(value: Value): string {
  if (typeof value === 'string') return value;
  const given = value.given.map((one) => (/^-?\d+$/.test(one) ? one : `'${one}'`));
  return `javascript:${value.call}(${given.join(',')})`;
}

/** Splits at a separator, but not within the arguments of a script. */
function split(text: string, separator: string): string[] {
  const parts: string[] = [];
  for (const part of text.split(separator)) {
    const open = parts.at(-1);
    if (open !== undefined && isScript(open) && open.includes('(') && !open.includes(')')) {
      parts[parts.length - 1] = `${open}${separator}${part}`;
    } else parts.push(part);
  }
  return parts;
}

function isField(text: string): boolean {
  return fieldName.exec(text)?.[0] === text;
}

function isDistance(
  [unit = '', direction = '', count = '', ...rest]: string[],
  directions: string[],
): boolean {
  return (
    unitOf(unit) !== null && directions.includes(direction) && /^\d{1,6}$/.test(count) && rest.length === 0
  );
}
