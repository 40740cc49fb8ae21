import { expect } from 'vitest';
import type { EntryFailure } from '../../preload/contract/failure.ts';
import { entryLine } from '../../main/outbox/entry-line.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { addStepsEntry, move } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { note } from '../support/steps.ts';

const around = {
  forms: new Set<string>(),
  held: new Map<number, number>(),
  holding: new Map<number, number>(),
};

test.for<[shown: string, way: EntryEvent[], EntryFailure]>([
  [
    'refused',
    ['send', 'refuse'],
    { kind: 'refused', status: 403, message: 'Operation Failed', detail: null },
  ],
  ['unclear', ['send', 'no-answer', 'unclear'], { kind: 'no-answer', message: 'Nobody knows' }],
  ['old', ['ask-first'], { kind: 'too-old', message: 'Pressed 31 days ago', days: 30 }],
  ['unclear', ['ask-first'], { kind: 'no-answer', message: 'Tried 31 days ago; nobody knows' }],
  ['unknown', ['send', 'no-answer'], { kind: 'no-answer', message: 'Silence' }],
])('what nobody has refused is not called refused: %s after %s', ([shown, way, failure], { database }) => {
  const entry = move(database, addStepsEntry(database, note(1)), way, { failure });
  expect(entryLine(entry, around)).toMatchObject({ state: shown, message: failure.message });
});
