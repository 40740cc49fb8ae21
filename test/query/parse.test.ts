import { describe, expect, test } from 'vitest';

import { QueryError } from '../../main/query/error.ts';
import { queryValue } from '../../main/query/escape.ts';
import { fieldsOf } from '../../main/query/fields-of.ts';
import { parse } from '../../main/query/parse.ts';
import { print } from '../../main/query/print.ts';
import type { Condition } from '../../main/query/tree.ts';

const me = { call: 'gs.getUserID', given: [] };

/** What `text` says as a single condition. */
function only(text: string): Condition | undefined {
  return parse(text).groups[0]?.[0]?.[0];
}

describe('a condition', () => {
  test.each([
    ['state=16', 'state', '=', ['16']],
    ['state=', 'state', '=', ['']],
    ['url=a=b', 'url', '=', ['a=b']],
    ['state==5', 'state', '=', ['=5']],
    ['state!=3', 'state', '!=', ['3']],
    ['state!=', 'state', '!=', ['']],
    ['stateIN1,2', 'state', 'IN', ['1', '2']],
    ['stateIN1,,2', 'state', 'IN', ['1', '', '2']],
    ['stateNOT IN1, 2', 'state', 'NOT IN', ['1', ' 2']],
    ['priority<3', 'priority', '<', ['3']],
    ['priority<=3', 'priority', '<=', ['3']],
    ['priority>3', 'priority', '>', ['3']],
    ['priority>=3', 'priority', '>=', ['3']],
    ['nameLIKEpump', 'name', 'LIKE', ['pump']],
    ['name*pump', 'name', 'LIKE', ['pump']],
    ['nameCONTAINSpump', 'name', 'LIKE', ['pump']],
    ['nameNOT LIKEpump', 'name', 'NOT LIKE', ['pump']],
    ['name!*pump', 'name', 'NOT LIKE', ['pump']],
    ['nameNOTLIKEpump', 'name', 'NOT LIKE', ['pump']],
    ['nameDOES NOT CONTAINpump', 'name', 'NOT LIKE', ['pump']],
    ['nameSTARTSWITHPump', 'name', 'STARTSWITH', ['Pump']],
    ['nameENDSWITHroom', 'name', 'ENDSWITH', ['room']],
    ['name%room', 'name', 'ENDSWITH', ['room']],
    ['nameISEMPTY', 'name', 'ISEMPTY', []],
    ['nameISNOTEMPTY', 'name', 'ISNOTEMPTY', []],
    ['nameANYTHING', 'name', 'ANYTHING', []],
    ['nameLIKEORDERBY', 'name', 'LIKE', ['ORDERBY']],
    ['name=NOT IN', 'name', '=', ['NOT IN']],
    ['nameMATCH_RGXPump [0-9]+', 'name', 'MATCH_RGX', ['Pump [0-9]+']],
    ['nameMATCH_RGX^Pump$', 'name', 'MATCH_RGX', ['^Pump$']],
    ['nameMATCH_RGX_FIELDother', 'name', 'MATCH_RGX_FIELD', ['other']],
    ['order=1', 'order', '=', ['1']],
    ['u_in_2IN2', 'u_in_2', 'IN', ['2']],
    ['record.state=16', 'record.state', '=', ['16']],
    ['caller_id.location.name=x', 'caller_id.location.name', '=', ['x']],
    ['assigned_to=javascript:gs.getUserID()', 'assigned_to', '=', [me]],
    ['assigned_to=javascript: gs.getUserID();', 'assigned_to', '=', [me]],
    ['assigned_to=javascript:gs.getUserID( ) ; ', 'assigned_to', '=', [me]],
    ['assigned_toINjavascript:gs.getUserID(),abc', 'assigned_to', 'IN', [me, 'abc']],
    ['assigned_toINabc, javascript:gs.getUserID()', 'assigned_to', 'IN', ['abc', me]],
  ])('%s', (text, field, operator, values) => {
    expect(only(text)).toEqual({ field, operator, values });
  });
});

describe('terms', () => {
  const condition = (field: string) => ({ field, operator: '=', values: ['1'] });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(condition);

  test.each([
    ['', []],
    ['EQ', []],
    ['^ORDERBYa', []],
    ['a=1', [[[a]]]],
    ['^a=1', [[[a]]]],
    ['a=1^EQ', [[[a]]]],
    ['a=1^EQ^b=1', [[[a], [b]]]],
    ['a=1^ORb=1^c=1', [[[a, b], [c]]]],
    ['a=1^b=1^ORc=1', [[[a], [b, c]]]],
    ['a=1^NQb=1^c=1', [[[a]], [[b], [c]]]],
    ['a=1^NQb=1^ORc=1^d=1', [[[a]], [[b, c], [d]]]],
    ['a=1^ORDERBYx^b=1', [[[a], [b]]]],
    ['a=1^ORDERBYx^ORb=1', [[[a, b]]]],
    ['x=MATCH_RGX^a=1', [[[{ ...a, field: 'x', values: ['MATCH_RGX'] }], [a]]]],
    ['a=1^ORx.yMATCH_RGX^p^b=1', [[[a, { field: 'x.y', operator: 'MATCH_RGX', values: ['^p'] }], [b]]]],
  ])('of "%s"', (text, groups) => {
    expect(parse(text).groups).toEqual(groups);
  });

  test('order is gathered from wherever it stands', () => {
    expect(parse('ORDERBYa^x=1^ORDERBYDESCb^NQy=1^ORDERBYc.d').order).toEqual([
      { field: 'a', descending: false },
      { field: 'b', descending: true },
      { field: 'c.d', descending: false },
    ]);
  });

  test('are written again as they were read, in the chief spelling', () => {
    const text = 'a=1^ORb*x^NQcINjavascript:gs.getUserID(),2^dISEMPTY^EQ^ORDERBYDESCe^ORDERBYa';
    expect(print(parse(text))).toBe(
      'a=1^ORbLIKEx^NQcINjavascript:gs.getUserID(),2^dISEMPTY^ORDERBYDESCe^ORDERBYa',
    );
  });

  test('name their fields once each', () => {
    expect(fieldsOf(parse('b=1^ORa=1^NQb=2^ORDERBYc^ORDERBYa'))).toEqual(['b', 'a', 'c']);
  });
});

describe('refused, naming the term', () => {
  test.each([
    ['state~5', 'state~5'],
    ['state', 'state'],
    ['=5', '=5'],
    ['a=1^^b=1', 'a=1^^b=1'],
    ['a=1^', 'a=1^'],
    ['^', '^'],
    ['State=5', 'State=5'],
    ['state =5', 'state =5'],
    ['.state=5', '.state=5'],
    ['record.=5', 'record.=5'],
    ['statelike5', 'statelike5'],
    ['stateISEMPTY5', 'stateISEMPTY5'],
    ['stateLIKE', 'stateLIKE'],
    ['stateIN', 'stateIN'],
    ['state<', 'state<'],
    ['a=1^ORDERBY', 'ORDERBY'],
    ['a=1^ORDERBYa,b', 'ORDERBYa,b'],
    ['ORa=1', 'ORa=1'],
    ['a=1^NQORb=1', 'ORb=1'],
    ['NQa=1', 'NQa=1'],
    ['a=1^NQ', ''],
    ['sys_class_nameINSTANCEOF', 'sys_class_nameINSTANCEOF'],
    ['123TEXTQUERY321=pump', '123TEXTQUERY321=pump'],
    ['a=javascript:alert(1)', 'a=javascript:alert(1)'],
    ['a=javascript:gs.getUserID()+1', 'a=javascript:gs.getUserID()+1'],
    ['a=javascript:gs.getUserID', 'a=javascript:gs.getUserID'],
    ['a=javascript:gs.toString()', 'a=javascript:gs.toString()'],
    ['a=javascript:toString()', 'a=javascript:toString()'],
    ['a=JavaScript:gs.getUser()', 'a=JavaScript:gs.getUser()'],
    ['aIN1,javascript:x', 'aIN1,javascript:x'],
  ])('%s', (text, term) => {
    expect(() => parse(text)).toThrow(QueryError);
    expect(() => parse(text)).toThrow(expect.objectContaining({ term }));
    expect(() => parse(text)).toThrow(term);
  });
});

describe('a typed value', () => {
  test.each(['', 'pump', '100%', "it's", 'a=b', 'ORDERBYx', 'javascript'])('may be "%s"', (text) => {
    expect(only(`name=${queryValue(text)}`)?.values).toEqual([text]);
  });

  test.each(['x^ORactive=true', '^', 'javascript:gs.getUserID()', ' JAVASCRIPT:1'])(
    'may not be %s',
    (text) => {
      expect(() => queryValue(text)).toThrow(QueryError);
    },
  );
});
