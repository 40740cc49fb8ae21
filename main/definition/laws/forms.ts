import type { Action, Form } from '../schema.ts';
import { obstacleInForm } from './conditions.ts';
import { circleLaws } from './circles.ts';
import type { Law, Lawbook } from './law.ts';

/** Inputs choose from what is cached; rules speak of inputs and of the record's cached fields. */
export const formLaws: Law = ({ forms, actions }, book) => {
  const { report, needsTable, needsFields, needsQuery, needsFit } = book;
  forms.forEach((form, at) => {
    const users = actions.filter((action) => action.form === form.id);
    if (users.length === 0)
      report(`forms[${at}]`, `No action uses the form ${form.id}; name it in one or drop it.`);

    form.inputs.forEach((input, index) => {
      const path = `forms[${at}].inputs[${index}]`;
      if (input.type === 'reference') {
        needsTable(`${path}.table`, input.table);
        needsQuery(`${path}.query`, input.query, input.table);
        needsFields(path, input.table, [
          input.display,
          ...(input.detail === undefined ? [] : [input.detail]),
        ]);
      } else if (input.type === 'choice' && 'field' in input.choices) {
        needsTable(`${path}.choices.table`, input.choices.table);
        needsFields(`${path}.choices.field`, input.choices.table, [input.choices.field]);
      }
    });
    pageLaws(form, `forms[${at}].pages`, book);
    saveLaws(form, users, actions, `forms[${at}].save`, book);

    const names = new Set(form.inputs.map(({ name }) => name));
    form.rules.forEach((rule, index) => {
      const path = `forms[${at}].rules[${index}]`;
      for (const action of users) {
        needsFit(`${path}.when`, rule.when, (field) => obstacleInForm(field, action, form.inputs, book));
      }
      for (const effect of ['mandatory', 'readOnly', 'hidden', 'set'] as const) {
        for (const name of effect === 'set' ? Object.keys(rule.set) : rule[effect]) {
          if (!names.has(name)) report(`${path}.${effect}`, `The form has no input ${name}.`);
        }
      }
    });
    circleLaws(form, `forms[${at}].rules`, book);
  });
};

/** A form with pages shows every input on exactly one of them. */
function pageLaws({ inputs, pages }: Form, path: string, { report }: Lawbook): void {
  if (pages.length === 0) return;
  const placed = pages.flatMap((page) => page.inputs);
  for (const name of new Set(placed)) {
    if (!inputs.some((input) => input.name === name)) report(path, `The form has no input ${name}.`);
    else if (placed.filter((other) => other === name).length > 1) {
      report(path, `The input ${name} is on more than one page; leave it on one.`);
    }
  }
  for (const { name } of inputs) {
    if (!placed.includes(name)) report(path, `The input ${name} is on no page; put it on one.`);
  }
}

/** "Save progress" can only run an action that takes the same inputs for the same record, and that is not itself saved so. */
function saveLaws(form: Form, users: Action[], actions: Action[], path: string, { report }: Lawbook): void {
  if (form.save === undefined) return;
  const saver = actions.find(({ id }) => id === form.save);
  if (!saver) report(path, `There is no action ${form.save}; add it to actions.`);
  else if (saver.form !== form.id)
    report(path, `The action ${form.save} must have the form ${form.id} to take its inputs.`);
  else if (users.some((user) => user.table !== saver.table || user.context !== saver.context)) {
    report(
      path,
      `The action ${form.save} must be for the same table and context as the actions of the form.`,
    );
  }
}
