import type { FieldType } from '../../preload/contract/records.ts';
import type { Value } from './functions.ts';
import type { Operator } from './operators.ts';
import { operators } from './operators.ts';
import { pathOf } from './path.ts';
import { printCondition } from './print.ts';
import { sayCall, sayDistance, saySpan } from './time-words.ts';
import type { Table } from './table.ts';
import type { Condition, Query } from './tree.ts';

/** `{other}` is the second field, `{value}` all values, `{first}` and so on one of them. */
const messages: Record<Operator, string> = {
  '=': '{field} is {value}',
  '!=': '{field} is not {value}',
  IN: '{field} is {value}',
  'NOT IN': '{field} is not {value}',
  '<': '{field} is less than {value}',
  '<=': '{field} is at most {value}',
  '>': '{field} is more than {value}',
  '>=': '{field} is at least {value}',
  BETWEEN: '{field} is between {first} and {second}',
  LIKE: '{field} contains “{value}”',
  'NOT LIKE': '{field} does not contain “{value}”',
  STARTSWITH: '{field} starts with “{value}”',
  ENDSWITH: '{field} ends with “{value}”',
  MATCH_RGX: '{field} matches the pattern {value}',
  MATCH_RGX_FIELD: '{field} matches the pattern in {other}',
  ISEMPTY: '{field} is empty',
  ISNOTEMPTY: '{field} is not empty',
  EMPTYSTRING: '{field} is empty',
  ANYTHING: '{field} is anything',
  SAMEAS: '{field} is the same as {other}',
  NSAMEAS: '{field} is not the same as {other}',
  GT_FIELD: '{field} is more than {other}',
  GT_OR_EQUALS_FIELD: '{field} is at least {other}',
  LT_FIELD: '{field} is less than {other}',
  LT_OR_EQUALS_FIELD: '{field} is at most {other}',
  IN_FIELD: '{field} is one of {other}',
  ON: '{field} is {span}',
  NOTON: '{field} is not {span}',
  RELATIVEGT: '{field} is later than {distance}',
  RELATIVEGE: '{field} is {distance} or later',
  RELATIVELT: '{field} is more than {distance}',
  RELATIVELE: '{field} is at least {distance}',
  RELATIVEEE: '{field} is {distance}',
  MORETHAN: '{field} is more than {distance} {other}',
  LESSTHAN: '{field} is less than {distance} {other}',
  DATEPART: '{field} falls {when} {first}',
  INSTANCEOF: '{field} is a kind of {value}',
  DYNAMIC: '{field} is you',
};

/** Dates and times are spoken of in words of their own. */
const timeMessages: Partial<Record<Operator, string>> = {
  '<': '{field} is before {value}',
  '<=': '{field} is {value} or earlier',
  '>': '{field} is after {value}',
  '>=': '{field} is {value} or later',
  GT_FIELD: '{field} is after {other}',
  GT_OR_EQUALS_FIELD: '{field} is not before {other}',
  LT_FIELD: '{field} is before {other}',
  LT_OR_EQUALS_FIELD: '{field} is not after {other}',
};
/** Of what lies ahead, later is more. */
const aheadMessages: Partial<Record<Operator, string>> = {
  RELATIVEGT: '{field} is more than {distance}',
  RELATIVEGE: '{field} is at least {distance}',
  RELATIVELT: '{field} is earlier than {distance}',
  RELATIVELE: '{field} is {distance} or earlier',
};
const partMessages: Partial<Record<Operator, string>> = {
  SAMEAS: '{field} has the same {second} as {other}',
  NSAMEAS: '{field} does not have the same {second} as {other}',
};
const when: Readonly<Record<string, string>> = {
  EE: 'on',
  GE: 'on or after',
  GT: 'after',
  LE: 'on or before',
  LT: 'before',
};
const empty = 'empty';
const and = ' and ';
const or = ' or ';
const listed = ', ';

/** How the reader knows fields and values. */
export interface Vocabulary {
  /** Label of a field: "Assigned to". */
  label: (field: string) => string;
  /** Display value of a stored value: "Work in progress" for 18; the value itself where there is none. */
  display: (field: string, value: string) => string;
}

/**
 * What a query asks for, in words for a person: "State is Assigned and Assigned to is you". No full stop, and an empty
 * text for a query without conditions; order is not mentioned. Throws QueryError for an unknown field.
 */
export function inWords(query: Query, table: Table, vocabulary: Vocabulary): string {
  const say = (condition: Condition) => sayCondition(condition, table, vocabulary);
  const groups = query.groups.map((group) => {
    const terms = group.map((term) => term.map(say));
    // "and" binds tighter than "or" to a reader, so an or beneath an and is set apart.
    return terms.map((term) => apart(term, or, terms.length > 1)).join(and);
  });
  return apart(groups, or, false);
}

function apart(parts: readonly string[], word: string, inside: boolean): string {
  const text = parts.join(word);
  return inside && parts.length > 1 ? `(${text})` : text;
}

function sayCondition(condition: Condition, table: Table, vocabulary: Vocabulary): string {
  const { field, operator, values } = condition;
  const { type } = pathOf(table, field, printCondition(condition));
  const { takes } = operators[operator];
  const written = values.map((value) => (typeof value === 'string' ? value : ''));
  const [first = ''] = written;
  const said = values.map((value) => sayValue(field, value, vocabulary));
  const words: Readonly<Record<string, () => string>> = {
    field: () => vocabulary.label(field),
    value: () => enumerate(said),
    first: () => said[0] ?? '',
    second: () => said[1] ?? '',
    other: () => vocabulary.label(first),
    span: () => saySpan(first),
    distance: () => sayDistance(takes === 'distance' ? written : written.slice(1)),
    when: () => when[written[3] ?? ''] ?? '',
  };
  // In one pass, and by functions: a label or value may itself hold {value} or $&.
  return messageFor(condition, type).replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name]?.() ?? '');
}

function messageFor({ operator, values }: Condition, type: FieldType): string {
  if (values[1] === 'ahead') return aheadMessages[operator] ?? messages[operator];
  if (values.length === 2 && partMessages[operator] !== undefined) return partMessages[operator];
  const time = type === 'date' || type === 'datetime';
  return (time ? timeMessages[operator] : undefined) ?? messages[operator];
}

function sayValue(field: string, value: Value, { display }: Vocabulary): string {
  if (typeof value !== 'string') return sayCall(value);
  return value === '' ? empty : display(field, value);
}

/** "Assigned, Accepted or Draft". */
function enumerate(values: readonly string[]): string {
  const last = values.at(-1) ?? empty;
  if (values.length < 2) return last;
  return `${values.slice(0, -1).join(listed)}${or}${last}`;
}
