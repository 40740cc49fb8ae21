import type { RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Fields } from '../../main/query/columns.ts';
import { QueryError } from '../../main/query/error.ts';
import { keyset, keysetColumns, seeks } from '../../main/query/keyset.ts';
import { comparer, orderSql } from '../../main/query/order.ts';
import { parse } from '../../main/query/parse.ts';
import { sortExpression } from '../../main/query/sort.ts';
import { toSql } from '../../main/query/to-sql.ts';
import type { FieldType } from '../../preload/contract/records.ts';
import { context, tableWith } from './given.ts';
import { Table, select } from './table.ts';

const fields: Fields = new Map([
  ['sys_id', 'string'],
  ['active', 'boolean'],
  ['priority', 'choice'],
  ['start', 'datetime'],
  ['count', 'integer'],
  ['user', 'reference'],
]);

const known = tableWith(fields);

let table: Table;

beforeAll(() => {
  table = new Table();
});
afterAll(() => {
  table.close();
});

describe('order of values', () => {
  test.each<[FieldType, string[]]>([
    ['string', ['', '10', '9', 'B', 'a', 'é', '日', '\ue000', '\uff01', '😀']],
    ['integer', ['', '-10', '-9', '0', '9', '10']],
    ['decimal', ['', '-1.5', '-1', '0.25', '.5', '1e3']],
    ['choice', ['', '-5', '1', '2', '10', '05', '1.0', 'closed', 'open']],
    ['datetime', ['', '2023-12-31 23:59:59', '2024-01-01 00:00:00']],
    ['boolean', ['', 'false', 'true']],
  ])('of type %s', (type, values) => {
    const some: Fields = new Map<string, FieldType>([['value', type]]);
    // sys_id runs the other way, so that a tie would show.
    const rows = values.map((value, at) => ({ value, sys_id: String(99 - at) }));
    const { order } = parse('ORDERBYvalue');
    table.fill(new Map([['sys_id', 'string'], ...some]), rows.toReversed());
    expect(
      table.rows(select([toSql(parse(''), tableWith(some), context)], orderSql(order, tableWith(some)))),
    ).toEqual(rows.map(({ value, sys_id }) => ({ sys_id, value })));
    expect(rows.toSorted(comparer(order, tableWith(some)))).toEqual(rows);
    const descending = parse('ORDERBYDESCvalue').order;
    expect(rows.toSorted(comparer(descending, tableWith(some)))).toEqual(rows.toReversed());
  });

  test('references go by what they display, ties by sys_id upwards in both directions', () => {
    const rows = [
      { sys_id: '3', user: 'z', dv_user: 'Abel' },
      { sys_id: '1', user: 'a', dv_user: 'Beth' },
      { sys_id: '2', user: 'a', dv_user: 'Beth' },
    ];
    const ids = (query: string) =>
      rows.toSorted(comparer(parse(query).order, known)).map(({ sys_id }) => sys_id);
    expect(ids('ORDERBYuser')).toEqual(['3', '1', '2']);
    expect(ids('ORDERBYDESCuser')).toEqual(['1', '2', '3']);
    expect(ids('ORDERBYDESCsys_id')).toEqual(['3', '2', '1']);
    expect(ids('')).toEqual(['1', '2', '3']);
  });

  test('an unknown field is refused', () => {
    const { order } = parse('ORDERBYcolour');
    for (const use of [comparer, orderSql, keysetColumns]) {
      expect(() => use(order, known)).toThrow(QueryError);
      expect(() => use(order, known)).toThrow('colour');
    }
  });
});

describe('an index on the sort expressions', () => {
  const key = (field: string) => sortExpression(field, fields.get(field) ?? 'string');
  const last = { sys_id: '5', priority: '3', start: '2024', count: '7', dv_user: 'Beth' };

  test.each([
    ['active=true^ORDERBYpriority^ORDERBYstart', ['active', key('priority'), key('start')]],
    ['active=true^ORDERBYDESCcount', ['active', `${key('count')} desc`]],
    ['active=true^ORDERBYDESCpriority^ORDERBYuser', ['active', `${key('priority')} desc`, key('user')]],
    ['active=true^ORDERBYstart^ORDERBYuser', ['active', key('start'), key('user')]],
  ])('serves %s without sorting, page after page', (text, index) => {
    const query = parse(text);
    table.fill(fields, [], [[...index, 'sys_id']]);
    const plan = (after: RawBuilder<unknown>[], order = orderSql(query.order, known, 't')) =>
      table.plan(select([toSql(query, known, context, 't'), ...after], order, 50));
    expect(plan([])).toEqual(['SEARCH t USING INDEX t_0 (active=?)']);

    const next = plan([keyset(query.order, known, last, 't')]);
    expect(next).toHaveLength(1);
    expect(next[0]).toMatch(/^SEARCH t USING INDEX t_0 \(active=\? AND .*[<>]/);

    for (const [at, { after, order }] of seeks(query.order, known, last, 't').entries()) {
      const seek = plan([after], order);
      expect(seek).toHaveLength(1);
      expect(seek[0]?.match(/=\?/g)).toHaveLength(1 + query.order.length - at);
      expect(seek[0]).toMatch(/[<>]\?\)$/);
    }
  });

  test('serves a range of numbers', () => {
    table.fill(fields, [], [[key('count'), 'sys_id']]);
    const plan = table.plan(select([toSql(parse('count>=5^count<7'), known, context)], orderSql([], known)));
    expect(plan[0]).toBe('SEARCH t USING INDEX t_0 (<expr>>? AND <expr><?)');
  });

  test('a row value seeks as deep as it has columns', () => {
    const query = parse('ORDERBYstart^ORDERBYuser');
    table.fill(fields, [], [[key('start'), key('user'), 'sys_id']]);
    const after = keyset(query.order, known, last);
    expect(table.plan(select([after], orderSql(query.order, known)))).toEqual([
      'SEARCH t USING INDEX t_0 ((start,dv_user,sys_id)>(?,?,?))',
    ]);
  });
});

test('paging says which columns of the last row it needs, and misses them aloud', () => {
  const { order } = parse('ORDERBYuser^ORDERBYDESCpriority');
  expect(keysetColumns(order, known)).toEqual(['dv_user', 'priority', 'sys_id']);
  expect(() => keyset(order, known, { sys_id: '1', dv_user: 'Beth' })).toThrow('priority');
});
