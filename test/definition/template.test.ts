import { expect, test } from 'vitest';
import { fill, fillAll, fillPath, references, type Scope } from '../../main/definition/template.ts';

const scope: Scope = {
  inputs: { note: 'Fan {now} $& replaced', empty: '' },
  record: { number: 'WOT1', sys_id: 'abc' },
  user: { sys_id: 'u1', name: 'Nina Falk' },
  now: '2026-01-05 08:00:00',
  steps: new Map([['shift', 's1']]),
};

test.for([
  ['a literal', 'open', 'open'],
  ['an empty text', '', ''],
  ['an input', '{input.note}', 'Fan {now} $& replaced'],
  ['an empty input', '[{input.empty}]', '[]'],
  ['a field of the record', '{record.number}', 'WOT1'],
  ['the user', '{user.sys_id} {user.name}', 'u1 Nina Falk'],
  ['the time', '{now}', '2026-01-05 08:00:00'],
  ['a record made before', '{steps.shift.sys_id}', 's1'],
  ['several', '{record.number}: {now} {record.number}', 'WOT1: 2026-01-05 08:00:00 WOT1'],
  ['braces that are no reference', '{"a": 1} {} {A} { now }', '{"a": 1} {} {A} { now }'],
] as const)('%s is filled in', ([, template, filled]) => {
  expect(fill(template, scope)).toBe(filled);
});

test.for([
  '{input.other}',
  '{record.colour}',
  '{user.email}',
  '{steps.other.sys_id}',
  '{steps.shift.number}',
  '{today}',
  '{input.constructor}',
  '{record.to_string}',
])('%s, which refers to nothing, throws instead of sending an empty text', (template) => {
  expect(() => fill(template, scope)).toThrow(`${template} refers to nothing here`);
});

test('an action without a record has no fields to refer to', () => {
  expect(() => fill('{record.number}', { ...scope, record: null })).toThrow('refers to nothing here');
});

test('references are listed once each', () => {
  expect(references('{now} {input.note} {"a": 1} {now}')).toEqual(['now', 'input.note']);
});

test('a set is filled in value by value', () => {
  expect(fillAll({ state: '17', at: '{now}' }, scope)).toEqual({ state: '17', at: scope.now });
});

/** Where a request to that path would go. */
const target = (path: string) => new URL(`https://acme.example${path}`);

test.for(['../x?y', '/', '#a', '%2e%2e', 'a/../../b', '?a=b', '..%2f', '...', 'a..', '', '日本', '\\..\\'])(
  'the input %j stays in its segment of a path',
  (id) => {
    const { pathname, search, hash } = target(
      fillPath('/api/task/{input.id}/done', { ...scope, inputs: { id } }),
    );
    expect({ search, hash }).toEqual({ search: '', hash: '' });
    const segments = pathname.split('/');
    expect(segments.slice(0, 3)).toEqual(['', 'api', 'task']);
    expect(segments.slice(4)).toEqual(['done']);
    expect(decodeURIComponent(segments[3] ?? '')).toBe(id);
  },
);

test.for(['.', '..'])('the input %j, which no encoding keeps in its segment, is refused', (id) => {
  expect(() => fillPath('/api/task/{input.id}/done', { ...scope, inputs: { id } })).toThrow(
    'can be no part of an address',
  );
  expect(() => fillPath('/api/task/{input.id}', { ...scope, inputs: { id } })).toThrow(
    'can be no part of an address',
  );
});

test('a dot beside something else is a dot', () => {
  expect(fillPath('/api/{input.id}.json', { ...scope, inputs: { id: '.' } })).toBe('/api/..json');
});
