import { expect } from 'vitest';
import { tooOldInWords } from '../../main/calls/age.ts';
import { DAY_MS } from '../../main/outbox/age.ts';
import type { Change } from '../../main/outbox/entries.ts';
import { context } from '../support/catalog.ts';
import { addStepsEntry, move } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { note } from '../support/steps.ts';

const reviewedAt = new Date(context.now + 20 * DAY_MS).toISOString();

test.for<[change: Change, words: string]>([
  [{}, 'Pressed 34 days ago, and not sent since. Send it still?'],
  [{ reviewedAt }, 'Pressed 34 days ago, decided about 14 days ago, and not sent since. Send it still?'],
  [{ attempts: 1, step: 1 }, 'Pressed 34 days ago, and done only in part. Send the rest still?'],
  [
    { attempts: 1 },
    'Pressed 34 days ago, and tried since; the instance does not show that it was done. Send it still?',
  ],
])('what a person is asked says no more than is known (%o)', ([change, words], { database }) => {
  const entry = move(database, addStepsEntry(database, note(1), note(1)), ['send', 'later'], change);
  const pressed = Date.parse(entry.triggeredAt);
  expect(
    tooOldInWords({ ...entry, clockOffset: null }, { at: pressed + 34.5 * DAY_MS, clockOffset: null }),
  ).toBe(words);
});
