import fc from 'fast-check';
import { expect } from 'vitest';
import { formInputs } from '../../main/actions/form.ts';
import { checkInputs } from '../../main/actions/inputs.ts';
import { actionOf, type Catalog } from '../../main/records/catalog.ts';
import type { FormInput, Inputs } from '../../preload/contract/forms.ts';
import { catalogOf, sysId } from '../support/catalog.ts';
import demo from '../support/definition.json' with { type: 'json' };
import { test } from '../support/laptop.ts';
import type { Database } from '../../main/database/database.ts';

const now = '2026-01-05 08:00:00';
const task = { sys_id: sysId(1), number: 'WOT1', state: '16', priority: '2' };

/** A catalog with one form of these inputs and rules. */
function withForm(inputs: object[], rules: object[]): Catalog {
  const steps = [{ run: 'both', do: 'update', set: { description: 'a' } }];
  return catalogOf({
    ...demo,
    forms: [...demo.forms, { id: 'ruled', label: 'Ruled', inputs, rules }],
    actions: [...demo.actions, { id: 'ruled', label: 'Ruled', table: 'wm_task', form: 'ruled', steps }],
  });
}

function show(database: Database, catalog: Catalog, inputs: Inputs): FormInput[] {
  return formInputs(database, catalog, actionOf(catalog, 'ruled'), task, { inputs, now });
}

const four = [
  { name: 'approved', label: 'Approved', type: 'boolean' },
  { name: 'kind', label: 'Kind', type: 'text', default: '{record.number}' },
  { name: 'day', label: 'Day', type: 'date' },
  { name: 'total', label: 'Total', type: 'text' },
];

test.for<[what: string, rules: object[], inputs: Inputs, values: Inputs, readOnly: string[]]>([
  [
    'falls back to its default',
    [{ when: 'approved=true', readOnly: ['kind', 'day'] }],
    { approved: 'true', kind: 'typed', day: '2026-01-06' },
    { approved: 'true', kind: 'WOT1', day: '', total: '' },
    ['kind', 'day'],
  ],
  [
    'follows what a rule sets, whichever rule comes first',
    [
      { when: 'approved=true', set: { total: '{input.kind}!' } },
      { when: 'approved=true', readOnly: ['total'] },
    ],
    { approved: 'true', kind: 'typed', total: 'other' },
    { approved: 'true', kind: 'typed', day: '', total: 'typed!' },
    ['total'],
  ],
  [
    'counts in no other rule, not even in one before',
    [
      { when: 'kind=typed', readOnly: ['day'] },
      { when: 'approved=true', readOnly: ['kind'] },
    ],
    { approved: 'true', kind: 'typed', day: '2026-01-06' },
    { approved: 'true', kind: 'WOT1', day: '2026-01-06', total: '' },
    ['kind'],
  ],
  [
    'stays while the rule does not hold',
    [{ when: 'approved=true', readOnly: ['kind'] }],
    { approved: 'false', kind: 'typed' },
    { approved: 'false', kind: 'typed', day: '', total: '' },
    [],
  ],
])(
  'what was typed into an input that a rule makes read-only %s',
  ([, rules, inputs, values, readOnly], { database }) => {
    const catalog = withForm(four, rules);
    const shown = show(database, catalog, inputs);
    expect(Object.fromEntries(shown.map(({ name, value }) => [name, value]))).toEqual(values);
    expect(shown.filter((input) => input.readOnly).map(({ name }) => name)).toEqual(readOnly);
    const taken = checkInputs(database, catalog, actionOf(catalog, 'ruled'), task, { inputs, now });
    expect(taken).toEqual(values);
  },
);

test('whatever the rules, a press takes what is shown, and showing that again changes nothing', ({
  database,
}) => {
  const names = ['first', 'second', 'third', 'fourth'];
  const inputs = names.map((name) => ({ name, label: name, type: 'text', default: 'a' }));
  const rule = fc.nat(2).chain((at) =>
    fc.record({
      when: fc.constantFrom(`${names[at]}=a`, `${names[at]}ISEMPTY`, `${names[at]}!=b`),
      // Only inputs further on, so that no input goes by itself.
      readOnly: fc.subarray(names.slice(at + 1)),
      hidden: fc.subarray(names),
      mandatory: fc.subarray(names),
    }),
  );
  const value = fc.constantFrom('a', 'b', '');
  const typed = fc.record({ first: value, second: value, third: value, fourth: value });
  fc.assert(
    fc.property(fc.array(rule, { maxLength: 5 }), typed, (rules, given) => {
      const catalog = withForm(inputs, rules);
      const shown = show(database, catalog, given);
      for (const { name, value: now, readOnly } of shown)
        expect(now).toBe(readOnly ? 'a' : given[name as 'first']);
      expect(
        show(database, catalog, Object.fromEntries(shown.map((input) => [input.name, input.value]))),
      ).toEqual(shown);
    }),
    { numRuns: 200 },
  );
});

test('what a rule has set is told from what was typed', ({ database }) => {
  const rules = [{ when: 'kindISNOTEMPTY', set: { total: '{input.kind}!', day: '2026-01-07' } }];
  const shown = show(database, withForm(four, rules), { kind: 'a', day: '2026-01-06' });
  expect(shown.filter(({ calculated }) => calculated).map(({ name, value }) => [name, value])).toEqual([
    ['total', 'a!'],
  ]);
});
