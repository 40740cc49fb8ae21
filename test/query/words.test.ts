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
  ['closed_at', 'datetime'],
]);
const labels: Partial<Record<string, string>> = {
  state: 'State',
  assigned_to: 'Assigned to',
  short_description: 'Short description',
  priority: 'Priority',
  opened_at: 'Opened',
  closed_at: 'Closed',
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
  ['short_descriptionMATCH_RGXA [0-9]+', 'Short description matches the pattern A [0-9]+'],
  ['short_descriptionMATCH_RGX_FIELDstate', 'Short description matches the pattern in State'],
  ['assigned_toISEMPTY', 'Assigned to is empty'],
  ['assigned_toISNOTEMPTY', 'Assigned to is not empty'],
  ['state=16^ORstate=17', 'State is Assigned or State is Accepted'],
  ['state=16^ORpriority=1^assigned_to=x', '(State is Assigned or Priority is 1) and Assigned to is x'],
  ['state=16^assigned_to=x^NQpriority=1', 'State is Assigned and Assigned to is x or Priority is 1'],
  ['priorityBETWEEN1@2', 'Priority is between 1 and 2'],
  ['stateBETWEEN16@18', 'State is between Assigned and Work in progress'],
  ['assigned_toEMPTYSTRING', 'Assigned to is empty'],
  ['prioritySAMEASstate', 'Priority is the same as State'],
  ['priorityNSAMEASstate', 'Priority is not the same as State'],
  ['opened_atSAMEASclosed_at@day', 'Opened has the same day as Closed'],
  ['opened_atNSAMEASclosed_at@day', 'Opened does not have the same day as Closed'],
  ['priorityGT_FIELDstate', 'Priority is more than State'],
  ['priorityGT_OR_EQUALS_FIELDstate', 'Priority is at least State'],
  ['priorityLT_FIELDstate', 'Priority is less than State'],
  ['priorityLT_OR_EQUALS_FIELDstate', 'Priority is at most State'],
  ['opened_atGT_FIELDclosed_at', 'Opened is after Closed'],
  ['opened_atLT_OR_EQUALS_FIELDclosed_at', 'Opened is not after Closed'],
  ['stateIN_FIELDshort_description', 'State is one of Short description'],
  ['opened_atONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()', 'Opened is today'],
  [
    'opened_atNOTONLast 7 days@javascript:gs.beginningOfLast7Days()@javascript:gs.endOfLast7Days()',
    'Opened is not in the last 7 days',
  ],
  ['opened_atON2026-11-22', 'Opened is 2026-11-22'],
  ['opened_atRELATIVELT@hour@ago@3', 'Opened is more than 3 hours ago'],
  ['opened_atRELATIVELE@day@ago@1', 'Opened is at least 1 day ago'],
  ['opened_atRELATIVEGT@dayofweek@ago@30', 'Opened is later than 30 days ago'],
  ['opened_atRELATIVEGE@hour@ago@3', 'Opened is 3 hours ago or later'],
  ['opened_atRELATIVEEE@month@ago@1', 'Opened is 1 month ago'],
  ['opened_atRELATIVEGT@hour@ahead@3', 'Opened is more than 3 hours from now'],
  ['opened_atRELATIVEGE@hour@ahead@3', 'Opened is at least 3 hours from now'],
  ['opened_atRELATIVELT@hour@ahead@3', 'Opened is earlier than 3 hours from now'],
  ['opened_atRELATIVELE@hour@ahead@3', 'Opened is 3 hours from now or earlier'],
  ['opened_atMORETHANclosed_at@day@before@1', 'Opened is more than 1 day before Closed'],
  ['opened_atLESSTHANclosed_at@hour@after@3', 'Opened is less than 3 hours after Closed'],
  ["opened_atDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','EE')", 'Opened falls on Monday'],
  ["opened_atDATEPARTMarch@javascript:gs.datePart('month','mar','GE')", 'Opened falls on or after March'],
  ['stateINSTANCEOF16', 'State is a kind of Assigned'],
  ['assigned_toDYNAMIC90d1921e5f510100a9ad2572f2b477fe', 'Assigned to is you'],
  ['short_description=javascript:gs.getUserName()', 'Short description is you'],
  ['opened_at>=javascript:gs.daysAgoStart(7)', 'Opened is 7 days ago or later'],
  ['opened_at>javascript:gs.daysAgo(-1)', 'Opened is after 1 day from now'],
  ['opened_at<javascript:gs.daysAgoStart(0)', 'Opened is before today'],
  ['opened_at<javascript:gs.monthsAgoStart(0)', 'Opened is before this month'],
  ['opened_at<=javascript:gs.nowDateTime()', 'Opened is now or earlier'],
  ['opened_at>javascript:gs.endOfLastMonth()', 'Opened is after the end of last month'],
  ['opened_at>javascript:gs.beginningOfLast7Days()', 'Opened is after the beginning of the last 7 days'],
  ["opened_at>javascript:gs.dateGenerate('2026-11-22','08:00:00')", 'Opened is after 2026-11-22 08:00:00'],
  ["opened_at>javascript:gs.dateGenerate('2026-11-22','end')", 'Opened is after 2026-11-22'],
])('"%s" is said as "%s"', (query, words) => {
  expect(inWords(parse(query), tableWith(fields), vocabulary)).toBe(words);
});

test('an unknown field is refused', () => {
  expect(() => inWords(parse('colour=red'), tableWith(fields), vocabulary)).toThrow(QueryError);
});
