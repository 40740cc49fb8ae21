import { describe, expect, test } from 'vitest';

import { QueryError } from '../../main/query/error.ts';
import { fieldsOf } from '../../main/query/fields-of.ts';
import type { Call } from '../../main/query/functions.ts';
import { parse } from '../../main/query/parse.ts';
import { print } from '../../main/query/print.ts';

const me = '90d1921e5f510100a9ad2572f2b477fe';

function call(name: string, ...given: string[]): Call {
  return { call: `gs.${name}`, given };
}

describe('what follows an operator', () => {
  test.each([
    ['priorityBETWEEN1@3', 'BETWEEN', ['1', '3']],
    [
      'startBETWEENjavascript:gs.daysAgoStart(7)@javascript:gs.endOfToday()',
      'BETWEEN',
      [call('daysAgoStart', '7'), call('endOfToday')],
    ],
    [
      "startBETWEENjavascript:gs.dateGenerate('2026-11-22','start')@2026-11-23",
      'BETWEEN',
      [call('dateGenerate', '2026-11-22', 'start'), '2026-11-23'],
    ],
    [
      "startINjavascript:gs.dateGenerate('2026-11-22','end'),x",
      'IN',
      [call('dateGenerate', '2026-11-22', 'end'), 'x'],
    ],
    ['nameIN(a,b)', 'IN', ['(a', 'b)']],
    ['start>=javascript:gs.daysAgo(-3);', '>=', [call('daysAgo', '-3')]],
    ['start>=javascript: gs.daysAgo( 3 )', '>=', [call('daysAgo', '3')]],
    ['start>=javascript:gs.daysAgo("3")', '>=', [call('daysAgo', '3')]],
    ['nameEMPTYSTRING', 'EMPTYSTRING', []],
    ['nameISEMPTYSTRING', 'EMPTYSTRING', []],
    ['startSAMEASend', 'SAMEAS', ['end']],
    ['startSAMEASend@day', 'SAMEAS', ['end', 'day']],
    ['startNSAMEASparent.start@month', 'NSAMEAS', ['parent.start', 'month']],
    ['aGT_FIELDb', 'GT_FIELD', ['b']],
    ['aGT_OR_EQUALS_FIELDb', 'GT_OR_EQUALS_FIELD', ['b']],
    ['aLT_FIELDb', 'LT_FIELD', ['b']],
    ['aLT_OR_EQUALS_FIELDb.c', 'LT_OR_EQUALS_FIELD', ['b.c']],
    ['aIN_FIELDb', 'IN_FIELD', ['b']],
    [
      'startONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)',
      'ON',
      ['Today', call('daysAgoStart', '0'), call('daysAgoEnd', '0')],
    ],
    [
      'startON2026-11-22@2026-11-22 00:00:00@2026-11-22 23:59:59',
      'ON',
      ['2026-11-22', '2026-11-22 00:00:00', '2026-11-22 23:59:59'],
    ],
    ['startNOTON2026-11-22', 'NOTON', ['2026-11-22']],
    ['startRELATIVEGT@hour@ago@3', 'RELATIVEGT', ['hour', 'ago', '3']],
    ['startRELATIVEGE@dayofweek@ago@30', 'RELATIVEGE', ['dayofweek', 'ago', '30']],
    ['startRELATIVELT@minute@ahead@60', 'RELATIVELT', ['minute', 'ahead', '60']],
    ['startRELATIVELE@quarter@ago@1', 'RELATIVELE', ['quarter', 'ago', '1']],
    ['startRELATIVEEE@year@ago@1', 'RELATIVEEE', ['year', 'ago', '1']],
    ['startMORETHANend@day@before@1', 'MORETHAN', ['end', 'day', 'before', '1']],
    ['startLESSTHANend@hour@after@3', 'LESSTHAN', ['end', 'hour', 'after', '3']],
    [
      "startDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','GE')",
      'DATEPART',
      ['Monday', 'dayofweek', 'monday', 'GE'],
    ],
    [
      "startDATEPARTNoon hour@javascript:gs.datePart('hour', '12','EE')",
      'DATEPART',
      ['Noon hour', 'hour', '12', 'EE'],
    ],
    ['sys_class_nameINSTANCEOFcmdb_ci', 'INSTANCEOF', ['cmdb_ci']],
    [`userDYNAMIC${me}`, 'DYNAMIC', [me]],
  ])('%s', (text, operator, values) => {
    const query = parse(text);
    expect(query.groups[0]?.[0]?.[0]).toMatchObject({ operator, values });
    expect(parse(print(query))).toEqual(query);
  });

  test.each([
    'startONToday@javascript:gs.daysAgoStart(0)@javascript:gs.daysAgoEnd(0)',
    "startDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','GE')",
    "startBETWEENjavascript:gs.dateGenerate('2026-11-22','start')@2026-11-23",
    'startRELATIVEGT@hour@ago@3^ORstartSAMEASend@day',
    `userDYNAMIC${me}^startMORETHANend@day@before@1`,
  ])('is written as the instance reads it: %s', (text) => {
    expect(print(parse(text))).toBe(text);
  });
});

test('the field that another is compared with is asked for, too', () => {
  expect(fieldsOf(parse('aGT_FIELDb.c^dSAMEASe@day^fMORETHANg@day@before@1^h=i'))).toEqual([
    ...['a', 'b.c', 'd', 'e', 'f', 'g', 'h'],
  ]);
});

describe('refused, naming the term', () => {
  test.each([
    'priorityBETWEEN1',
    'priorityBETWEEN1@2@3',
    'priorityBETWEEN@3',
    'priorityBETWEEN1@javascript:alert(1)',
    'startSAMEAS',
    'startSAMEASend@century',
    'startSAMEASEnd',
    'startGT_FIELDend@day',
    'startONToday',
    'startON2026-13-45',
    'startONToday@javascript:gs.daysAgoStart(0)',
    'startONjavascript:gs.daysAgoStart(0)',
    'startRELATIVEGThour@ago@3',
    'startRELATIVEGT@fortnight@ago@3',
    'startRELATIVEGT@hour@before@3',
    'startRELATIVEGT@hour@ago@-3',
    'startRELATIVEGT@hour@ago@soon',
    'startMORETHANend@day@ago@1',
    'startMORETHANday@before@1',
    'startDATEPARTMonday',
    'startDATEPARTMonday@monday',
    "startDATEPARTMonday@javascript:gs.datePart('dayofweek','monday')",
    "startDATEPARTMonday@javascript:gs.datePart('dayofweek','moonday','EE')",
    "startDATEPARTMonday@javascript:gs.datePart('era','1','EE')",
    "start>javascript:gs.datePart('dayofweek','monday','EE')",
    'start>javascript:gs.daysAgo()',
    'start>javascript:gs.daysAgo(x)',
    'start>javascript:gs.daysAgo(1,2)',
    'start>javascript:gs.daysAgo(99999999)',
    'start>javascript:gs.daysAgo(gs.getUserID())',
    'start>javascript:gs.endOfToday(1)',
    'start>javascript:gs.beginningOfTime()',
    "start>javascript:gs.dateGenerate('2026-02-99','start')",
    "start>javascript:gs.dateGenerate('2026-02-01','25:00:00')",
    "start>javascript:gs.dateGenerate('2026-02-01','it's')",
    'userDYNAMIC',
    `userDYNAMIC${'0'.repeat(32)}`,
    'nameMATCH_RGX',
    'nameMATCH_RGX(?=Q)',
    'nameMATCH_RGX(a)\\1',
    'nameMATCH_RGXa{400}',
    'nameMATCH_RGX[a-',
    `nameMATCH_RGX${'a'.repeat(201)}`,
    'nameMATCH_RGX_FIELDa.',
    'locationIN_HIERARCHYx',
    'stateVALCHANGES',
    'stateCHANGESFROM1',
    'stateCHANGESTO2',
    '123TEXTQUERY321=pump',
    'RLQUERYincident.caller_id,>=1',
    'ENDRLQUERY',
  ])('%s', (text) => {
    expect(() => parse(`a=1^${text}`)).toThrow(QueryError);
    expect(() => parse(`a=1^${text}`)).toThrow(expect.objectContaining({ term: text }));
    expect(() => parse(`a=1^${text}`)).toThrow(`"${text}"`);
  });

  test.each([
    ['123TEXTQUERY321=pump', '"123TEXTQUERY321=pump" cannot be evaluated on this laptop'],
    [
      'nameMATCH_RGX(a',
      '"nameMATCH_RGX(a" cannot be read: MATCH_RGX takes a regular expression of characters',
    ],
    ['aIN_HIERARCHYb', '"aIN_HIERARCHYb" has IN_HIERARCHY, which cannot be evaluated on this laptop'],
    ['stateCHANGESTO2', 'which belongs to the rules of the instance'],
    ['startRELATIVEGT@hour', 'RELATIVEGT takes a length of time, such as @hour@ago@3'],
    ['stateISEMPTY5', 'ISEMPTY takes no value'],
  ])('%s: %s', (text, sentence) => {
    expect(() => parse(text)).toThrow(sentence);
  });
});
