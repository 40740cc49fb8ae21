import { expect } from 'vitest';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { groupsOf } from '../../main/delivery/groups.ts';
import { addStepsEntry, move } from '../support/entry.ts';
import { test } from '../support/scripted.ts';
import { attach, call, check, create, note, remove, update } from '../support/steps.ts';

test.for<[what: string, round: CompiledStep[][], groups: number[][]]>([
  [
    'single requests travel together',
    [[note(1)], [update(2)], [create(3)], [remove(4)], [call()]],
    [[1, 2, 3, 4, 5]],
  ],
  [
    'one of several requests ends its group, because its later ones come before what is behind it',
    [[note(1)], [note(2), note(2)], [note(3)], [note(4)]],
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ['a file goes by itself', [[note(1)], [attach(2)], [note(3)], [note(4)]], [[1], [2], [3, 4]]],
  ['so does a condition', [[check(1), note(1)], [note(2)]], [[1], [2]]],
  ['and one of which nothing is left', [[], [update(2, {})], [note(3)]], [[1], [2], [3]]],
  ['a file after a request ends the group as well', [[note(1), attach(1)], [note(2)]], [[1], [2]]],
  ['nothing is no group', [], []],
])('%s', ([, round, groups], { database, scripted }) => {
  const entries = round.map((steps) => addStepsEntry(database, ...steps));
  expect(
    groupsOf(scripted.link, scripted.sender, entries).map((group) => group.map(({ seq }) => seq)),
  ).toEqual(groups);
});

test('the last request of an entry travels with others, whatever went before', ({ database, scripted }) => {
  const { seq } = addStepsEntry(database, attach(1), note(1));
  const resumed = move(database, { seq }, ['send', 'step-done', 'not-delivered']);
  const groups = groupsOf(scripted.link, scripted.sender, [resumed, addStepsEntry(database, note(2))]);
  expect(groups.map((group) => group.length)).toEqual([2]);
});
