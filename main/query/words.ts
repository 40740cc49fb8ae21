import type { FieldType } from '../../preload/contract/records.ts';
import type { Fields } from './columns.ts';
import { typeOf } from './columns.ts';
import type { Value } from './functions.ts';
import type { Operator } from './operators.ts';
import { printCondition } from './print.ts';
import type { Condition, Query } from './tree.ts';

const messages: Record<Operator, string> = {
  '=': '{field} is {value}',
  '!=': '{field} is not {value}',
  IN: '{field} is {value}',
  'NOT IN': '{field} is not {value}',
  '<': '{field} is less than {value}',
  '<=': '{field} is at most {value}',
  '>': '{field} is more than {value}',
  '>=': '{field} is at least {value}',
  LIKE: '{field} contains “{value}”',
  'NOT LIKE': '{field} does not contain “{value}”',
  STARTSWITH: '{field} starts with “{value}”',
  ENDSWITH: '{field} ends with “{value}”',
  ISEMPTY: '{field} is empty',
  ISNOTEMPTY: '{field} is not empty',
  ANYTHING: '{field} is anything',
};
/** Of dates and times one speaks otherwise. */
const timeMessages: Partial<Record<Operator, string>> = {
  '<': '{field} is before {value}',
  '<=': '{field} is {value} or earlier',
  '>': '{field} is after {value}',
  '>=': '{field} is {value} or later',
};
const you = 'you';
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
export function inWords(query: Query, fields: Fields, vocabulary: Vocabulary): string {
  const say = (condition: Condition) => sayCondition(condition, fields, vocabulary);
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

function sayCondition(condition: Condition, fields: Fields, vocabulary: Vocabulary): string {
  const { field, operator, values } = condition;
  const message = messageFor(operator, typeOf(fields, field, printCondition(condition)));
  const said = values.map((value) => sayValue(field, value, vocabulary));
  // In one pass, and by functions: a label or value may itself hold {value} or $&.
  return message.replaceAll(/\{(field|value)\}/g, (_, name) =>
    name === 'field' ? vocabulary.label(field) : enumerate(said),
  );
}

function messageFor(operator: Operator, type: FieldType): string {
  const time = type === 'date' || type === 'datetime';
  return (time ? timeMessages[operator] : undefined) ?? messages[operator];
}

function sayValue(field: string, value: Value, { display }: Vocabulary): string {
  if (typeof value !== 'string') return you;
  return value === '' ? empty : display(field, value);
}

/** "Assigned, Accepted or Draft". */
function enumerate(values: readonly string[]): string {
  const last = values.at(-1) ?? empty;
  if (values.length < 2) return last;
  return `${values.slice(0, -1).join(listed)}${or}${last}`;
}
