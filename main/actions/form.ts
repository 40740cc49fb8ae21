import type { FormInput, FormScreen, Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action, Form, Input } from '../definition/schema.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../query/row.ts';
import { type Catalog, tableOf, titleOf } from '../records/catalog.ts';
import { nameOf } from '../records/display.ts';
import { fill, type Times } from '../definition/template.ts';
import { applyRules } from './rules.ts';

/** The form of an action as it stands for the inputs typed so far (null: as it opens). Throws Problem `not-found`. */
export function formScreen(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  given: { inputs: Inputs | null } & Times & Pick<FormScreen, 'revises' | 'draft' | 'since' | 'many'>,
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
    many: given.many,
    savesBy: given.revises === null && given.many === null ? (save ?? null) : null,
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
  given: { inputs: Inputs | null } & Times,
): FormInput[] {
  const form = formOf(catalog, action);
  const { values, readOnly, ruled } = settle(reader, catalog, action, form, row, given);
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
      readOnly: readOnly.has(input.name),
      calculated: ruled.set.has(input.name),
      visible: !hidden,
      choices: choicesOf(catalog, input),
      maxLength: 'maxLength' in input ? (input.maxLength ?? null) : null,
      files: input.type === 'files' ? limitsOf(input) : null,
    };
  });
}

/**
 * The values of a form and what its rules make of them. What was typed into a read-only input does not count, and that may make
 * other inputs read-only or free them. So the rules are applied until they say the same of every input twice in a row. That
 * point is reached because no input is read-only by its own value (a law): each round settles at least one more input.
 */
function settle(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  form: Form,
  row: Row | null,
  given: { inputs: Inputs | null } & Times,
): { values: Inputs; readOnly: ReadonlySet<string>; ruled: ReturnType<typeof applyRules> } {
  const fixed = form.inputs.filter((input) => input.readOnly).map(({ name }) => name);
  let readOnly: ReadonlySet<string> = new Set(fixed);
  for (let round = 0; ; round += 1) {
    const values: Inputs = {};
    for (const input of form.inputs) {
      const typed = readOnly.has(input.name) ? undefined : given.inputs?.[input.name];
      values[input.name] = typed ?? defaultOf(input, catalog, row, given);
    }
    const ruled = applyRules(reader, catalog, action, form, { ...given, row, values }, readOnly);
    const after = new Set([...fixed, ...ruled.readOnly]);
    const settled = after.size === readOnly.size && [...after].every((name) => readOnly.has(name));
    if (settled || round > form.inputs.length) return { values, readOnly: after, ruled };
    readOnly = after;
  }
}

function formOf(catalog: Catalog, action: Action): Form {
  const form = catalog.definition.forms.find(({ id }) => id === action.form);
  if (form) return form;
  throw new Problem({ kind: 'not-found', message: `${action.label} has no form` });
}

function defaultOf(input: Input, catalog: Catalog, row: Row | null, times: Times): string {
  if (input.default === undefined) return input.type === 'boolean' ? 'false' : '';
  return fill(input.default, { ...times, inputs: {}, record: row, user: catalog.user, steps: new Map() });
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
