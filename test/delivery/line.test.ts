import fc from 'fast-check';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build } from '../../main/database/query.ts';
import { moveEntry } from '../../main/outbox/entries.ts';
import type { Entry, Touch } from '../../main/outbox/entry.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { Line, type Round } from '../../main/delivery/line.ts';
import { test } from '../support/disk.ts';
import { addBareEntry, entryOf, move, share, SILENCE, triggeredAt } from '../support/entry.ts';
import { task } from '../support/steps.ts';

const NOW = Date.parse('2026-01-05T08:00:00Z');

/** Puts entries into the Outbox, each with the records it touches; a negative one it only needs. */
function outbox(database: Database, ...touched: number[][]): Entry[] {
  return touched.map((records) => entryOf(database, addBareEntry(database, { touches: touchesOf(records) })));
}

function touchesOf(records: readonly number[]): Touch[] {
  return records.map((record) => (record < 0 ? { ...task(-record), needs: true } : task(record)));
}

const lineOf = (database: Database, now = NOW, isOld: (entry: Entry) => boolean = () => false) =>
  new Line(database, () => now, isOld);
/** The entries of a round that are to be looked for or sent. */
const numbers = ({ going }: Round) => going.map(({ entry }) => entry.seq);
const asked = (round: Round) => round.asked.map(({ seq }) => seq);
const NOTHING: Round = { going: [], asked: [] };

/** What a whole drain hands out, round by round, when everything is acknowledged at once. */
function rounds(database: Database, line: Line, count: number): number[][] {
  const handed: number[][] = [];
  for (let round = line.next(count); round.going.length > 0; round = line.next(count)) {
    handed.push(numbers(round));
    for (const { entry } of round.going) line.settle(move(database, entry, ['send', 'acknowledge']));
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
  expect(line.next(20)).toEqual(NOTHING);
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
  expect(line.next(20)).toEqual(NOTHING);
  expect(line.retryAt).toBeNull();
});

test('what a drain could not send holds back in that drain, too', ({ database }) => {
  outbox(database, [1], [2], [1]);
  const line = lineOf(database);
  expect(numbers(line.next(20))).toEqual([1, 2]);
  line.settle(move(database, { seq: 1 }, ['send', 'later'], { nextAttemptAt: NOW + 5000 }));
  line.settle(move(database, { seq: 2 }, ['send', 'acknowledge']));
  expect(line.next(20)).toEqual(NOTHING);
  expect(line.retryAt).toBe(NOW + 5000);
});

test('what a person is asked about first is told of once, and holds back what is behind it', ({
  database,
}) => {
  outbox(database, [1], [1], [2], [3]);
  const line = lineOf(database, NOW, ({ seq }) => seq <= 2);
  const round = line.next(20);
  expect([numbers(round), asked(round)]).toEqual([
    [3, 4],
    [1, 2],
  ]);
  expect(line.next(20)).toEqual(NOTHING);
});

test('one that must wait is passed over until its time, and the line knows the first such time', ({
  database,
}) => {
  outbox(database, [1], [2], [3], [4]);
  const later = (seq: number, nextAttemptAt: number) =>
    move(database, { seq }, ['send', 'later'], { nextAttemptAt });
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
  const begins = { at: stamp(NOW - 60 * 60_000, null) };
  move(database, { seq: 1 }, ['send', 'later'], { begins, nextAttemptAt: NOW });
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
  expect(line.next(20)).toEqual({ going: [{ entry: entryOf(database, 2), turn: 'look' }], asked: [] });
  const looked = move(database, { seq: 2 }, ['not-there']);
  expect(line.afterLook(looked)).toBe('wait');
  line.settle(looked);
  expect(line.next(20)).toEqual(NOTHING);
});

test('after a look, one whose way is free goes, unless a person has to be asked or it has to wait', ({
  database,
}) => {
  const [first] = outbox(database, [1], [1]);
  if (!first) throw new Error('one there is');
  expect(lineOf(database).afterLook(first)).toBe('send');
  expect(lineOf(database, NOW, () => true).afterLook(first)).toBe('ask');
  expect(lineOf(database).afterLook({ ...first, nextAttemptAt: NOW + 1 })).toBe('wait');
  expect(lineOf(database).afterLook(move(database, first, ['send', 'acknowledge']))).not.toBe('send');
  expect(lineOf(database).afterLook(move(database, { seq: 2 }, ['send', 'refuse']))).toBe('wait');
});

test('what may have been done is looked for in its turn, and then goes on from what is known', ({
  database,
}) => {
  outbox(database, [1], [2], [2], [3]);
  share(database, { seq: 1 });
  move(database, { seq: 3 }, ['send', 'no-answer', 'unclear', 'let-go'], { failure: SILENCE });
  const round = lineOf(database).next(20);
  expect(round.going.map(({ entry, turn }) => [entry.seq, turn])).toEqual([
    [1, 'look'],
    [2, 'send'],
  ]);
  const looked = move(database, { seq: 1 }, ['look-first', 'not-there']);
  // Another laptop may send it at any time, so there is a doubt again at once; but it has been looked for just now.
  expect(lineOf(database).afterLook(looked)).toBe('send');
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
  stands: 'queued' | 'refused' | 'early' | 'unknown' | 'old';
  goes: boolean;
}

test('any drain hands out what the rule says, each once, in order, and asks about all that is old', ({
  database,
}) => {
  const story = fc.record<Story>({
    records: fc.uniqueArray(
      fc.integer({ min: -4, max: 4 }).filter((record) => record !== 0),
      {
        maxLength: 3,
        selector: Math.abs,
      },
    ),
    stands: fc.constantFrom('queued', 'queued', 'queued', 'refused', 'early', 'unknown', 'old'),
    goes: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(story, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (stories, count) => {
      const storyOf = stage(database, stories);
      const line = lineOf(database, NOW, ({ seq }) => storyOf.get(seq)?.stands === 'old');
      const handed: number[] = [];
      const questions: number[] = [];
      for (let isLast = false; !isLast;) {
        const round = line.next(count);
        isLast = round.going.length === 0;
        expect(round.going.length).toBeLessThanOrEqual(count);
        const sent = round.going.filter(({ turn }) => turn === 'send').map(({ entry }) => entry);
        expect(sharing(sent.map(({ seq }) => storyOf.get(seq)))).toBe(false);
        handed.push(...numbers(round));
        questions.push(...asked(round));
        const settled = database.transaction((write) =>
          round.going.map(({ entry, turn }) => {
            const goes = storyOf.get(entry.seq)?.goes && turn === 'send';
            if (!goes) return entry;
            const begins = { at: triggeredAt, modCount: null };
            return moveEntry(write, moveEntry(write, entry, 'send', { begins }), 'acknowledge');
          }),
        );
        for (const entry of settled) line.settle(entry);
      }
      expect(handed).toEqual(expected(storyOf));
      expect(questions).toEqual([...storyOf].flatMap(([seq, { stands }]) => (stands === 'old' ? [seq] : [])));
    }),
    { numRuns: 100 },
  );
});

/** How what does not simply wait has come to stand as it does. */
const EVENTS: Partial<Record<Story['stands'], EntryEvent>> = {
  refused: 'refuse',
  unknown: 'no-answer',
  early: 'later',
};

/** An Outbox with nothing but these entries, each as its story says. */
function stage(database: Database, stories: readonly Story[]): Map<number, Story> {
  database.transaction((write) => {
    for (const table of ['outbox_touch', 'outbox_attempt', 'outbox_entry'] as const)
      write.execute(build.deleteFrom(table));
  });
  return new Map(
    stories.map((story) => {
      const seq = addBareEntry(database, { touches: touchesOf(story.records) });
      const event = EVENTS[story.stands];
      const nextAttemptAt = story.stands === 'early' ? NOW + 1 : null;
      if (event) move(database, { seq }, ['send', event], { nextAttemptAt });
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
