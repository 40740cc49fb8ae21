import { references } from '../template.ts';
import type { Action, Definition } from '../schema.ts';
import { factsOf } from '../steps.ts';
import type { Lawbook } from './law.ts';

/** Every `{reference}` of an action's steps, and of its form's rules and defaults, leads somewhere. */
export function templateLaws(definition: Definition, action: Action, path: string, book: Lawbook): void {
  const formAt = definition.forms.findIndex(({ id }) => id === action.form);
  const form = definition.forms[formAt];
  const inputs = new Set(form?.inputs.map(({ name }) => name) ?? []);
  const made = new Set<string>();
  const judge = (where: string, template: string, known: ReadonlySet<string>) => {
    for (const reference of references(template)) {
      const why = obstacle(reference, {
        action,
        inputs: known,
        made,
        cached: book.cached,
        times: definition.times,
      });
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
    const { templates, makes } = factsOf(step);
    for (const [where, template] of templates) judge(`${path}.steps[${index}].${where}`, template, inputs);
    if (makes !== undefined) made.add(makes);
  });
}

/** What a reference may lead to. */
interface Known {
  action: Action;
  inputs: ReadonlySet<string>;
  made: ReadonlySet<string>;
  cached: Lawbook['cached'];
  times: Definition['times'];
}

/** By the word that a reference begins with: why what follows it leads nowhere; null when it leads somewhere. */
const spaces: Record<string, (name: string, rest: readonly string[], known: Known) => string | null> = {
  now: (name, rest, { times }) => {
    if (name === '') return null;
    if (rest.length > 0 || (name !== 'device' && name !== 'corrected'))
      return 'write {now}, the time of the action.';
    return times === 'both' ? null : 'only a definition with "times": "both" knows it; write {now}.';
  },
  user: (name, rest) =>
    rest.length === 0 && (name === 'sys_id' || name === 'name')
      ? null
      : 'of the user only {user.sys_id} and {user.name} are known.',
  input: (name, rest, { inputs }) =>
    rest.length === 0 && inputs.has(name) ? null : `the form has no input ${name}.`,
  record: (name, rest, { action, cached }) => {
    if (action.context === 'none') return 'the action has no record.';
    return rest.length === 0 && (cached(action.table)?.has(name) ?? true)
      ? null
      : `the dataset of ${action.table} does not cache the field ${name}; add it to the dataset's fields.`;
  },
  steps: (name, rest, { made }) =>
    rest.join('.') === 'sys_id' && made.has(name)
      ? null
      : `no earlier step creates a record "as" ${name}; write {steps.<as>.sys_id}.`,
};

function obstacle(reference: string, known: Known): string | null {
  const [space = '', name = '', ...rest] = reference.split('.');
  const why = Object.hasOwn(spaces, space) ? spaces[space] : undefined;
  return why
    ? why(name, rest, known)
    : 'templates know {input.…}, {record.…}, {user.…}, {steps.…} and {now}.';
}
