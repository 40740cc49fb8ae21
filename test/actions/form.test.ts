import { expect } from 'vitest';
import { formInputs, formScreen } from '../../main/actions/form.ts';
import type { Database } from '../../main/database/database.ts';
import { actionOf, type Catalog, tableOf } from '../../main/records/catalog.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import { me, sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';
import { test } from './definition.ts';

const now = '2026-01-05 08:00:00';
const task = { sys_id: sysId(1), number: 'WOT1', state: '16', priority: '2' };

/** The inputs by name that are so for what was typed. */
function which(
  database: Database,
  catalog: Catalog,
  so: 'mandatory' | 'readOnly' | 'visible',
  inputs: Inputs | null,
  record = task,
): string[] {
  const shown = formInputs(database, catalog, actionOf(catalog, 'everything'), record, { inputs, now });
  return shown.filter((input) => input[so]).map(({ name }) => name);
}

test('a form opens with its defaults', ({ database, catalog }) => {
  const inputs = formInputs(database, catalog, actionOf(catalog, 'everything'), task, { inputs: null, now });
  expect(inputs.map(({ name, value }) => [name, value])).toEqual([
    ...[
      ['words', ''],
      ['lines', ''],
      ['count', ''],
      ['urgent', 'false'],
      ['day', ''],
      ['at', now],
    ],
    ...[
      ['kind', ''],
      ['state', '16'],
      ['person', ''],
      ['number', 'WOT1'],
    ],
  ]);
  expect(inputs.find(({ name }) => name === 'state')?.display).toBe('Assigned');
});

test.for<[what: string, inputs: Inputs | null, mandatory: string[], hidden: string[]]>([
  ['as it opens', null, [], []],
  ['with a condition on an input', { urgent: 'true' }, ['words'], []],
  ['with one that hides what it also makes mandatory', { kind: 'b' }, [], ['day']],
  ['with the other way to meet the same condition', { count: '10' }, [], ['day']],
  ['with a number that is compared as a number', { count: '5' }, [], []],
  ['with a condition on who asks', { person: me.sys_id }, [], ['lines']],
  ['with several', { urgent: 'true', kind: 'b', person: me.sys_id }, ['words'], ['lines', 'day']],
])('the rules of a form %s', ([, inputs, mandatory, hidden], { database, catalog }) => {
  expect(which(database, catalog, 'mandatory', inputs)).toEqual(mandatory);
  const visible = which(database, catalog, 'visible', inputs);
  const all =
    catalog.definition.forms.find(({ id }) => id === 'everything')?.inputs.map(({ name }) => name) ?? [];
  expect(all.filter((name) => !visible.includes(name))).toEqual(hidden);
});

test('a rule may go by the record', ({ database, catalog }) => {
  expect(which(database, catalog, 'readOnly', null)).toEqual(['number']);
  expect(which(database, catalog, 'readOnly', null, { ...task, priority: '1' })).toEqual([
    'urgent',
    'number',
  ]);
});

test('what was typed into a read-only input is not taken', ({ database, catalog }) => {
  const inputs = { number: 'WOT999', words: 'a' };
  const shown = formInputs(database, catalog, actionOf(catalog, 'everything'), task, { inputs, now });
  expect(shown.find(({ name }) => name === 'number')?.value).toBe('WOT1');
  expect(shown.find(({ name }) => name === 'words')?.value).toBe('a');
});

test('choices come from the definition or the instance, and references show who they mean', ({
  database,
  catalog,
}) => {
  take(database, tableOf(catalog, 'sys_user'), [{ name: 'Abel' }]);
  const inputs = { person: sysId(0), kind: 'a' };
  const shown = formInputs(database, catalog, actionOf(catalog, 'everything'), task, { inputs, now });
  const input = (name: string) => shown.find((one) => one.name === name);
  expect(input('kind')).toMatchObject({
    display: 'Repair',
    choices: [{ value: 'a', label: 'Repair' }, { value: 'b' }],
  });
  expect(input('state')?.choices).toContainEqual({ value: '17', label: 'Accepted' });
  expect(input('person')).toMatchObject({ display: 'Abel', choices: [] });
  expect(input('words')).toMatchObject({ maxLength: 10, hint: null });
  expect(input('lines')).toMatchObject({ maxLength: null, hint: 'As many as you like' });
});

test('a form says what it is for', ({ database, catalog }) => {
  const given = { inputs: null, revises: 3, draft: null, since: null, many: null, now };
  expect(formScreen(database, catalog, actionOf(catalog, 'close-complete'), task, given)).toMatchObject({
    action: { id: 'close-complete', label: 'Close complete' },
    title: 'Close complete',
    revises: 3,
    record: { table: 'wm_task', sys_id: task.sys_id, title: 'WOT1' },
  });
  expect(() => formScreen(database, catalog, actionOf(catalog, 'accept'), task, given)).toThrow(
    'Accept has no form',
  );
});
