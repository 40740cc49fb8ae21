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
  ['sys_class_name', 'string'],
  ['text', 'string'],
  ['note', 'string'],
  ['state', 'choice'],
  ['count', 'integer'],
  ['cost', 'decimal'],
  ['start', 'datetime'],
  ['end', 'datetime'],
  ['user', 'reference'],
  ['owner', 'reference'],
]);
const own = tableWith(fields);
const asked = {
  ...context,
  classes: new Map([
    ['linux', ['server', 'ci']],
    ['server', ['ci']],
    ['printer', ['ci']],
  ]),
};
const me = '90d1921e5f510100a9ad2572f2b477fe';

let table: Table;

beforeAll(() => {
  table = new Table();
});
afterAll(() => {
  table.close();
});

/** Each with what meets it and what does not. */
describe.each<[string, Record<string, string>[], Record<string, string>[]]>([
  [
    'countBETWEEN2@10',
    [{ count: '2' }, { count: '9' }, { count: '10' }],
    [{ count: '1' }, { count: '11' }, {}],
  ],
  ['textBETWEENb@d', [{ text: 'b' }, { text: 'czz' }], [{ text: 'B' }, { text: 'dd' }, {}]],
  ['userBETWEENA@M', [{ user: 'z', dv_user: 'Beth' }], [{ user: 'B', dv_user: 'Zoe' }]],
  ['textEMPTYSTRING', [{}], [{ text: ' ' }]],
  ['textSAMEASnote', [{ text: 'a', note: 'a' }], [{ text: 'a', note: 'A' }, { text: 'a' }, {}]],
  [
    'textNSAMEASnote',
    [{ text: 'a', note: 'A' }],
    [{ text: 'a', note: 'a' }, { text: 'a' }, { note: 'a' }, {}],
  ],
  ['countSAMEAScost', [{ count: '5', cost: '5.00' }], [{ count: '5', cost: '5.01' }, { cost: '0' }, {}]],
  ['countNSAMEAScost', [{ count: '5', cost: '5.01' }], [{ count: '5', cost: '5.00' }, { cost: '0' }, {}]],
  ['userSAMEASowner', [{ user: 'a', dv_user: 'A', owner: 'a', dv_owner: 'B' }], [{ user: 'a', owner: 'b' }]],
  [
    'countGT_FIELDcost',
    [{ count: '10', cost: '9.5' }],
    [{ count: '9', cost: '9' }, { count: '9' }, { cost: '-9' }],
  ],
  ['countGT_OR_EQUALS_FIELDcost', [{ count: '9', cost: '9.0' }], [{ count: '8', cost: '9' }, {}]],
  [
    'stateLT_OR_EQUALS_FIELDcount',
    [
      { state: '9', count: '10' },
      { state: '10', count: '10' },
    ],
    [{ state: 'open', count: '10' }],
  ],
  [
    'userLT_FIELDowner',
    [{ user: 'z', dv_user: 'Abel', owner: 'a', dv_owner: 'Beth' }],
    [{ user: 'a', dv_user: 'Z', owner: 'b', dv_owner: 'B' }],
  ],
  [
    'textIN_FIELDnote',
    [
      { text: 'b', note: 'a,b' },
      { text: 'a', note: 'a' },
    ],
    [{ text: 'a', note: 'ab,ba' }, { note: ',' }, {}],
  ],
  [
    'textMATCH_RGXPump (?:room|hall) [0-9]{2}',
    [{ text: 'Pump room 07' }, { text: 'Pump hall 12' }],
    [{ text: 'Pump room 7' }, { text: 'pump room 07' }, { text: 'A Pump room 07' }, {}],
  ],
  ['userMATCH_RGX^A.*$', [{ user: 'z', dv_user: 'Abel' }], [{ user: 'A', dv_user: 'Beth' }, {}]],
  ['textMATCH_RGX\\w*', [{ text: 'é'.normalize('NFD').slice(0, 1) }, {}], [{ text: 'é' }, { text: 'a b' }]],
  [
    'textMATCH_RGX_FIELDnote',
    [{ text: 'ab', note: 'a.' }],
    [{ text: 'abc', note: 'a.' }, { text: '(', note: '(' }, { note: 'a*' }, { text: 'a' }, {}],
  ],
  [
    'sys_class_nameINSTANCEOFserver',
    [{ sys_class_name: 'server' }, { sys_class_name: 'linux' }],
    [{ sys_class_name: 'printer' }, { sys_class_name: 'ci' }, {}],
  ],
  ['sys_class_nameINSTANCEOFrouter', [{ sys_class_name: 'router' }], [{ sys_class_name: 'linux' }]],
  [`userDYNAMIC${me}`, [{ user: 'u1' }], [{ user: 'u2', dv_user: 'u1' }, {}]],
  ['text=javascript:gs.getUserName()', [{ text: 'abel.tuter' }], [{ text: 'u1' }]],
])('%s', (query, met, unmet) => {
  test.each(met)('is met by %o', (values) => {
    expect(meets(table, own, asked, query, values)).toBe(true);
  });
  test.each(unmet)('is not met by %o', (values) => {
    expect(meets(table, own, asked, query, values)).toBe(false);
  });
});

describe('refused by both evaluators, naming the term', () => {
  test.each(['countBETWEEN1@many', 'textSAMEAScolour', 'countGT_FIELDtext', 'textLT_FIELDcount'])(
    '%s',
    (text) => {
      const query = parse(text);
      for (const evaluate of [() => matcher(query, own, asked), () => toSql(query, own, asked)]) {
        expect(evaluate).toThrow(QueryError);
        expect(evaluate).toThrow(`"${text}"`);
      }
    },
  );
});
