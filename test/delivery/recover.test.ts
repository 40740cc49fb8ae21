import { expect } from 'vitest';
import { build } from '../../main/database/query.ts';
import { failuresOf } from '../../main/outbox/doubt.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { interrupt, recoverInterrupted } from '../../main/delivery/recover.ts';
import { test } from '../support/disk.ts';
import { addStepsEntry, attempt, entryOf, failOften, move } from '../support/entry.ts';
import { note } from '../support/steps.ts';

test('what was on its way is of unknown outcome after a crash, and is asked about at once', ({
  database,
}) => {
  const { seq } = failOften(database, addStepsEntry(database, note(1)), 2);
  const sending = move(database, { seq }, ['send'], { nextAttemptAt: 1 });
  recoverInterrupted(database);
  const message = 'Outpost was closed while this was being sent';
  const failure = { kind: 'no-answer', cutShort: true, message } as const;
  expect(entryOf(database, seq)).toEqual({
    ...sending,
    state: 'unknown',
    nextAttemptAt: null,
    attempts: [...sending.attempts.slice(0, 2), attempt({ number: 3, ended: 'cut-short', failure })],
  });
  expect(failuresOf(entryOf(database, seq))).toBe(2);
});

test('between two steps there is nothing to ask about', ({ database }) => {
  const between = move(database, addStepsEntry(database, note(1), note(1)), ['send', 'step-done']);
  recoverInterrupted(database);
  expect(entryOf(database, between.seq)).toEqual({ ...between, state: 'queued' });
});

test.for<[EntryEvent[]]>([
  [[]],
  [['send', 'later']],
  [['send', 'no-answer']],
  [['send', 'refuse']],
  [['send', 'conflict']],
  [['send', 'no-answer', 'unclear']],
  [['ask-first']],
  [['send', 'acknowledge']],
])('whatever else there is stays as it is: %s', ([events], { database }) => {
  const before = move(database, addStepsEntry(database, note(1)), events, { nextAttemptAt: 7 });
  recoverInterrupted(database);
  expect(entryOf(database, before.seq)).toEqual(before);
});

test('one that cannot be read any more waits for a person as it is', ({ database }) => {
  const { seq } = move(database, addStepsEntry(database, note(1)), ['send']);
  const readable = move(database, addStepsEntry(database, note(2)), ['send']);
  database.transaction((write) => {
    write.execute(build.updateTable('outbox_entry').set({ format: 9 }).where('seq', '=', seq));
  });
  recoverInterrupted(database);
  expect(entryOf(database, seq)).toMatchObject({ state: 'refused' });
  expect(entryOf(database, readable.seq)).toMatchObject({ state: 'unknown' });
});

test('one by one it is the same', ({ database }) => {
  const sending = move(database, addStepsEntry(database, note(1)), ['send']);
  expect(database.transaction((write) => interrupt(write, sending))).toMatchObject({
    state: 'unknown',
    attempts: [{ ended: 'cut-short', failure: { kind: 'no-answer', cutShort: true } }],
  });
});
