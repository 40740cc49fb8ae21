import { expect } from 'vitest';
import { checkInputs } from '../../main/actions/inputs.ts';
import type { Database } from '../../main/database/database.ts';
import { Problem } from '../../main/problem.ts';
import { actionOf, type Catalog, tableOf } from '../../main/records/catalog.ts';
import { sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import { test } from './definition.ts';

const now = '2026-01-05 08:00:00';
const task = { sys_id: sysId(1), number: 'WOT1', state: '16', priority: '2' };

/** What is wrong with these inputs of the form of everything; null when nothing is. */
function wrong(database: Database, catalog: Catalog, inputs: Inputs): Record<string, string> | null {
  take(database, tableOf(catalog, 'sys_user'), [
    { name: 'Abel', active: 'true' },
    { name: 'Gone', active: 'false' },
  ]);
  try {
    checkInputs(database, catalog, actionOf(catalog, 'everything'), task, { inputs, now });
    return null;
  } catch (error) {
    if (!(error instanceof Problem) || error.failure.kind !== 'invalid-input') throw error;
    return error.failure.inputs;
  }
}

test.for<[what: string, input: string, good: string[], bad: string[], sentence: string]>([
  [
    'text',
    'words',
    ['', 'ten letters'.slice(0, 10), '日本'],
    ['eleven char'],
    'Words can have at most 10 characters; these are 11.',
  ],
  [
    'number',
    'count',
    ['', '0', '-1.5', '1000000'],
    ['many', '1,5', 'NaN', 'Infinity', '1 2', '0x10'],
    'Count must be a number.',
  ],
  ['boolean', 'urgent', ['false', ''], ['yes', 'TRUE', '1'], 'Urgent must be yes or no.'],
  [
    'date',
    'day',
    ['', '2024-02-29', '2026-12-31'],
    ['2026-02-29', '2026-02-30', '2026-13-01', '5.1.2026', '2026-01-05 08:00:00', 'today'],
    'Day must be a date.',
  ],
  [
    'date and time',
    'at',
    ['2026-01-05 23:59:59'],
    [
      '2026-01-05',
      '2026-02-30 08:00:00',
      '2026-01-05 25:00:00',
      '2026-01-05T08:00:00',
      '2026-01-05 24:00:00',
    ],
    'At must be a date and time.',
  ],
  ['choice', 'kind', ['', 'a', 'b'], ['c', 'Repair', 'A'], 'Kind must be one of its choices.'],
  ['choice of the instance', 'state', ['16', '3'], ['999', 'Assigned'], 'State must be one of its choices.'],
  [
    'reference',
    'person',
    ['', sysId(0)],
    [sysId(1), sysId(2), 'Abel'],
    'Person must be chosen from the list.',
  ],
])('%s inputs', ([, input, good, bad, sentence], { database, catalog }) => {
  for (const value of good)
    expect({ value, wrong: wrong(database, catalog, { [input]: value }) }).toEqual({ value, wrong: null });
  for (const value of bad) {
    const said = wrong(database, catalog, { [input]: value })?.[input];
    expect({ value, said }).toEqual({ value, said: sentence });
  }
});

test('white space alone is nothing given', ({ database, catalog }) => {
  expect(wrong(database, catalog, { urgent: 'true', words: ' \n' })).toEqual({ words: 'Words is needed.' });
});

test('every input that is wrong is named at once', ({ database, catalog }) => {
  const inputs = { words: 'much too long', count: 'many', kind: 'c' };
  expect(Object.keys(wrong(database, catalog, inputs) ?? {})).toEqual(['words', 'count', 'kind']);
});

test('what is hidden need not be given', ({ database, catalog }) => {
  expect(wrong(database, catalog, { kind: 'b', day: 'someday' })).toBeNull();
});

test('the inputs come back complete: defaults filled in, read-only ones as the form has them, others left out', ({
  database,
  catalog,
}) => {
  const inputs = { words: 'a', number: 'WOT999', sneaked: 'in' };
  expect(checkInputs(database, catalog, actionOf(catalog, 'everything'), task, { inputs, now })).toEqual({
    words: 'a',
    lines: '',
    count: '',
    urgent: 'false',
    day: '',
    at: now,
    kind: '',
    state: '16',
    person: '',
    number: 'WOT1',
  });
});

test('an action without a form takes no inputs', ({ database, catalog }) => {
  const given = { inputs: { words: 'a' }, now };
  expect(checkInputs(database, catalog, actionOf(catalog, 'accept'), task, given)).toEqual({});
});
