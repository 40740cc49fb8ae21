import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { QueryError } from '../../main/query/error.ts';
import { keyset, keysetColumns, walkedColumns } from '../../main/query/keyset.ts';
import { matcher } from '../../main/query/matches.ts';
import { comparer, orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import type { Lookup, Row } from '../../main/query/row.ts';
import type { Table as Known } from '../../main/query/table.ts';
import { toSql } from '../../main/query/to-sql.ts';
import { context } from './given.ts';
import { Table, compile, select } from './table.ts';

const ofTasks: Fields = new Map([
  ['sys_id', 'string'],
  ['state', 'choice'],
  ['count', 'integer'],
  ['start', 'datetime'],
  ['parent', 'reference'],
  ['user', 'reference'],
  ['group', 'reference'],
  ['about', 'reference'],
]);
const ofUsers: Fields = new Map([
  ['sys_id', 'string'],
  ['name', 'string'],
  ['state', 'choice'],
  ['manager', 'reference'],
]);

const userReferences = new Map<string, Known>();
const users: Known = { name: 'sys_user', cache: 'users', types: ofUsers, references: userReferences };
userReferences.set('manager', users);
const taskReferences = new Map<string, Known>([['user', users]]);
const tasks: Known = { name: 'task', cache: 't', types: ofTasks, references: taskReferences };
taskReferences.set('parent', tasks);

const anything: Known = {
  name: 'anything',
  cache: 'anything',
  types: new Map([
    ['sys_id', 'string'],
    ['state', 'choice'],
  ]),
  references: new Map(),
  parts: [tasks, users],
};
taskReferences.set('about', anything);

const people: Row[] = [
  { sys_id: 'u1', name: 'Abel', state: 'x', manager: 'u2', dv_manager: 'Beth' },
  { sys_id: 'u2', name: 'Beth', state: '', manager: 'u3', dv_manager: 'Carl' },
  { sys_id: 'u3', name: 'Carl', state: 'y', manager: 'gone', dv_manager: 'Dora' },
];
const work: Row[] = [
  {
    sys_id: '1',
    state: '1',
    about: 'u1',
    count: '2',
    start: '2026-03-01 10:00:00',
    parent: '2',
    user: 'u1',
    dv_user: 'Abel',
  },
  {
    sys_id: '2',
    state: '3',
    about: '4',
    count: '10',
    start: '2026-03-02 10:00:00',
    parent: '',
    user: 'u2',
    dv_user: 'Beth',
  },
  { sys_id: '3', state: '3', count: '', start: '', parent: 'gone', user: 'u3', dv_user: 'Carl' },
  { sys_id: '4', state: '10', count: '7', start: '2026-02-01 10:00:00', parent: '1', user: '', dv_user: '' },
];
const lookup: Lookup = (known, sysId) =>
  (known === users ? people : known === tasks ? work : [...people, ...work]).find(
    (row) => row['sys_id'] === sysId,
  );

let table: Table;

beforeAll(() => {
  table = new Table();
  table.fill(ofTasks, work, [['sys_id']]);
  table.fill(ofUsers, people, [['sys_id']], 'users');
});
afterAll(() => {
  table.close();
});

/** sys_ids of the tasks that meet a query, as both evaluators say, with and without a name for the table. */
function found(text: string): string {
  const query = parse(text);
  const ids = (rows: readonly Row[]) => rows.map((row) => row['sys_id']).join();
  const bare = ids(table.rows(select([toSql(query, tasks, context)], orderSql([], tasks))));
  expect(ids(table.rows(select([toSql(query, tasks, context, 't')], orderSql([], tasks, 't'))))).toBe(bare);
  expect(ids(work.filter(matcher(query, tasks, context, lookup)))).toBe(bare);
  return bare;
}

test.each([
  ['user.name=Beth', '2'],
  ['user.nameLIKEb', '1,2'],
  ['user.name!=Beth', '1,3,4'],
  ['user.nameISEMPTY', '4'],
  ['user.stateISEMPTY', '2,4'],
  ['user.stateISNOTEMPTY', '1,3'],
  ['user.manager=u3', '2'],
  ['user.managerLIKEbeth', '1'],
  ['user.manager>Beth', '2,3'],
  ['user.manager.name=Carl', '2'],
  ['user.manager.manager.name=Carl', '1'],
  ['user.manager.manager.nameISEMPTY', '2,3,4'],
  ['parent.state=3', '1'],
  ['parent.state>1', '1'],
  ['parent.count<10', '4'],
  ['parent.countBETWEEN2@10', '1,4'],
  ['parent.user.manager.name=Carl', '1'],
  ['parent.parent.state=3', '4'],
  ['about.state=x', '1'],
  ['about.state=10', '2'],
  ['about.stateISEMPTY', '3,4'],
  ['parent.about.state=10', '1'],
  ['stateSAMEASuser.state', ''],
  ['countLT_FIELDparent.count', '1'],
  ['parent.countGT_FIELDcount', '1'],
  ['parent.stateSAMEASparent.parent.state', ''],
  ['parent.stateNSAMEASparent.parent.state', '4'],
  ['startMORETHANparent.start@day@before@20', '4'],
  ['parent.startON2026-03-02', '1'],
  ['user.name=Abel^ORparent.state=1^count>1', '1,4'],
  ['userDYNAMIC90d1921e5f510100a9ad2572f2b477fe^user.manager.nameSTARTSWITHb', '1'],
])('%s finds %s', (query, ids) => {
  expect(found(query)).toBe(ids);
});

test('a walk is one seek for each record, and its values are bound', () => {
  const statement = select(
    [toSql(parse('state=1^user.manager.name=Abel'), tasks, context, 't')],
    orderSql([], tasks, 't'),
  );
  expect(table.plan(statement).filter((step) => step.startsWith('SCAN'))).toEqual(['SCAN t USING INDEX t_0']);
  expect(table.plan(statement).filter((step) => step.startsWith('SEARCH'))).toEqual([
    'SEARCH hop1 USING INDEX users_0 (sys_id=?)',
    'SEARCH hop2 USING INDEX users_0 (sys_id=?)',
  ]);
  expect(compile(statement).text).not.toContain('Abel');
});

describe('refused by both evaluators, naming the term', () => {
  test.each([
    ['user.colour=red', 'colour'],
    ['colour.name=red', 'not among the fields'],
    ['state.name=x', 'state refers to no other record'],
    ['group.name=x', 'the records that group refers to are not cached'],
    ['user.manager.state.x=1', 'state refers to no other record'],
    ['countGT_FIELDgroup.count', 'not cached'],
    ['about.name=Abel', 'not among the fields'],
  ])('%s: %s', (text, why) => {
    const query = parse(text);
    for (const evaluate of [() => matcher(query, tasks, context), () => toSql(query, tasks, context)]) {
      expect(evaluate).toThrow(QueryError);
      expect(evaluate).toThrow(text);
      expect(evaluate).toThrow(why);
    }
  });

  test.each([
    ['ORDERBYuser.colour', 'colour'],
    ['ORDERBYgroup.name', 'the records that group refers to are not cached'],
    ['ORDERBYstate.name', 'state refers to no other record'],
  ])('%s: %s', (text, why) => {
    const { order } = parse(text);
    for (const use of [orderSql, comparer, keysetColumns]) {
      expect(() => use(order, tasks)).toThrow(QueryError);
      expect(() => use(order, tasks)).toThrow(text);
      expect(() => use(order, tasks)).toThrow(why);
    }
  });
});

describe('an order by what lies in other records', () => {
  test.each([
    ['ORDERBYuser.name', '4,1,2,3'],
    ['ORDERBYDESCuser.name', '3,2,1,4'],
    ['ORDERBYuser.manager', '4,1,2,3'],
    ['ORDERBYDESCuser.state^ORDERBYcount', '3,1,4,2'],
    ['ORDERBYparent.state', '2,3,4,1'],
    ['ORDERBYDESCparent.count^ORDERBYDESCcount', '1,4,2,3'],
    ['ORDERBYabout.state', '3,4,2,1'],
    ['ORDERBYparent.user.manager.name^ORDERBYDESCsys_id', '3,2,4,1'],
  ])('%s: %s', (text, ids) => {
    const { order } = parse(text);
    const ofRows = (rows: readonly Row[]) => rows.map((row) => row['sys_id']).join();
    expect(ofRows(work.toSorted(comparer(order, tasks, lookup)))).toBe(ids);
    for (const alias of [undefined, 't'])
      expect(ofRows(table.rows(select([sql`true`], orderSql(order, tasks, alias))))).toBe(ids);

    const shown: Row[] = [];
    for (let last: Row | undefined; shown.length < work.length; last = shown.at(-1)) {
      const columns = sql.join([sql`t.*`, ...walkedColumns(order, tasks)]);
      const after = last ? keyset(order, tasks, cut(last, keysetColumns(order, tasks))) : sql`true`;
      const [next] = table.rows(
        sql`select ${columns} from t where ${after} order by ${sql.join(orderSql(order, tasks))} limit 1`,
      );
      if (!next) break;
      shown.push(next);
    }
    expect(ofRows(shown)).toBe(ids);
  });
});

/** A row of nothing but these columns. */
function cut(row: Row, columns: readonly string[]): Row {
  return Object.fromEntries(
    columns.flatMap((column) => (row[column] === undefined ? [] : [[column, row[column]]])),
  );
}

test('a walk to a class seeks in each of its parts', () => {
  const statement = select([toSql(parse('about.state=x'), tasks, context, 't')], orderSql([], tasks, 't'));
  const plan = table.plan(statement);
  expect(plan.filter((step) => step.startsWith('SCAN'))).toEqual(['SCAN t USING INDEX t_0']);
  expect(plan.filter((step) => step.startsWith('SEARCH'))).toEqual([
    'SEARCH t USING INDEX t_0 (sys_id=?)',
    'SEARCH users USING INDEX users_0 (sys_id=?)',
  ]);
});

test('form rules walk from the record and from inputs', () => {
  const form: Known = {
    name: 'form',
    cache: 'form',
    types: new Map([
      ['technician', 'reference'],
      ['record.user', 'reference'],
    ]),
    references: new Map([
      ['technician', users],
      ['record.user', users],
    ]),
  };
  const rule = parse('technician.manager.name=Carl^record.user.name=Abel');
  const holds = matcher(rule, form, context, lookup);
  expect(holds({ technician: 'u2', 'record.user': 'u1' })).toBe(true);
  expect(holds({ technician: 'u2', 'record.user': 'u2' })).toBe(false);
});
