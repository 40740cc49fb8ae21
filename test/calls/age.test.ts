import { expect } from 'vitest';
import { oldInWords } from '../../main/calls/age.ts';
import { DAY_MS, stamp, timeOf } from '../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { addStepsEntry, move, triggeredAt } from '../support/entry.ts';
import { test } from '../support/laptop.ts';
import { note } from '../support/steps.ts';

const after = (days: number) => stamp(timeOf(triggeredAt) + days * DAY_MS, null);

test.for<[events: EntryEvent[], decidedAfter: number | null, words: string]>([
  [[], null, 'Entered 34 days ago, and not sent since. Send it still?'],
  [['send', 'not-delivered'], null, 'Entered 34 days ago, and not sent since. Send it still?'],
  [
    ['send', 'refuse', 'try-again'],
    20,
    'Entered 34 days ago, decided about 14 days ago, and not sent since. Send it still?',
  ],
  [
    ['send', 'refuse', 'try-again'],
    34,
    'Entered 34 days ago, decided about less than a day ago, and not sent since. Send it still?',
  ],
  [
    ['send', 'step-done', 'not-delivered'],
    null,
    'Entered 34 days ago, and done only in part. Send the rest still?',
  ],
  [
    ['send', 'later'],
    null,
    'Entered 34 days ago, and tried since; the instance does not show that it was done. Send it still?',
  ],
])(
  'what a person is asked says no more than is known (%o)',
  ([events, decidedAfter, words], { database }) => {
    const entry = move(database, addStepsEntry(database, note(1), note(1)), events);
    const decided = entry.decided && { ...entry.decided, at: after(decidedAfter ?? 0) };
    expect(oldInWords({ ...entry, decided }, after(34.5))).toBe(words);
  },
);
