import type { FormInput, Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import { readFiles } from '../files/reference.ts';
import type { Times } from '../definition/template.ts';
import { Problem } from '../problem.ts';
import { fromUtc } from '../query/times.ts';
import { instantOfUtc, utcText } from '../query/utc.ts';
import type { Row } from '../records/cache-table.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import { formInputs } from './form.ts';
import { meets } from './offer.ts';

/**
 * The inputs of a press, checked as the form's rules have it: mandatory ones given, each of its type, references to
 * cached records that may be chosen. Answers them complete (hidden and read-only ones as the form has them).
 * Throws Problem `invalid-input` with a sentence for every input that is wrong.
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
  const { value, label } = input;
  if (value.trim() === '') return input.mandatory ? `${label} is needed.` : null;
  switch (input.type) {
    case 'text':
    case 'multiline':
      return input.maxLength !== null && value.length > input.maxLength
        ? `${label} can have at most ${input.maxLength} characters; these are ${value.length}.`
        : null;
    case 'number':
      return NUMBER.test(value) ? null : `${label} must be a number.`;
    case 'boolean':
      return value === 'true' || value === 'false' ? null : `${label} must be yes or no.`;
    case 'date':
      return isDate(value, /^\d{4}-\d\d-\d\d$/) ? null : `${label} must be a date.`;
    case 'datetime':
      return isDate(value, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) ? null : `${label} must be a date and time.`;
    case 'choice':
      return input.choices.some((choice) => choice.value === value)
        ? null
        : `${label} must be one of its choices.`;
    case 'files':
      return filesMistake(input);
    case 'reference':
      return referenceMistake(reader, catalog, action, input, now);
  }
}

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
    ({ type }) => limits.accept.length > 0 && !limits.accept.some((kind) => fits(type, kind)),
  );
  return strange ? `${strange.name} is no ${limits.accept.join(' or ')}.` : null;
}

function fits(type: string, accepted: string): boolean {
  return accepted.endsWith('/*') ? type.startsWith(accepted.slice(0, -1)) : type === accepted;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)$/;

/** Of the shape, and a day there is: JavaScript reads the 30th of February as the 2nd of March. */
function isDate(value: string, shape: RegExp): boolean {
  const at = instantOfUtc(value);
  return shape.test(value) && !Number.isNaN(at) && utcText(at).startsWith(value);
}
