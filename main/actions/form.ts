import type { FormInput, FormScreen, Inputs } from '../../preload/contract/forms.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import type { Reader } from '../database/database.ts';
import type { Action, Form, Input } from '../definition/schema.ts';
import { Problem } from '../problem.ts';
import { shownColumn } from '../query/columns.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import type { Table } from '../query/table.ts';
import { fromUtc } from '../query/times.ts';
import type { Row } from '../records/cacheTable.ts';
import { type Catalog, tableOf, titleOf } from '../records/catalog.ts';
import { contextOf, lookupIn } from '../records/context.ts';
import { nameOf } from '../records/display.ts';
import { fill } from '../definition/template.ts';

/** The form of an action as it stands for the inputs typed so far (null: as it opens). Throws Problem `not-found`. */
export function formScreen(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  given: { inputs: Inputs | null; revises: number | null; now: string },
): FormScreen {
  const { label } = formOf(catalog, action);
  const sysId = row?.['sys_id'];
  return {
    action: { id: action.id, label: action.label },
    title: label,
    record:
      sysId === undefined
        ? null
        : { table: action.table, sys_id: sysId, title: titleOf(catalog, action.table, row) },
    inputs: formInputs(reader, catalog, action, row, given),
    revises: given.revises,
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
  const ruled = rulesOf(reader, catalog, action, row, values, given.now);
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

function rulesOf(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  values: Inputs,
  now: string,
) {
  const form = formOf(catalog, action);
  const ruled = { mandatory: new Set<string>(), readOnly: new Set<string>(), hidden: new Set<string>() };
  if (form.rules.length === 0) return ruled;
  const table = ruleTable(catalog, action, form);
  const context = contextOf(catalog, fromUtc(now));
  const subject: Record<string, string> = { ...values };
  for (const input of form.inputs) {
    if (input.type !== 'reference') continue;
    subject[shownColumn(input.name, 'reference')] = displayOfInput(
      reader,
      catalog,
      input,
      values[input.name] ?? '',
    );
  }
  for (const [name, value] of Object.entries(row ?? {})) subject[`record.${name}`] = value;
  for (const rule of form.rules) {
    if (!matcher(parse(rule.when), table, context, lookupIn(reader, catalog))(subject)) continue;
    for (const name of rule.mandatory) ruled.mandatory.add(name);
    for (const name of rule.readOnly) ruled.readOnly.add(name);
    for (const name of rule.hidden) ruled.hidden.add(name);
  }
  return ruled;
}

/**
 * What the conditions of a form's rules may name: its inputs, the record's fields as `record.<field>`, and what the
 * references among both lead to.
 */
function ruleTable(catalog: Catalog, action: Action, form: Form): Table {
  const types = new Map<string, FieldType>(form.inputs.map(({ name, type }) => [name, FIELD_TYPES[type]]));
  const references = new Map<string, Table>();
  for (const input of form.inputs) {
    const target = input.type === 'reference' ? catalog.tables.get(input.table) : undefined;
    if (target) references.set(input.name, target);
  }
  const own = action.context === 'none' ? undefined : catalog.tables.get(action.table);
  for (const [name, type] of own?.types ?? []) types.set(`record.${name}`, type);
  for (const [name, target] of own?.references ?? []) references.set(`record.${name}`, target);
  return { name: form.id, cache: form.id, types, references };
}

const FIELD_TYPES: Record<Input['type'], FieldType> = {
  text: 'string',
  multiline: 'string',
  number: 'decimal',
  boolean: 'boolean',
  choice: 'choice',
  reference: 'reference',
  date: 'date',
  datetime: 'datetime',
};

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
