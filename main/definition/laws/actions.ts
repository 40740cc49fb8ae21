import type { Action, Form, Step } from '../schema.ts';
import { obstacleInForm } from './conditions.ts';
import type { Law, Lawbook } from './law.ts';
import { templateLaws } from './templates.ts';

/**
 * Offline steps are declarative and have their online counterpart (DESIGN.md section 3): what a person sees offline must be what
 * the instance will be asked to do.
 */
export const actionLaws: Law = (definition, book) => {
  const { report, needsTable, needsQuery } = book;
  definition.actions.forEach((action, at) => {
    const path = `actions[${at}]`;
    needsTable(`${path}.table`, action.table);
    needsQuery(`${path}.when`, action.when, action.table);
    if (action.context === 'none' && action.when !== '') {
      report(
        `${path}.when`,
        'An action without a record has nothing its condition could be about; take it away.',
      );
    }
    if (action.form !== null && !definition.forms.some(({ id }) => id === action.form)) {
      report(`${path}.form`, `There is no form ${action.form}; add it to forms.`);
    }
    const form = definition.forms.find(({ id }) => id === action.form);
    action.steps.forEach((step, index) => {
      stepLaws(action, step, `${path}.steps[${index}]`, book);
      inputLaws(action, form, step, `${path}.steps[${index}]`, book);
    });
    templateLaws(definition, action, path, book);
  });
};

function stepLaws(action: Action, step: Step, path: string, book: Lawbook): void {
  const { report, needsTable, needsFields, needsQuery } = book;
  if (step.do === 'call') {
    if (step.run !== 'online') {
      report(path, 'A call runs on the instance only; give it "run": "online".');
    }
    if (!step.path.startsWith('/')) report(`${path}.path`, 'A path begins with / and stays on the instance.');
    step.affects.forEach((table, index) => {
      needsTable(`${path}.affects[${index}]`, table);
    });
    return;
  }
  const table = step.table ?? action.table;
  if (step.do !== 'create' && step.record === undefined && action.context === 'none') {
    report(path, 'The action has no record of its own; say with "record" which one this step is about.');
  }
  if (step.do === 'check') {
    needsTable(path, table);
    needsQuery(`${path}.when`, step.when, table);
    return;
  }
  if (step.run === 'online') return;
  needsTable(path, table);
  if (step.do === 'create' || step.do === 'update') needsFields(`${path}.set`, table, Object.keys(step.set));
  if (step.run === 'offline' && !action.steps.some((other) => isCounterpart(other, step, action))) {
    report(
      path,
      `This offline step changes ${table}, but no online step does; give it "run": "both", add an online step on the ` +
        `same record, or a call that names ${table} in "affects".`,
    );
  }
}

/** What a step asks of the form's inputs: the files to attach, and the condition under which it is taken. */
function inputLaws(action: Action, form: Form | undefined, step: Step, path: string, book: Lawbook): void {
  const inputs = form?.inputs ?? [];
  if (step.do === 'attach' && !inputs.some(({ name, type }) => type === 'files' && name === step.files)) {
    book.report(`${path}.files`, `The form has no input ${step.files} of type files.`);
  }
  if (step.if === undefined) return;
  book.needsFit(`${path}.if`, step.if, (field) => obstacleInForm(field, action, inputs, book));
}

function isCounterpart(online: Step, offline: Exclude<Step, { do: 'call' }>, action: Action): boolean {
  if (online.run === 'offline') return false;
  const table = offline.table ?? action.table;
  if (online.do === 'call') return online.affects.includes(table);
  if (online.do === 'check' || online.do !== offline.do || (online.table ?? action.table) !== table)
    return false;
  return online.do === 'create' || recordOf(online) === recordOf(offline);
}

function recordOf(step: Step): string | undefined {
  return 'record' in step ? step.record : undefined;
}
