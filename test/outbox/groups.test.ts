import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { actionsAmong, causeOf, questionGroups } from '../../main/outbox/groups.ts';
import type { Question } from '../../main/outbox/entry.ts';
import { sentFound, waitingFound } from '../../main/outbox/history.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry, move } from '../support/entry.ts';
import { test } from '../support/disk.ts';

function refusal(message: string, detail: string | null = null, status = 403): Question {
  return { about: 'refused', status, message, detail };
}

function unclear(message: string): Question {
  return { about: 'unclear', message };
}

function refuse(database: Database, seq: number, question: Question): void {
  move(database, { seq }, ['send', 'refuse'], { question });
}

test.for<[what: string, one: Question, other: Question, equal: boolean]>([
  ['of another record by number', refusal('WOT0010023 is closed'), refusal('WOT0010931 is closed'), true],
  [
    'of another record by sys_id',
    refusal('Operation Failed', `Row ${sysId(1)} not found`),
    refusal('Operation Failed', `Row ${sysId(2)} not found`),
    true,
  ],
  [
    'of another time',
    refusal('Locked until 2026-01-05 10:00:00'),
    refusal('Locked until 2026-01-06 11:30:00'),
    true,
  ],
  [
    'of another rule',
    refusal('Operation Failed', "Rule 'A'"),
    refusal('Operation Failed', "Rule 'B'"),
    false,
  ],
  ['with another status', refusal('Not allowed'), refusal('Not allowed', null, 400), false],
  ['with another limit', refusal('At most 40 characters'), refusal('At most 80 characters'), false],
  [
    'of what is not known of another record',
    unclear('Look at WOT0010023'),
    unclear('Look at WOT0010931'),
    true,
  ],
  ['of what is not known, and why', unclear('It is gone'), unclear('The connection was lost'), false],
  ['in the same words of what was refused', unclear('Gone'), refusal('Gone'), false],
  ['of the same age', { about: 'old', days: 14 }, { about: 'old', days: 14 }, true],
  [
    'of what was asked when another age was old',
    { about: 'old', days: 14 },
    { about: 'old', days: 7 },
    false,
  ],
])('a question that speaks %s', ([, one, other, equal]) => {
  expect(causeOf(one) === causeOf(other)).toBe(equal);
});

test('what each conflict is about is its own', () => {
  const about = { table: 'wm_task', sys_id: sysId(1), by: '', at: '', modCount: '5', fields: [] };
  expect(causeOf({ about: 'conflict', conflict: { ...about, kind: 'changed' } })).toBeNull();
});

test('what is old or unclear is grouped as what is refused, and each by itself', ({ database }) => {
  for (let entry = 1; entry <= 8; entry += 1) addBareEntry(database);
  for (const seq of [1, 4]) move(database, { seq }, ['ask-first']);
  for (const seq of [2, 6]) move(database, { seq }, ['send', 'no-answer', 'unclear']);
  for (const seq of [3, 5]) refuse(database, seq, refusal('No shift'));
  move(database, { seq: 7 }, ['conflict']);
  move(database, { seq: 8 }, ['conflict']);
  expect(questionGroups(database).map(({ entries, question }) => [question.about, ...entries])).toEqual([
    ['old', 1, 4],
    ['unclear', 2, 6],
    ['refused', 3, 5],
  ]);
});

test('refusals are grouped by their cause, in the order of the first of each', ({ database }) => {
  for (const label of ['Accept', 'Close', 'Accept', 'Close', 'Accept', 'Accept'])
    addBareEntry(database, { label, action: label.toLowerCase() });
  refuse(database, 1, refusal('WOT0000001 is closed'));
  refuse(database, 2, refusal('No shift'));
  refuse(database, 3, refusal('No shift'));
  refuse(database, 4, refusal('WOT0000004 is closed'));
  refuse(database, 5, refusal('Nobody else has this'));
  const groups = questionGroups(database);
  expect(
    groups.map(({ entries, question }) => ['message' in question && question.message, ...entries]),
  ).toEqual([
    ['WOT0000001 is closed', 1, 4],
    ['No shift', 2, 3],
  ]);
  expect(actionsAmong(database, [1, 3, 4])).toEqual([
    { action: 'accept', label: 'Accept', count: 2, begun: false },
    { action: 'close', label: 'Close', count: 1, begun: false },
  ]);
});

test('entries are found by words of the action and the record, and by their number', ({ database }) => {
  for (const title of ['WOT0010001', 'WOT0010002', '']) addBareEntry(database, { title });
  addBareEntry(database, { label: 'Start 100% shift' });
  const found = (search: string, limit = 10, without: number[] = []) => {
    const { entries, total } = waitingFound(database, { search, limit }, without);
    return [total, ...entries.map(({ seq }) => seq)];
  };
  expect(found('')).toEqual([4, 1, 2, 3, 4]);
  expect(found('', 2, [1])).toEqual([3, 2, 3]);
  expect(found('accept wot')).toEqual([2, 1, 2]);
  expect(found('#3')).toEqual([1, 3]);
  expect(found('0%')).toEqual([1, 4]);
  expect(found('_')).toEqual([0]);
  for (const seq of [1, 2, 3]) move(database, { seq }, ['send', 'acknowledge']);
  const sent = (search: string, limit: number) => {
    const { entries, hasMore } = sentFound(database, { search, limit });
    return [hasMore, ...entries.map(({ seq }) => seq)];
  };
  expect(sent('', 2)).toEqual([true, 3, 2]);
  expect(sent('', 3)).toEqual([false, 3, 2, 1]);
  expect(sent('WOT0010001', 3)).toEqual([false, 1]);
});
