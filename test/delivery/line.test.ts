import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database, Writer } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { addEntry, moveEntry, readEntry } from '../../main/outbox/entries.ts';
import type { Entry, Touch } from '../../main/outbox/entry.ts';
import { Line } from '../../main/delivery/line.ts';
import { test } from '../support/disk.ts';
import { addBareEntry, entryOf, move, newEntry } from '../support/entry.ts';
import { task } from '../support/steps.ts';

const NOW = Date.parse('2026-01-05T08:00:00Z');

/** Puts entries into the Outbox, each with the records it touches; a negative one it only needs. */
function outbox(database: Database, ...touched: number[][]): Entry[] {
  return touched.map((records) => entryOf(database, addBareEntry(database, { touches: touchesOf(records) })));
}

function touchesOf(records: readonly number[]): Touch[] {
  return records.map((record) => (record < 0 ? { ...task(-record), needs: true } : task(record)));
}

const lineOf = (
  database: Database,
  now = NOW,
  isAsked: ConstructorParameters<typeof Line>[2] = () => false,
) => new Line(database, () => now, isAsked);
const numbers = (entries: readonly Entry[]) => entries.map(({ seq }) => seq);

/** What a whole drain hands out, round by round, when everything is acknowledged at once. */
function rounds(database: Database, line: Line, count: number): number[][] {
  const handed: number[][] = [];
  for (let round = line.next(count); round.length > 0; round = line.next(count)) {
    handed.push(numbers(round));
    for (const entry of round) {
      if (entry.state === 'unknown') line.settle(entry);
      else line.settle(move(database, entry, ['send', 'acknowledge']));
    }
  }
  return handed;
}

test('entries come in the order in which they were triggered, so many at a time', ({ database }) => {
  outbox(database, [1], [2], [3], [4], [5]);
  expect(rounds(database, lineOf(database), 2)).toEqual([[1, 2], [3, 4], [5]]);
});

test('who comes behind another on its record goes in a later round, and nobody behind them before', ({
  database,
}) => {
  outbox(database, [1], [2], [1], [3]);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([1, 2]);
  for (const seq of [1, 2]) line.settle(move(database, { seq }, ['send', 'acknowledge']));
  expect(numbers(line.next(20))).toEqual([3, 4]);
  expect(line.next(20)).toEqual([]);
});

test('an entry that needs a record waits for the one that makes it, and holds nobody', ({ database }) => {
  outbox(database, [1], [2, -1], [1]);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([1]);
  line.settle(move(database, { seq: 1 }, ['send', 'acknowledge']));
  expect(numbers(line.next(20))).toEqual([2, 3]);
});

test('what waits for a person holds back what is behind it on its records, and nothing else', ({
  database,
}) => {
  outbox(database, [1], [1, 2], [2], [3]);
  move(database, { seq: 1 }, ['send', 'refuse']);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([4]);
  expect(line.next(20)).toEqual([]);
  expect(line.retryAt).toBeNull();
});

test('what a drain could not send holds back in that drain, too', ({ database }) => {
  outbox(database, [1], [2], [1]);
  const line = lineOf(database);
  const [first, second] = line.next(20);
  if (!first || !second) throw new Error('two were to go');
  line.settle(move(database, first, ['send', 'later'], { nextAttemptAt: NOW + 5000 }));
  line.settle(move(database, second, ['send', 'acknowledge']));
  expect(line.next(20)).toEqual([]);
  expect(line.retryAt).toBe(NOW + 5000);
});

test('what a person is asked about first is told of once, and holds back what is behind it', ({
  database,
}) => {
  outbox(database, [1], [1], [2], [3]);
  const line = lineOf(database, NOW, ({ seq }, isBehind) => seq === 1 || (isBehind && seq === 2));
  expect(numbers(line.next(20))).toEqual([3, 4]);
  expect(numbers(line.takeAsked())).toEqual([1, 2]);
  expect(line.takeAsked()).toEqual([]);
  expect(line.next(20)).toEqual([]);
});

test('one that must wait is passed over until its time, and the line knows the first such time', ({
  database,
}) => {
  outbox(database, [1], [2], [3], [4]);
  const attemptedAt = new Date(NOW - 1000).toISOString();
  const later = (seq: number, nextAttemptAt: number) =>
    move(database, { seq }, ['send', 'later'], { attemptedAt, nextAttemptAt });
  later(1, NOW + 9000);
  later(2, NOW + 4000);
  later(3, NOW);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([3, 4]);
  expect(line.retryAt).toBe(NOW + 4000);
  expect(numbers(lineOf(database, NOW + 4000).next(20))).toEqual([2, 3, 4]);
});

test('a clock that was set back tells nothing: nobody waits longer than the longest wait there is', ({
  database,
}) => {
  outbox(database, [1]);
  // The attempt was by a clock that was behind, the wait written down by one that was right.
  const attemptedAt = new Date(NOW - 60 * 60_000).toISOString();
  move(database, { seq: 1 }, ['send', 'later'], { attemptedAt, nextAttemptAt: NOW });
  expect(numbers(lineOf(database, NOW - 5 * 60_000).next(20))).toEqual([]);
  expect(numbers(lineOf(database, NOW - 5 * 60_000 - 1).next(20))).toEqual([1]);
});

test('one that waits for a person by a failure with a time does not ask for another try', ({ database }) => {
  outbox(database, [1]);
  const line = lineOf(database);
  line.settle(move(database, { seq: 1 }, ['send', 'refuse'], { nextAttemptAt: NOW + 1 }));
  expect(line.retryAt).toBeNull();
});

test('what became of one on its way is asked, whatever waits before it; then it is held all the same', ({
  database,
}) => {
  outbox(database, [1], [1], [1]);
  move(database, { seq: 1 }, ['send', 'refuse']);
  move(database, { seq: 2 }, ['send', 'no-answer']);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([2]);
  expect(line.isHeld(entryOf(database, 2))).toBe(true);
  line.settle(move(database, { seq: 2 }, ['not-done']));
  expect(line.next(20)).toEqual([]);
});

test('nobody is held whose way is free', ({ database }) => {
  const [first] = outbox(database, [1], [1]);
  expect(first && lineOf(database).isHeld(first)).toBe(false);
});

test('one that the instance did not come to is handed out once more, before what is behind it', ({
  database,
}) => {
  outbox(database, [1], [2], [3], [4]);
  const line = lineOf(database);
  expect(numbers(line.next(3))).toEqual([1, 2, 3]);
  line.settle(move(database, { seq: 1 }, ['send', 'acknowledge']));
  line.settle(move(database, { seq: 3 }, ['send', 'acknowledge']));
  line.backTo(2);
  expect(numbers(line.next(3))).toEqual([2, 4]);
});

test('going back to several goes back to the first of them', ({ database }) => {
  outbox(database, [1], [2], [3]);
  const line = lineOf(database);
  line.next(3);
  line.backTo(2);
  line.backTo(3);
  expect(numbers(line.next(3))).toEqual([2, 3]);
});

/** How an entry stands before the drain, and what comes of it when it is handed out. */
interface Story {
  records: number[];
  stands: 'queued' | 'refused' | 'early' | 'unknown';
  goes: boolean;
}

test('any drain hands out what the rule says, each once, in order', ({ database }) => {
  const story = fc.record<Story>({
    records: fc.uniqueArray(
      fc.integer({ min: -4, max: 4 }).filter((record) => record !== 0),
      {
        maxLength: 3,
        selector: Math.abs,
      },
    ),
    stands: fc.constantFrom('queued', 'queued', 'queued', 'refused', 'early', 'unknown'),
    goes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(story, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (stories, count) => {
      const storyOf = database.transaction((write) => stage(write, stories));
      const line = lineOf(database);
      const handed: number[] = [];
      for (let round = line.next(count); round.length > 0; round = line.next(count)) {
        expect(round.length).toBeLessThanOrEqual(count);
        const queued = round.filter(({ state }) => state === 'queued');
        expect(sharing(queued.map(({ seq }) => storyOf.get(seq)))).toBe(false);
        handed.push(...numbers(round));
        const settled = database.transaction((write) =>
          round.map((entry) => {
            const goes = storyOf.get(entry.seq)?.goes && entry.state === 'queued';
            return goes ? moveEntry(write, moveEntry(write, entry, 'send'), 'acknowledge') : entry;
          }),
        );
        for (const entry of settled) line.settle(entry);
      }
      expect(handed).toEqual(expected(storyOf));
    }),
    { numRuns: 100 },
  );
});

/** An Outbox with nothing but these entries, each as its story says. */
function stage(write: Writer, stories: readonly Story[]): Map<number, Story> {
  for (const table of ['outbox_touch', 'outbox_entry'] as const) write.execute(build.deleteFrom(table));
  const attemptedAt = new Date(NOW - 1000).toISOString();
  return new Map(
    stories.map((story) => {
      const seq = addEntry(write, newEntry({ touches: touchesOf(story.records) }));
      const entry = readEntry(write, seq);
      if (entry && story.stands !== 'queued') {
        const change = { attemptedAt, nextAttemptAt: story.stands === 'early' ? NOW + 1 : null };
        const event = ({ refused: 'refuse', unknown: 'no-answer', early: 'later' } as const)[story.stands];
        moveEntry(write, moveEntry(write, entry, 'send'), event, change);
      }
      return [seq, story];
    }),
  );
}

/** Whether two of a round are about the same record. */
function sharing(round: readonly (Story | undefined)[]): boolean {
  const records = round.flatMap((story) => (story?.records ?? []).filter((record) => record > 0));
  return new Set(records).size < records.length;
}

/** The rule, told as simply as it goes: one pass, what did not go blocks the records it touches. */
function expected(storyOf: ReadonlyMap<number, Story>): number[] {
  const blocked = new Set<number>();
  const handed: number[] = [];
  for (const [seq, story] of storyOf) {
    const free = story.records.every((record) => !blocked.has(Math.abs(record)));
    const goes = free && story.stands === 'queued';
    if (goes || story.stands === 'unknown') handed.push(seq);
    if (goes && story.goes) continue;
    for (const record of story.records) if (record > 0) blocked.add(record);
  }
  return handed;
}
