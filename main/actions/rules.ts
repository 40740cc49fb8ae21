import type { Inputs } from '../../preload/contract/forms.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import type { Action, Form, Input } from '../definition/schema.ts';
import { fill } from '../definition/template.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import type { Row } from '../records/cacheTable.ts';
import type { Catalog } from '../records/catalog.ts';
import { calculate } from './arithmetic.ts';

/** What the rules of a form make of its inputs. */
export interface Ruled {
  mandatory: ReadonlySet<string>;
  readOnly: ReadonlySet<string>;
  hidden: ReadonlySet<string>;
}

/**
 * Applies a form's rules in their order; each sees what the ones before have set. A rule's `set` fills an input while it is
 * empty, so it never overwrites what a person typed; a read-only input always follows. `values` are changed in place.
 */
export function applyRules(
  catalog: Catalog,
  action: Action,
  form: Form,
  { row, values, now }: { row: Row | null; values: Inputs; now: string },
): Ruled {
  const ruled = { mandatory: new Set<string>(), readOnly: new Set<string>(), hidden: new Set<string>() };
  const fixed = new Set(form.inputs.filter((input) => input.readOnly).map(({ name }) => name));
  for (const rule of form.rules) {
    if (!holds(catalog, action, rule.when, row, values)) continue;
    for (const name of rule.mandatory) ruled.mandatory.add(name);
    for (const name of rule.readOnly) ruled.readOnly.add(name);
    for (const name of rule.hidden) ruled.hidden.add(name);
    for (const [name, template] of Object.entries(rule.set)) {
      if (values[name] !== '' && !fixed.has(name) && !ruled.readOnly.has(name)) continue;
      const scope = {
        inputs: values,
        record: row,
        user: catalog.user,
        now,
        steps: new Map<string, string>(),
      };
      values[name] = calculate(fill(template, scope)) ?? '';
    }
  }
  return ruled;
}

/** Whether an encoded query over the inputs (by name) and the record (as `record.<field>`) holds. */
export function holds(
  catalog: Catalog,
  action: Action,
  when: string,
  row: Row | null,
  values: Inputs,
): boolean {
  const form = catalog.definition.forms.find(({ id }) => id === action.form);
  const subject: Record<string, string> = { ...values };
  for (const [name, value] of Object.entries(row ?? {})) subject[`record.${name}`] = value;
  const types = ruleFields(catalog, action, form?.inputs ?? []);
  return matcher(parse(when), types, { userId: catalog.user.sys_id })(subject);
}

/** What the conditions of a form's rules may name: its inputs, and the record's fields as `record.<field>`. */
export function ruleFields(
  catalog: Pick<Catalog, 'tables'>,
  action: Pick<Action, 'table' | 'context'>,
  inputs: readonly Input[],
): Map<string, FieldType> {
  const types = new Map<string, FieldType>(inputs.map(({ name, type }) => [name, FIELD_TYPES[type]]));
  if (action.context === 'none') return types;
  for (const [name, type] of catalog.tables.get(action.table)?.types ?? []) types.set(`record.${name}`, type);
  return types;
}

const FIELD_TYPES: Record<Input['type'], FieldType> = {
  text: 'string',
  multiline: 'string',
  number: 'decimal',
  boolean: 'boolean',
  choice: 'choice',
  reference: 'string',
  date: 'date',
  datetime: 'datetime',
  files: 'string',
};
