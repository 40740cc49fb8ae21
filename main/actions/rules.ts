import type { Inputs } from '../../preload/contract/forms.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import type { Reader } from '../database/database.ts';
import type { Action, Form, Input } from '../definition/schema.ts';
import { fill, type Times } from '../definition/template.ts';
import { shownColumn } from '../query/columns.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import type { Table } from '../query/table.ts';
import { fromUtc } from '../query/times.ts';
import type { Row } from '../query/row.ts';
import type { Catalog } from '../records/catalog.ts';
import { contextOf, lookupIn } from '../records/context.ts';
import { nameOf } from '../records/display.ts';
import { calculate } from './arithmetic.ts';

/** What the rules of a form make of its inputs. */
interface Ruled {
  mandatory: ReadonlySet<string>;
  readOnly: ReadonlySet<string>;
  hidden: ReadonlySet<string>;
  /** Inputs whose value a rule has set. */
  set: ReadonlySet<string>;
}

/** What a condition on a form is judged by; `now` as in a template's scope. */
export interface Typed extends Times {
  row: Row | null;
  values: Inputs;
}

/**
 * Applies a form's rules in their order; each sees what the ones before have set. A rule's `set` fills an input while it is
 * empty, so it never overwrites what a person typed; a read-only input always follows: those of `fixed`, and what a
 * rule has made so before. `values` are changed in place.
 */
export function applyRules(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  form: Form,
  typed: Typed,
  fixed: ReadonlySet<string>,
): Ruled {
  const ruled = {
    mandatory: new Set<string>(),
    readOnly: new Set<string>(),
    hidden: new Set<string>(),
    set: new Set<string>(),
  };
  const { row, values } = typed;
  for (const rule of form.rules) {
    if (!holds(reader, catalog, action, rule.when, typed)) continue;
    for (const name of rule.mandatory) ruled.mandatory.add(name);
    for (const name of rule.readOnly) ruled.readOnly.add(name);
    for (const name of rule.hidden) ruled.hidden.add(name);
    for (const [name, template] of Object.entries(rule.set)) {
      if (values[name] !== '' && !fixed.has(name) && !ruled.readOnly.has(name)) continue;
      const made = new Map<string, string>();
      const scope = { ...typed, inputs: values, record: row, user: catalog.user, steps: made };
      values[name] = calculate(fill(template, scope)) ?? '';
      ruled.set.add(name);
    }
  }
  return ruled;
}

/** Whether an encoded query over the inputs (by name) and the record (as `record.<field>`) holds. */
export function holds(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  when: string,
  { row, values, now }: Typed,
): boolean {
  const inputs = catalog.definition.forms.find(({ id }) => id === action.form)?.inputs ?? [];
  const subject: Record<string, string> = { ...values };
  for (const input of inputs) {
    if (input.type !== 'reference') continue;
    const shown = nameOf(reader, catalog, input.table, values[input.name] ?? '');
    subject[shownColumn(input.name, 'reference')] = shown;
  }
  for (const [name, value] of Object.entries(row ?? {})) subject[`record.${name}`] = value;
  const context = contextOf(catalog, fromUtc(now));
  return matcher(
    parse(when),
    ruleTable(catalog, action, inputs),
    context,
    lookupIn(reader, catalog),
  )(subject);
}

/**
 * What the conditions of a form may name: its inputs, the record's fields as `record.<field>`, and what the references
 * among both lead to.
 */
function ruleTable(catalog: Catalog, action: Action, inputs: readonly Input[]): Table {
  const types = new Map<string, FieldType>(inputs.map(({ name, type }) => [name, FIELD_TYPES[type]]));
  const references = new Map<string, Table>();
  for (const input of inputs) {
    const target = input.type === 'reference' ? catalog.tables.get(input.table) : undefined;
    if (target) references.set(input.name, target);
  }
  const own = action.context === 'none' ? undefined : catalog.tables.get(action.table);
  for (const [name, type] of own?.types ?? []) types.set(`record.${name}`, type);
  for (const [name, target] of own?.references ?? []) references.set(`record.${name}`, target);
  return { name: action.id, cache: action.id, types, references };
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
  files: 'string',
};
