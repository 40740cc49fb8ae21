import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { QueryError } from '../../main/query/error.ts';
import { matcher } from '../../main/query/matches.ts';
import { parse } from '../../main/query/parse.ts';
import { toSql } from '../../main/query/to-sql.ts';
import { context, tableWith } from './given.ts';
import { meets } from './meets.ts';
import { Table } from './table.ts';

const fields: Fields = new Map([
  ['sys_id', 'string'],
  ['text', 'string'],
  ['state', 'choice'],
  ['count', 'integer'],
  ['active', 'boolean'],
  ['due', 'date'],
  ['start', 'datetime'],
  ['end', 'datetime'],
  ['user', 'reference'],
]);
const own = tableWith(fields);

let table: Table;

beforeAll(() => {
  table = new Table();
});
afterAll(() => {
  table.close();
});

/** Each with what meets it and what does not. In Vienna it is 2026-03-30 12:15:30, and was 11:15:30 CET on the 28th. */
describe.each<[string, Record<string, string>[], Record<string, string>[]]>([
  [
    'startBETWEENjavascript:gs.daysAgoStart(1)@javascript:gs.daysAgoEnd(1)',
    [{ start: '2026-03-28 23:00:00' }, { start: '2026-03-29 21:59:59' }],
    [{ start: '2026-03-28 22:59:59' }, { start: '2026-03-29 22:00:00' }, {}],
  ],
  [
    'startSAMEASend@day',
    [
      { start: '2026-03-28 23:30:00', end: '2026-03-29 21:30:00' },
      // The day of the month, as the instance has it.
      { start: '2026-03-10 12:00:00', end: '2026-04-10 12:00:00' },
    ],
    [{ start: '2026-03-28 22:30:00', end: '2026-03-28 23:30:00' }, { start: '2026-03-28 12:00:00' }, {}],
  ],
  [
    'startSAMEASdue@month',
    [{ start: '2026-03-31 22:30:00', due: '2026-04-20' }],
    [{ start: '2026-03-31', due: '2026-04-01' }],
  ],
  [
    'startNSAMEASend@day',
    [{ start: '2026-03-28 22:30:00', end: '2026-03-28 23:30:00' }],
    [{ start: '2026-03-01', end: '2026-03-01' }, { start: '2026-03-01' }, {}],
  ],
  [
    'startLT_FIELDend',
    [{ start: '2026-01-01 00:00:00', end: '2026-01-01 00:00:01' }],
    [{ start: '2026-01-01 00:00:00' }, { end: '2026-01-01 00:00:00' }],
  ],
  [
    'startONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()',
    [{ start: '2026-03-29 22:00:00' }, { start: '2026-03-30 21:59:59' }],
    [{ start: '2026-03-29 21:59:59' }, { start: '2026-03-30 22:00:00' }, {}],
  ],
  [
    'dueONToday@javascript:gs.beginningOfToday()@javascript:gs.endOfToday()',
    [{ due: '2026-03-30' }],
    [{ due: '2026-03-29' }, { due: '2026-03-31' }, {}],
  ],
  [
    'startON2026-03-29',
    [{ start: '2026-03-28 23:00:00' }, { start: '2026-03-29 21:59:59' }],
    [{ start: '2026-03-28 22:59:59' }, { start: '2026-03-29 22:00:00' }],
  ],
  ['dueON2026-03-29', [{ due: '2026-03-29' }], [{ due: '2026-03-28' }, {}]],
  [
    'startON2026-03-29@2026-03-29 00:00:00@2026-03-29 23:59:59',
    [{ start: '2026-03-29 23:59:59' }],
    [{ start: '2026-03-30 00:00:00' }],
  ],
  ['startNOTON2026-03-29', [{ start: '2026-03-29 22:00:00' }, {}], [{ start: '2026-03-29 21:00:00' }]],
  [
    'startRELATIVEGT@hour@ago@3',
    [{ start: '2026-03-30 07:15:31' }, { start: '2027-01-01 00:00:00' }],
    [{ start: '2026-03-30 07:15:30' }, {}],
  ],
  ['startRELATIVEGE@hour@ago@3', [{ start: '2026-03-30 07:15:30' }], [{ start: '2026-03-30 07:15:29' }]],
  ['startRELATIVELT@hour@ago@3', [{ start: '2026-03-30 07:15:29' }], [{ start: '2026-03-30 07:15:30' }, {}]],
  [
    'startRELATIVELE@minute@ahead@60',
    [{ start: '2026-03-30 11:15:30' }],
    [{ start: '2026-03-30 11:15:31' }, {}],
  ],
  ['startRELATIVEGT@dayofweek@ago@2', [{ start: '2026-03-28 11:15:31' }], [{ start: '2026-03-28 11:15:30' }]],
  ['startRELATIVEGE@month@ago@1', [{ start: '2026-02-28 11:15:30' }], [{ start: '2026-02-28 11:15:29' }]],
  [
    'startRELATIVEEE@day@ago@1',
    [{ start: '2026-03-28 23:00:00' }, { start: '2026-03-29 21:59:59' }],
    [{ start: '2026-03-28 22:59:59' }, {}],
  ],
  [
    'startRELATIVEEE@hour@ago@1',
    [{ start: '2026-03-30 09:00:00' }, { start: '2026-03-30 09:59:59' }],
    [{ start: '2026-03-30 10:00:00' }],
  ],
  ['dueRELATIVELT@day@ago@1', [{ due: '2026-03-28' }], [{ due: '2026-03-29' }, {}]],
  [
    'startMORETHANend@day@before@1',
    [{ start: '2026-03-28 11:59:59', end: '2026-03-29 11:00:00' }],
    [{ start: '2026-03-28 12:00:00', end: '2026-03-29 11:00:00' }, { start: '2026-03-28' }],
  ],
  [
    'startMORETHANend@hour@after@2',
    [{ start: '2026-03-28 14:00:01', end: '2026-03-28 12:00:00' }],
    [{ start: '2026-03-28 14:00:00', end: '2026-03-28 12:00:00' }, {}],
  ],
  [
    'startLESSTHANend@hour@before@3',
    [
      { start: '2026-03-28 09:00:01', end: '2026-03-28 12:00:00' },
      { start: '2026-03-28 12:00:00', end: '2026-03-28 12:00:00' },
    ],
    [
      { start: '2026-03-28 09:00:00', end: '2026-03-28 12:00:00' },
      { start: '2026-03-28 12:00:01', end: '2026-03-28 12:00:00' },
    ],
  ],
  [
    'startLESSTHANdue@hour@after@3',
    [{ start: '2026-03-27 23:00:00', due: '2026-03-28' }],
    [
      { start: '2026-03-27 22:59:59', due: '2026-03-28' },
      { start: '2026-03-28 02:00:00', due: '2026-03-28' },
    ],
  ],
  [
    "startDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','EE')",
    [{ start: '2026-03-29 22:30:00' }],
    [{ start: '2026-03-30 22:30:00' }, { start: 'monday' }, {}],
  ],
  [
    "startDATEPARTSaturday@javascript:gs.datePart('dayofweek','saturday','GE')",
    [{ start: '2026-03-28 12:00:00' }, { start: '2026-03-29 12:00:00' }],
    [{ start: '2026-03-30 12:00:00' }],
  ],
  [
    "startDATEPARTNoon@javascript:gs.datePart('hour','12','LT')",
    [{ start: '2026-03-30 09:59:59' }],
    [{ start: '2026-03-30 10:00:00' }, {}],
  ],
  [
    "dueDATEPARTMarch@javascript:gs.datePart('month','mar','GT')",
    [{ due: '2020-04-01' }],
    [{ due: '2026-03-31' }, {}],
  ],
  [
    "dueDATEPART2025@javascript:gs.datePart('year','2025','LE')",
    [{ due: '2025-12-31' }],
    [{ due: '2026-01-01' }],
  ],
  [
    'start>=javascript:gs.daysAgo(1)',
    [{ start: '2026-03-29 10:15:30' }],
    [{ start: '2026-03-29 10:15:29' }, {}],
  ],
  ['due=javascript:gs.now()', [{ due: '2026-03-30' }], [{ due: '2026-03-29' }]],
])('%s', (query, met, unmet) => {
  test.each(met)('is met by %o', (values) => {
    expect(meets(table, own, context, query, values)).toBe(true);
  });
  test.each(unmet)('is not met by %o', (values) => {
    expect(meets(table, own, context, query, values)).toBe(false);
  });
});

describe('refused by both evaluators, naming the term', () => {
  test.each([
    'count>javascript:gs.daysAgo(1)',
    'activeON2026-03-30',
    'userRELATIVEGT@hour@ago@3',
    'startMORETHANcount@day@before@1',
    'countLESSTHANstart@day@before@1',
    'textSAMEASuser@day',
    "stateDATEPARTMonday@javascript:gs.datePart('dayofweek','monday','EE')",
  ])('%s', (text) => {
    const query = parse(text);
    for (const evaluate of [() => matcher(query, own, context), () => toSql(query, own, context)]) {
      expect(evaluate).toThrow(QueryError);
      expect(evaluate).toThrow(`"${text}"`);
    }
  });
});
