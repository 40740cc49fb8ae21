import { references } from '../template.ts';
import type { Action, Definition, Step } from '../schema.ts';
import type { Lawbook } from './law.ts';

/** Every `{reference}` of an action's steps, and of its form's rules and defaults, leads somewhere. */
export function templateLaws(definition: Definition, action: Action, path: string, book: Lawbook): void {
  const formAt = definition.forms.findIndex(({ id }) => id === action.form);
  const form = definition.forms[formAt];
  const inputs = new Set(form?.inputs.map(({ name }) => name) ?? []);
  const made = new Set<string>();
  const judge = (where: string, template: string, known: ReadonlySet<string>) => {
    for (const reference of references(template)) {
      const why = obstacle(reference, action, known, made, book, definition.times);
      if (why !== null) book.report(where, `{${reference}}: ${why}`);
    }
  };

  form?.inputs.forEach((input, index) => {
    // When the form opens nothing has been typed yet.
    judge(`forms[${formAt}].inputs[${index}].default`, input.default ?? '', new Set());
  });
  form?.rules.forEach(({ set }, index) => {
    for (const [name, template] of Object.entries(set)) {
      judge(`forms[${formAt}].rules[${index}].set.${name}`, template, inputs);
    }
  });
  action.steps.forEach((step, index) => {
    for (const [where, template] of templatesOf(step))
      judge(`${path}.steps[${index}].${where}`, template, inputs);
    if (step.do === 'create' && step.as !== undefined) made.add(step.as);
  });
}

function templatesOf(step: Step): [where: string, template: string][] {
  const set = (where: string, values: Record<string, string> | undefined): [string, string][] =>
    Object.entries(values ?? {}).map(([name, template]) => [`${where}.${name}`, template]);
  const record: [string, string][] =
    'record' in step && step.record !== undefined ? [['record', step.record]] : [];
  switch (step.do) {
    case 'create':
      return set('set', step.set);
    case 'update':
      return [...record, ...set('set', step.set)];
    case 'note':
      return [...record, ['text', step.text]];
    case 'call':
      return [['path', step.path], ...set('body', step.body)];
    case 'attach':
    case 'check':
    case 'delete':
      return record;
  }
}

function obstacle(
  reference: string,
  action: Action,
  inputs: ReadonlySet<string>,
  made: ReadonlySet<string>,
  { cached }: Lawbook,
  times: Definition['times'],
): string | null {
  const [space = '', name = '', ...rest] = reference.split('.');
  switch (space) {
    case 'now':
      if (name === '') return null;
      if (rest.length > 0 || (name !== 'device' && name !== 'corrected'))
        return 'write {now}, the time of the action.';
      return times === 'both' ? null : 'only a definition with "times": "both" knows it; write {now}.';
    case 'user':
      return rest.length === 0 && (name === 'sys_id' || name === 'name')
        ? null
        : 'of the user only {user.sys_id} and {user.name} are known.';
    case 'input':
      return rest.length === 0 && inputs.has(name) ? null : `the form has no input ${name}.`;
    case 'record':
      if (action.context === 'none') return 'the action has no record.';
      return rest.length === 0 && (cached(action.table)?.has(name) ?? true)
        ? null
        : `the dataset of ${action.table} does not cache the field ${name}; add it to the dataset's fields.`;
    case 'steps':
      return rest.join('.') === 'sys_id' && made.has(name)
        ? null
        : `no earlier step creates a record "as" ${name}; write {steps.<as>.sys_id}.`;
    default:
      return 'templates know {input.…}, {record.…}, {user.…}, {steps.…} and {now}.';
  }
}
