import { expect, test } from 'vitest';
import definition from '../support/definition.json' with { type: 'json' };
import { checkDefinition } from '../../main/definition/check.ts';
import { changed, type Json } from '../support/changed.ts';

/** `path: sentence` of every problem. */
function problemsOf(path: string, value: Json): string[] {
  const checked = checkDefinition(changed(definition, path, value));
  return checked.ok ? [] : checked.problems.map((problem) => `${problem.path}: ${problem.sentence}`);
}

const rules = 'forms[0].rules';
const rule = (when: string): Json => [{ when, mandatory: [], readOnly: [], hidden: [] }];

test.each<[string, Json]>([
  ['lists[0].query', 'parent.priority=1^ORDERBYpriority'],
  ['lists[0].query', 'parent.company.name=Acme'],
  ['lists[0].query', 'ORDERBYparent.priority^ORDERBYDESCparent.company.name'],
  ['lists[0].query', 'expected_startMORETHANparent.opened_at@day@after@3'],
  ['actions[2].when', 'assigned_to.active=true'],
  [rules, rule('record.parent.priority=1^assigned_to.active=true^record.state=16')],
])('%s may be %j', (path, value) => {
  expect(problemsOf(path, value)).toEqual([]);
});

test.each<[string, Json, string]>([
  [
    'lists[0].query',
    'order.priority=1',
    "lists[0].query: The dataset of wm_task does not cache the field order; add it to the dataset's fields.",
  ],
  [
    'lists[0].query',
    'parent.colour=red',
    "lists[0].query: No dataset caches the field colour that parent.colour leads to; add it to its table's dataset.",
  ],
  [
    'lists[0].query',
    'expected_startGT_FIELDparent.due',
    "lists[0].query: No dataset caches the field due that parent.due leads to; add it to its table's dataset.",
  ],
  [
    'lists[0].query',
    'ORDERBYparent.colour',
    "lists[0].query: No dataset caches the field colour that parent.colour leads to; add it to its table's dataset.",
  ],
  [
    rules,
    rule('assigned_to.colour=red'),
    "forms[0].rules[0].when: The dataset of sys_user does not cache the field colour; add it to the dataset's fields.",
  ],
  [
    rules,
    rule('record.parent.colour=red'),
    "forms[0].rules[0].when: No dataset caches the field colour that parent.colour leads to; add it to its table's dataset.",
  ],
  [
    rules,
    rule('record.colour=red'),
    'forms[0].rules[0].when: record.colour is neither an input of the form nor, as record.<field>, a cached field of the action assign.',
  ],
])('%s may not be %j', (path, value, problem) => {
  expect(problemsOf(path, value)).toEqual([problem]);
});
