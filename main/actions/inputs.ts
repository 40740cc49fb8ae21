import type { FormInput, Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import { readFiles } from '../files/reference.ts';
import type { Times } from '../definition/template.ts';
import { Problem } from '../problem.ts';
import { fromUtc } from '../query/times.ts';
import type { Row } from '../query/row.ts';
import { instantOfUtc, utcText } from '../query/utc.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import { formInputs } from './form.ts';
import { meets } from './offer.ts';

/**
 * Checks the inputs that an action is triggered with against the form's rules: mandatory ones are given, each is of its type,
 * and references lead to cached records that may be chosen. Returns all of them, the hidden and read-only ones as the form has
 * them. Throws Problem `invalid-input` with a sentence for every input that is wrong.
 */
export function checkInputs(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  given: { inputs: Inputs } & Times,
): Inputs {
  if (action.form === null) return {};
  const inputs = formInputs(reader, catalog, action, row, given);
  const wrong: Record<string, string> = {};
  for (const input of inputs) {
    const sentence = input.visible ? mistake(reader, catalog, action, input, given.now) : null;
    if (sentence !== null) wrong[input.name] = sentence;
  }
  if (Object.keys(wrong).length > 0) {
    const message = Object.values(wrong).join(' ');
    throw new Problem({ kind: 'invalid-input', message, inputs: wrong });
  }
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
}

function mistake(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  input: FormInput,
  now: string,
): string | null {
  if (input.value.trim() === '') return input.mandatory ? `${input.label} is needed.` : null;
  if (input.type === 'files') return filesMistake(input);
  if (input.type === 'reference') return referenceMistake(reader, catalog, action, input, now);
  const { fits, sentence } = VALUES[input.type];
  return fits(input) ? null : `${input.label} ${sentence(input)}`;
}

/** What a value that is typed or chosen must be, and what follows the input's label when it is not. */
interface ValueRule {
  fits: (input: FormInput) => boolean;
  sentence: (input: FormInput) => string;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const DATE_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const TEXT: ValueRule = {
  fits: ({ value, maxLength }) => maxLength === null || value.length <= maxLength,
  sentence: ({ value, maxLength }) =>
    `can have at most ${maxLength ?? ''} characters; these are ${value.length}.`,
};

const VALUES: Record<Exclude<FormInput['type'], 'files' | 'reference'>, ValueRule> = {
  text: TEXT,
  multiline: TEXT,
  number: { fits: ({ value }) => NUMBER.test(value), sentence: () => 'must be a number.' },
  boolean: {
    fits: ({ value }) => value === 'true' || value === 'false',
    sentence: () => 'must be yes or no.',
  },
  date: { fits: ({ value }) => isDate(value, DATE), sentence: () => 'must be a date.' },
  datetime: { fits: ({ value }) => isDate(value, DATE_TIME), sentence: () => 'must be a date and time.' },
  choice: {
    fits: ({ value, choices }) => choices.some((choice) => choice.value === value),
    sentence: () => 'must be one of its choices.',
  },
};

function referenceMistake(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  input: FormInput,
  now: string,
): string | null {
  const form = catalog.definition.forms.find(({ id }) => id === action.form);
  const defined = form?.inputs.find(({ name }) => name === input.name);
  if (defined?.type !== 'reference') return null;
  const row = readRow(reader, tableOf(catalog, defined.table), input.value);
  if (row && meets(reader, catalog, defined.table, defined.query, row, fromUtc(now))) return null;
  return `${input.label} must be chosen from the list.`;
}

function filesMistake({ value, label, files: limits }: FormInput): string | null {
  const files = readFiles(value);
  if (!files || !limits) return `${label} cannot be read; add the files again.`;
  if (files.length > limits.maxCount) return `${label} can have at most ${limits.maxCount} files.`;
  const large = files.find(({ size }) => size > limits.maxBytes);
  if (large) return `${large.name} is larger than ${Math.floor(limits.maxBytes / 1_000_000)} MB.`;
  const strange = files.find(
    ({ type }) => limits.accept.length > 0 && !limits.accept.some((kind) => isOfKind(type, kind)),
  );
  return strange ? `${strange.name} is no ${limits.accept.join(' or ')}.` : null;
}

function isOfKind(type: string, accepted: string): boolean {
  return accepted.endsWith('/*') ? type.startsWith(accepted.slice(0, -1)) : type === accepted;
}

/** Of the shape, and a day there is: JavaScript reads the 30th of February as the 2nd of March. */
function isDate(value: string, shape: RegExp): boolean {
  const at = instantOfUtc(value);
  return shape.test(value) && !Number.isNaN(at) && utcText(at).startsWith(value);
}
