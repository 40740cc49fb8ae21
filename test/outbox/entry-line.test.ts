import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { discard } from '../../main/outbox/decide.ts';
import { entryLine, messageOf } from '../../main/outbox/entry-line.ts';
import { entryFrom, type Question } from '../../main/outbox/entry.ts';
import { discardedTogether } from '../../main/outbox/discarded.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { addStepsEntry, BROKEN, move, REFUSAL, share, SILENCE } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { note } from '../support/steps.ts';

const around = {
  forms: new Set<string>(),
  held: new Map<number, number>(),
  holding: new Map<number, number>(),
};
const NOBODY_KNOWS: Question = { about: 'unclear', message: 'Tried 31 days ago; nobody knows' };

test.for<
  [shown: string, way: EntryEvent[], question: Question, message: string | null, detail: string | null]
>([
  [
    'refused',
    ['send', 'refuse'],
    { about: 'refused', status: 403, message: 'Operation Failed', detail: 'By a rule' },
    'Operation Failed',
    'By a rule',
  ],
  ['unclear', ['send', 'no-answer', 'unclear'], NOBODY_KNOWS, NOBODY_KNOWS.message, null],
  ['unclear', ['unclear'], NOBODY_KNOWS, NOBODY_KNOWS.message, null],
  // These are put into words where all is known that a person is told.
  ['old', ['ask-first'], { about: 'old', days: 30 }, null, null],
])(
  'what a person is asked is said in its words, and what nobody has refused is not called refused: %s after %s',
  ([shown, way, question, message, detail], { database }) => {
    const entry = move(database, addStepsEntry(database, note(1)), way, { question });
    expect(entryLine(entry, around)).toMatchObject({ state: shown, message, detail });
  },
);

test.for<[state: string, way: EntryEvent[], failure: InstanceFailure]>([
  ['unknown', ['send', 'no-answer'], SILENCE],
  ['queued', ['send', 'later'], BROKEN],
])('of one that is %s after %s the last attempt tells why', ([state, way, failure], { database }) => {
  const entry = move(database, addStepsEntry(database, note(1)), way, { failure });
  expect(entryLine(entry, around)).toMatchObject({
    state,
    message: failure.message,
    detail: null,
    cause: null,
  });
});

test.for<[what: string, way: EntryEvent[]]>([
  ['what is on its way', ['send', 'later', 'send']],
  ['what was looked for, and goes again', ['send', 'no-answer', 'not-there']],
  ['what was refused, once a person has decided', ['send', 'refuse', 'try-again']],
  ['what was sent', ['send', 'later', 'send', 'acknowledge']],
])('there is nothing to say of %s', ([, way], { database }) => {
  const failure = way.includes('refuse') ? REFUSAL : way.includes('later') ? BROKEN : SILENCE;
  const entry = move(database, addStepsEntry(database, note(1)), way, { failure });
  expect(entryLine(entry, around)).toMatchObject({ message: null, detail: null, cause: null });
});

test('of one that a person let go it says what comes of that', ({ database }) => {
  const way: EntryEvent[] = ['send', 'no-answer', 'unclear', 'let-go'];
  const entry = move(database, addStepsEntry(database, note(1)), way, { failure: SILENCE });
  expect(entryLine(entry, around)).toMatchObject({
    state: 'queued',
    message: expect.stringMatching(/^You let it go again\. Outpost looks once more/) as string,
    attempts: 0,
  });
});

test('of one that was sent the attempts at its last step are counted', ({ database }) => {
  const steps = [note(1), note(1)];
  const way: EntryEvent[] = ['send', 'step-done', 'next-step', 'later', 'send', 'acknowledge'];
  const entry = move(database, addStepsEntry(database, ...steps), way);
  expect(entryLine(entry, around)).toMatchObject({
    state: 'sent',
    attempts: 2,
    steps: { done: 2, total: 2 },
  });
});

test('that another laptop has it too is shown, and what came of it still', ({ database }) => {
  const entry = move(database, addStepsEntry(database, note(1)), ['send', 'later'], { failure: BROKEN });
  expect(entryLine(share(database, entry), around)).toMatchObject({
    shared: true,
    message: BROKEN.message,
    attempts: 1,
  });
});

test('what was discarded tells what it was asked about', ({ database }) => {
  const { seq } = move(database, addStepsEntry(database, note(1)), ['send', 'refuse'], { failure: REFUSAL });
  database.transaction((write) => discard(write, [seq], new Date(0), () => undefined));
  const rows = discardedTogether(database, seq).map(({ row }) => messageOf(entryFrom(row)));
  expect(rows).toEqual([{ message: REFUSAL.message, detail: REFUSAL.detail }]);
});
