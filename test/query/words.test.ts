import { expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { QueryError } from '../../main/query/error.ts';
import { parse } from '../../main/query/parse.ts';
import { inWords } from '../../main/query/words.ts';
import { tableWith } from './given.ts';

const fields: Fields = new Map([
  ['state', 'choice'],
  ['assigned_to', 'reference'],
  ['short_description', 'string'],
  ['priority', 'choice'],
  ['opened_at', 'datetime'],
]);
const labels: Partial<Record<string, string>> = {
  state: 'State',
  assigned_to: 'Assigned to',
  short_description: 'Short description',
  priority: 'Priority',
  opened_at: 'Opened',
};
const states: Partial<Record<string, string>> = { 16: 'Assigned', 17: 'Accepted', 18: 'Work in progress' };
const vocabulary = {
  label: (field: string) => labels[field] ?? field,
  display: (field: string, value: string) => (field === 'state' ? states[value] : undefined) ?? value,
};

test.each([
  ['', ''],
  ['ORDERBYstate', ''],
  ['state=16^assigned_to=javascript:gs.getUserID()', 'State is Assigned and Assigned to is you'],
  ['state!=16', 'State is not Assigned'],
  ['assigned_to=', 'Assigned to is empty'],
  ['assigned_to!=', 'Assigned to is not empty'],
  ['stateIN17', 'State is Accepted'],
  ['stateIN16,17', 'State is Assigned or Accepted'],
  ['stateNOT IN16,17,18', 'State is not Assigned, Accepted or Work in progress'],
  ['assigned_toINjavascript:gs.getUserID(),', 'Assigned to is you or empty'],
  ['priority<3', 'Priority is less than 3'],
  ['priority<=3', 'Priority is at most 3'],
  ['priority>3', 'Priority is more than 3'],
  ['priority>=3', 'Priority is at least 3'],
  ['opened_at<2024-01-01', 'Opened is before 2024-01-01'],
  ['opened_at>=2024-01-01', 'Opened is 2024-01-01 or later'],
  ['opened_at=2024-01-01', 'Opened is 2024-01-01'],
  ['short_descriptionLIKEpump', 'Short description contains “pump”'],
  ['short_descriptionNOT LIKE$& {field}', 'Short description does not contain “$& {field}”'],
  ['short_descriptionSTARTSWITHa', 'Short description starts with “a”'],
  ['short_descriptionENDSWITHa', 'Short description ends with “a”'],
  ['assigned_toISEMPTY', 'Assigned to is empty'],
  ['assigned_toISNOTEMPTY', 'Assigned to is not empty'],
  ['state=16^ORstate=17', 'State is Assigned or State is Accepted'],
  ['state=16^ORpriority=1^assigned_to=x', '(State is Assigned or Priority is 1) and Assigned to is x'],
  ['state=16^assigned_to=x^NQpriority=1', 'State is Assigned and Assigned to is x or Priority is 1'],
])('"%s" is said as "%s"', (query, words) => {
  expect(inWords(parse(query), tableWith(fields), vocabulary)).toBe(words);
});

test('an unknown field is refused', () => {
  expect(() => inWords(parse('colour=red'), tableWith(fields), vocabulary)).toThrow(QueryError);
});
