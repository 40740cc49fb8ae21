import type { FormInput, FormScreen, Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action, Form, Input } from '../definition/schema.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../records/cacheTable.ts';
import { type Catalog, tableOf, titleOf } from '../records/catalog.ts';
import { nameOf } from '../records/display.ts';
import { fill } from '../definition/template.ts';
import { applyRules } from './rules.ts';

/** The form of an action as it stands for the inputs typed so far (null: as it opens). Throws Problem `not-found`. */
export function formScreen(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  given: { inputs: Inputs | null; now: string } & Pick<FormScreen, 'revises' | 'draft' | 'since'>,
): FormScreen {
  const { label, inputs, pages, save } = formOf(catalog, action);
  const sysId = row?.['sys_id'];
  return {
    action: { id: action.id, label: action.label },
    title: label,
    record:
      sysId === undefined
        ? null
        : { table: action.table, sys_id: sysId, title: titleOf(catalog, action.table, row) },
    inputs: formInputs(reader, catalog, action, row, given),
    pages: pages.length > 0 ? pages : [{ label: '', inputs: inputs.map(({ name }) => name) }],
    revises: given.revises,
    draft: given.draft,
    since: given.since,
    savesBy: save ?? null,
  };
}

/**
 * The inputs of an action's form with their values and what the rules make of them. One evaluator serves the open form
 * and the final check, offline as online. `now` as in a template's scope.
 */
export function formInputs(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  given: { inputs: Inputs | null; now: string },
): FormInput[] {
  const form = formOf(catalog, action);
  const values: Inputs = {};
  for (const input of form.inputs) {
    const typed = input.readOnly ? undefined : given.inputs?.[input.name];
    values[input.name] = typed ?? defaultOf(input, catalog, row, given.now);
  }
  const ruled = applyRules(reader, catalog, action, form, { row, values, now: given.now });
  return form.inputs.map((input) => {
    const value = values[input.name] ?? '';
    const hidden = ruled.hidden.has(input.name);
    return {
      name: input.name,
      label: input.label,
      type: input.type,
      value,
      display: displayOfInput(reader, catalog, input, value),
      hint: input.hint ?? null,
      mandatory: !hidden && (input.mandatory || ruled.mandatory.has(input.name)),
      readOnly: input.readOnly || ruled.readOnly.has(input.name),
      visible: !hidden,
      choices: choicesOf(catalog, input),
      maxLength: 'maxLength' in input ? (input.maxLength ?? null) : null,
      files: input.type === 'files' ? limitsOf(input) : null,
    };
  });
}

function formOf(catalog: Catalog, action: Action): Form {
  const form = catalog.definition.forms.find(({ id }) => id === action.form);
  if (form) return form;
  throw new Problem({ kind: 'not-found', message: `${action.label} has no form` });
}

function defaultOf(input: Input, catalog: Catalog, row: Row | null, now: string): string {
  if (input.default === undefined) return input.type === 'boolean' ? 'false' : '';
  return fill(input.default, { inputs: {}, record: row, user: catalog.user, now, steps: new Map() });
}

function limitsOf({
  accept,
  maxBytes,
  maxCount,
  camera,
}: Extract<Input, { type: 'files' }>): FormInput['files'] {
  return { accept, maxBytes, maxCount, camera };
}

function choicesOf(catalog: Catalog, input: Input): { value: string; label: string }[] {
  if (input.type !== 'choice') return [];
  const { choices } = input;
  return 'field' in choices ? catalog.dictionary.field(choices.table, choices.field).choices : choices;
}

function displayOfInput(reader: Reader, catalog: Catalog, input: Input, value: string): string {
  if (value === '') return '';
  if (input.type === 'choice')
    return choicesOf(catalog, input).find((choice) => choice.value === value)?.label ?? value;
  if (input.type === 'reference') return nameOf(reader, catalog, tableOf(catalog, input.table).name, value);
  return value;
}
