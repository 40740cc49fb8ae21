import type { Action, Form } from '../schema.ts';
import { factsOf, type Step, type LawFacts } from '../steps.ts';
import { obstacleInForm } from './conditions.ts';
import type { Law, Lawbook } from './law.ts';
import { templateLaws } from './templates.ts';

/**
 * Offline steps are declarative and have their online counterpart: what a person sees offline must be what
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
  const { target, needsRecord, changes, sets, when, endpoint } = factsOf(step);
  if (endpoint) endpointLaws(step, endpoint, path, book);
  if (target === null) return;
  const table = target.table ?? action.table;
  if (needsRecord && target.record === undefined && action.context === 'none') {
    report(path, 'The action has no record of its own; say with "record" which one this step is about.');
  }
  if (when !== undefined) needsQuery(`${path}.when`, when, table);
  if (!changes || step.run !== 'online') needsTable(path, table);
  if (!changes || step.run === 'online') return;
  needsFields(`${path}.set`, table, sets);
  if (step.run === 'offline' && !action.steps.some((other) => isCounterpart(other, step, action))) {
    report(
      path,
      `This offline step changes ${table}, but no online step does; give it "run": "both", add an online step on the ` +
        `same record, or a call that names ${table} in "affects".`,
    );
  }
}

function endpointLaws(
  step: Step,
  { path: address, affects }: NonNullable<LawFacts['endpoint']>,
  path: string,
  { report, needsTable }: Lawbook,
): void {
  if (step.run !== 'online') {
    report(path, 'A call runs on the instance only; give it "run": "online".');
  }
  if (!address.startsWith('/')) report(`${path}.path`, 'A path begins with / and stays on the instance.');
  affects.forEach((table, index) => {
    needsTable(`${path}.affects[${index}]`, table);
  });
}

/** What a step asks of the form's inputs: the files to attach, and the condition under which it is taken. */
function inputLaws(action: Action, form: Form | undefined, step: Step, path: string, book: Lawbook): void {
  const inputs = form?.inputs ?? [];
  const { files } = factsOf(step);
  if (files !== undefined && !inputs.some(({ name, type }) => type === 'files' && name === files)) {
    book.report(`${path}.files`, `The form has no input ${files} of type files.`);
  }
  if (step.if === undefined) return;
  book.needsFit(`${path}.if`, step.if, (field) => obstacleInForm(field, action, inputs, book));
}

/** The step does on the instance what the other one does offline. */
function isCounterpart(online: Step, offline: Step, action: Action): boolean {
  if (online.run === 'offline') return false;
  const there = factsOf(online);
  const here = factsOf(offline);
  const table = here.target?.table ?? action.table;
  if (there.endpoint) return there.endpoint.affects.includes(table);
  if (!there.changes || online.do !== offline.do || (there.target?.table ?? action.table) !== table)
    return false;
  return !there.needsRecord || there.target?.record === here.target?.record;
}
