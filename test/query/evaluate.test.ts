import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { QueryError } from '../../main/query/error.ts';
import { matcher } from '../../main/query/matches.ts';
import { orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import { toSql } from '../../main/query/to-sql.ts';
import { context, tableWith } from './given.ts';
import { meets } from './meets.ts';
import { Table, compile, select } from './table.ts';

const fields: Fields = new Map([
  ['sys_id', 'string'],
  ['text', 'string'],
  ['state', 'choice'],
  ['count', 'integer'],
  ['cost', 'decimal'],
  ['active', 'boolean'],
  ['start', 'datetime'],
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

describe('meets', () => {
  test.each<[string, Record<string, string>]>([
    ['', {}],
    ['text=Pump', { text: 'Pump' }],
    ['text=', { text: '' }],
    ['text!=a', { text: '' }],
    ['text!=', { text: 'a' }],
    ['textINa,b', { text: 'b' }],
    ['textINa,', { text: '' }],
    ['textNOT INa,b', { text: '' }],
    ['textLIKEPUMP', { text: 'the pump room' }],
    ['textLIKE100%', { text: 'at 100% power' }],
    ['textLIKE_', { text: 'a_b' }],
    ["textLIKEit's", { text: "It's" }],
    ['textNOT LIKEpump', { text: '' }],
    ['textLIKEstrasse', { text: 'Hauptstraße 5' }],
    ['textLIKEΟΔΟΣ', { text: 'οδοσα' }],
    ['textLIKEοδος', { text: 'Οδοσα' }],
    ['textLIKEÉ', { text: 'cafe\u0301' }],
    ['textSTARTSWITHÄ', { text: 'äpfel' }],
    ['textSTARTSWITH😀', { text: '😀 yes' }],
    ['textENDSWITH😀', { text: 'yes 😀' }],
    ['textENDSWITHSS', { text: 'Fuß' }],
    ['textISEMPTY', { text: '' }],
    ['textISNOTEMPTY', { text: ' ' }],
    ['textANYTHING', { text: '' }],
    ['text<b', { text: 'B' }],
    ['text>\uff01', { text: '😀' }],
    ['count<10', { count: '9' }],
    ['count>=-5', { count: '-5' }],
    ['count<=0', { count: '-1' }],
    ['cost<=1.50', { cost: '1.5' }],
    ['cost>.5', { cost: '0.51' }],
    ['state<10', { state: '9' }],
    ['state>-5', { state: '3' }],
    ['state>open', { state: 'pending' }],
    ['state>5', { state: 'open' }],
    ['start>=2024-02-01', { start: '2024-02-01 00:00:00' }],
    ['start<2024-03-01 00:00:00', { start: '2024-02-29 23:59:59' }],
    ['active=true', { active: 'true' }],
    ['user=javascript:gs.getUserID()', { user: 'u1', dv_user: 'Abel Tuter' }],
    ['userINx,javascript:gs.getUserID()', { user: 'u1' }],
    ['user=u2', { user: 'u2', dv_user: 'Beth' }],
    ['userLIKEbeth', { user: 'u2', dv_user: 'Beth' }],
    ['userSTARTSWITHB', { user: 'u2', dv_user: 'Beth' }],
    ['user>Abel', { user: 'a', dv_user: 'Beth' }],
    ['userISNOTEMPTY', { user: 'u2', dv_user: '' }],
    ['text=a^ORtext=b^state=1', { text: 'b', state: '1' }],
    ['text=a^NQtext=b^state=1', { text: 'a', state: '2' }],
  ])('%s by %o', (query, values) => {
    expect(meets(table, own, context, query, values)).toBe(true);
  });
});

describe('does not meet', () => {
  test.each<[string, Record<string, string>]>([
    ['text=pump', { text: 'Pump' }],
    ['text=é', { text: 'e\u0301' }],
    ['text=1', { text: '1.0' }],
    ['textIN1,2', { text: '1,2' }],
    ['textLIKE%', { text: 'abc' }],
    ['textLIKE_', { text: 'abc' }],
    ['textLIKEe', { text: 'café' }],
    ['textSTARTSWITHb', { text: 'ab' }],
    ['textENDSWITHabc', { text: 'c' }],
    ['text<b', { text: '' }],
    ['count<10', { count: '' }],
    ['count<=0', { count: '' }],
    ['count>-1', { count: '' }],
    ['count<9', { count: '10' }],
    ['state<10', { state: '' }],
    ['state<10', { state: 'open' }],
    ['start<2024-03-01', { start: '' }],
    ['user=Beth', { user: 'u2', dv_user: 'Beth' }],
    ['userLIKEu2', { user: 'u2', dv_user: 'Beth' }],
    ['userISEMPTY', { user: 'u2', dv_user: '' }],
    ['text=a^ORtext=b^state=1', { text: 'a', state: '2' }],
    ['text=a^NQtext=b^state=1', { text: 'b', state: '2' }],
  ])('%s by %o', (query, values) => {
    expect(meets(table, own, context, query, values)).toBe(false);
  });
});

describe('refused by both evaluators, naming the term', () => {
  test.each([
    ['colour=red', 'colour'],
    ['text=a^ORcolour=red', 'colour'],
    ['user.name=x', 'user.name'],
    ['count<many', 'count<many'],
    ['cost>=0x10', 'cost>=0x10'],
    ['count>javascript:gs.getUserID()', 'u1'],
  ])('%s', (text, named) => {
    const query = parse(text);
    expect(() => matcher(query, own, context)).toThrow(QueryError);
    expect(() => matcher(query, own, context)).toThrow(named);
    expect(() => toSql(query, own, context)).toThrow(QueryError);
    expect(() => toSql(query, own, context)).toThrow(named);
  });
});

test('values are bound, never part of the statement', () => {
  const query = parse(`text='; drop table t^userLIKE"x"^count<7^stateIN1,two`);
  const { text, parameters } = compile(select([toSql(query, own, context, 't')], orderSql([], own, 't')));
  expect(text).not.toMatch(/drop|"x"|two|7/);
  expect(text).toContain('"t"."dv_user"');
  expect(parameters).toEqual(["'; drop table t", '"x"', 7, '1', 'two', -1]);
});

test('form rules name the fields of the record with a dot', () => {
  const rule = parse('record.state=16^kind=a^record.assigned_toLIKEbeth');
  const inputs: Fields = new Map([
    ['kind', 'choice'],
    ['record.state', 'choice'],
    ['record.assigned_to', 'reference'],
  ]);
  const holds = matcher(rule, tableWith(inputs), context);
  const values = { kind: 'a', 'record.state': '16', 'record.dv_assigned_to': 'Beth Anglin' };
  expect(holds(values)).toBe(true);
  expect(holds({ ...values, 'record.state': '17' })).toBe(false);
});

test('a property that a record lacks counts as empty', () => {
  expect(matcher(parse('textISEMPTY'), own, context)({})).toBe(true);
});
