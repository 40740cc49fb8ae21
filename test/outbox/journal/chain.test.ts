import fc from 'fast-check';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../../main/database/database.ts';
import { statement } from '../../../main/database/query.ts';
import { undoDiscard } from '../../../main/outbox/undo.ts';
import { discard, tryAgain } from '../../../main/outbox/decide.ts';
import { editEntry, moveEntry } from '../../../main/outbox/entries.ts';
import { noteEntry } from '../../../main/outbox/journal/note.ts';
import { pruneJournal } from '../../../main/outbox/journal/prune.ts';
import { stamp } from '../../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../../main/outbox/state.ts';
import { check, journalOf } from '../../support/chain.ts';
import { test } from '../../support/disk.ts';
import { addBareEntry, decisionAt, entryOf, move as moveBy, type Moving } from '../../support/entry.ts';

function move(database: Database, seq: number, ...moves: [EntryEvent, Moving?][]) {
  for (const [event, change] of moves) moveBy(database, { seq }, [event], change);
}

function run(database: Database, text: string): void {
  database.transaction((write) => {
    write.execute(statement(sql.raw(text)));
  });
}

const refusal = { kind: 'refused', status: 403, message: 'Operation Failed', detail: 'aborted' } as const;

test('the life of an entry is written down, what the instance said and what a person decided', ({
  database,
}) => {
  const seq = addBareEntry(database);
  move(database, seq, ['send'], ['refuse', { failure: refusal }]);
  database.transaction((write) => tryAgain(write, [seq], decisionAt));
  const busy = { kind: 'retry-later', status: 503, message: 'Busy', retryAfterMs: null } as const;
  move(database, seq, ['send'], ['step-done'], ['later', { failure: busy }]);
  move(database, seq, ['send'], ['no-answer', { failure: { kind: 'no-answer', message: 'Lost' } }]);
  move(database, seq, ['not-there'], ['send'], ['no-answer'], ['acknowledge']);
  expect(journalOf(database).map(({ step, what, status, words }) => [step, what, status, words])).toEqual([
    [0, 'attempt', null, null],
    [0, 'refused', 403, 'Operation Failed\naborted'],
    [0, 'try-again', null, null],
    [0, 'attempt', null, null],
    [0, 'step-acknowledged', null, null],
    [1, 'retry-later', 503, 'Busy'],
    [1, 'attempt', null, null],
    [1, 'no-answer', null, 'Lost'],
    [1, 'found-not-done', null, null],
    [1, 'attempt', null, null],
    [1, 'no-answer', null, null],
    [1, 'found-done', null, null],
  ]);
});

test('an edit and a discard are written down too, the edit under its new revision', async ({ database }) => {
  const seq = addBareEntry(database);
  move(database, seq, ['send'], ['refuse', { failure: refusal }]);
  database.transaction((write) => {
    editEntry(write, entryOf(database, seq), { touches: [], steps: [], inputs: {} }, decisionAt);
  });
  database.transaction((write) => discard(write, [seq], new Date(0), () => undefined));
  database.transaction((write) =>
    undoDiscard(write, seq, stamp(0, null), (_table, _field, value) => ({
      value,
      display: value,
    })),
  );
  expect(
    journalOf(database)
      .slice(2)
      .map(({ entry, revision, what }) => ({ entry, revision, what })),
  ).toEqual([
    { entry: seq, revision: 1, what: 'edited' },
    { entry: seq, revision: 1, what: 'discarded' },
    { entry: seq, revision: 1, what: 'undone' },
  ]);
  expect(await check(database)).toMatchObject({ lines: 5, broken: null });
});

test('what a person is asked is written down in its words, and so is how the instance failed', ({
  database,
}) => {
  const lines = (events: EntryEvent[], change: Moving = {}) => {
    const before = journalOf(database).length;
    moveBy(database, { seq: addBareEntry(database) }, events, change);
    return journalOf(database)
      .slice(before)
      .map(({ what, status, words }) => [what, status, words]);
  };
  const unclear = { question: { about: 'unclear', message: 'Look there' } } as const;
  expect(lines(['send', 'no-answer', 'unclear', 'let-go']).slice(2)).toEqual([
    ['unclear', null, 'Nobody knows'],
    ['try-again', null, null],
  ]);
  expect(lines(['unclear'], unclear)).toEqual([['unclear', null, 'Look there']]);
  const hopeless = { about: 'refused', status: 0, message: 'No answer', detail: 'Silence' } as const;
  expect(lines(['send', 'no-answer', 'give-up'], { question: hopeless }).at(-1)).toEqual([
    ...['refused', 0, 'No answer\nSilence'],
  ]);
  expect(lines(['ask-first'], { words: 'Triggered long ago' })).toEqual([
    ['ask-first', null, 'Triggered long ago'],
  ]);
  expect(lines(['send', 'interrupted']).at(-1)).toEqual(['interrupted', null, null]);
  expect(lines(['look-first', 'look-again', 'not-there']).map(([what]) => what)).toEqual([
    ...['look-first', 'look-again', 'found-not-done'],
  ]);
});

test('what is rolled back was never written down', async ({ database }) => {
  const seq = addBareEntry(database);
  move(database, seq, ['send']);
  expect(() => {
    database.transaction((write) => {
      moveEntry(write, entryOf(database, seq), 'acknowledge');
      throw new Error('power cut');
    });
  }).toThrow('power cut');
  move(database, seq, ['no-answer']);
  expect(journalOf(database).map(({ id, what }) => [id, what])).toEqual([
    [1, 'attempt'],
    [2, 'no-answer'],
  ]);
  expect((await check(database)).broken).toBeNull();
});

test('an empty journal is whole, and one that was emptied is not', async ({ database }) => {
  expect(await check(database)).toEqual({ lines: 0, since: null, broken: null });
  move(database, addBareEntry(database), ['send']);
  run(database, 'DELETE FROM outbox_journal');
  expect(await check(database)).toEqual({ lines: 0, since: null, broken: 1 });
});

test('a line put in the place of a removed last one is noticed', async ({ database }) => {
  const seq = addBareEntry(database);
  move(database, seq, ['send'], ['no-answer']);
  run(database, 'DELETE FROM outbox_journal WHERE id = 2');
  move(database, seq, ['not-there']);
  expect((await check(database)).broken).toBe(2);
});

/** Ways in which somebody may lay hands on the journal; `at` and `to` are numbers of lines, one after the other. */
const attacks: Record<string, (at: number, to: number, text: string) => string[]> = {
  'changes the words': (at, _, text) => [
    `UPDATE outbox_journal SET words = coalesce(words, '') || '${text}' WHERE id = ${at}`,
  ],
  'changes what it says': (at) => [
    `UPDATE outbox_journal SET what = iif(what = 'refused', 'acknowledged', 'refused') WHERE id = ${at}`,
  ],
  'changes the time': (at) => [`UPDATE outbox_journal SET at = '2020-' || at WHERE id = ${at}`],
  'changes the entry': (at) => [`UPDATE outbox_journal SET entry = entry + 1 WHERE id = ${at}`],
  'removes a line': (at) => [`DELETE FROM outbox_journal WHERE id = ${at}`],
  'removes a line and closes the gap': (at) => [
    `DELETE FROM outbox_journal WHERE id = ${at}`,
    `UPDATE outbox_journal SET id = -id WHERE id > ${at}`,
    'UPDATE outbox_journal SET id = -id - 1 WHERE id < 0',
  ],
  'puts a line in': (at) => [
    `UPDATE outbox_journal SET id = -id WHERE id >= ${at}`,
    'UPDATE outbox_journal SET id = -id + 1 WHERE id < 0',
    `INSERT INTO outbox_journal SELECT ${at}, at, entry, revision, step, what, status, words, hash FROM outbox_journal
     WHERE id = ${at + 1}`,
  ],
  'puts a line at the end': () => [
    `INSERT INTO outbox_journal SELECT NULL, at, entry, revision, step, what, status, words, hash FROM outbox_journal
     ORDER BY id DESC LIMIT 1`,
  ],
  'swaps two lines': (at, to) => [
    `UPDATE outbox_journal SET id = -1 WHERE id = ${at}`,
    `UPDATE outbox_journal SET id = ${at} WHERE id = ${to}`,
    `UPDATE outbox_journal SET id = ${to} WHERE id = -1`,
  ],
};

const text = fc.stringMatching(/^[a-z0-9 ]{1,12}$/);

test('any change, removal, insertion or other order is found, where it begins', async ({ database }) => {
  const seq = addBareEntry(database);
  const whats = ['attempt', 'refused', 'try-again', 'acknowledged'] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ what: fc.constantFrom(...whats), words: fc.option(text) }), {
        minLength: 2,
        maxLength: 12,
      }),
      fc.constantFrom(...Object.keys(attacks)),
      fc.nat(),
      text,
      async (said, attack, one, words) => {
        run(database, 'DELETE FROM outbox_journal');
        run(database, "DELETE FROM sqlite_sequence WHERE name = 'outbox_journal'");
        database.transaction((write) => {
          for (const { what, words } of said)
            noteEntry(write, { seq, revision: 0, step: 0 }, what, { status: null, words });
        });
        expect(await check(database)).toMatchObject({ lines: said.length, broken: null });
        const at = (one % said.length) + 1;
        const to = (at % said.length) + 1;
        for (const change of attacks[attack]?.(at, to, words) ?? []) run(database, change);
        const { broken } = await check(database);
        const atEnd = attack === 'puts a line at the end';
        const first = atEnd ? said.length + 1 : attack === 'swaps two lines' ? Math.min(at, to) : at;
        // A line put in before itself shows only where the next one follows.
        expect([first, first + 1]).toContain(broken);
      },
    ),
    { numRuns: 150 },
  );
});

test('lines of what was settled long ago go, those of what waits stay, and the chain still holds', async ({
  database,
}) => {
  const day = 24 * 60 * 60_000;
  const settled = addBareEntry(database);
  for (let at = 0; at < 60; at += 1) move(database, settled, ['send'], ['later']);
  const waiting = addBareEntry(database);
  move(database, waiting, ['send']);
  move(database, settled, ['send'], ['acknowledge']);
  const young = Date.now() + 89 * day;
  expect(pruneJournal(database, young)).toBe(0);
  const old = Date.now() + 91 * day;
  expect(pruneJournal(database, old)).toBe(120);
  expect(journalOf(database).map(({ id, what }) => [id, what])).toEqual([
    [121, 'attempt'],
    [122, 'attempt'],
    [123, 'acknowledged'],
    [124, 'pruned'],
  ]);
  expect(await check(database)).toMatchObject({ lines: 4, broken: null });
  move(database, waiting, ['no-answer']);
  expect(await check(database)).toMatchObject({ lines: 5, broken: null });
  expect(pruneJournal(database, old)).toBe(0);

  run(database, 'DELETE FROM outbox_journal WHERE id = 121');
  expect((await check(database)).broken).toBe(121);
});

test('what can still be undone keeps its lines', ({ database }) => {
  const seq = addBareEntry(database);
  for (let at = 0; at < 60; at += 1) move(database, seq, ['send'], ['not-delivered']);
  database.transaction((write) => discard(write, [seq], new Date(), () => undefined));
  const later = Date.now() + 91 * 24 * 60 * 60_000;
  expect(pruneJournal(database, later)).toBe(0);
  run(database, 'DELETE FROM outbox_discarded');
  expect(pruneJournal(database, later)).toBe(121);
});

test('all of it may go, once nothing is left of what it tells', async ({ database }) => {
  const seq = addBareEntry(database);
  for (let at = 0; at < 60; at += 1) move(database, seq, ['send'], ['later']);
  move(database, seq, ['send'], ['acknowledge']);
  const later = Date.now() + 91 * 24 * 60 * 60_000;
  expect(pruneJournal(database, later)).toBe(122);
  expect(await check(database)).toMatchObject({ lines: 1, broken: null });
  run(database, `UPDATE outbox_journal SET words = '{"upTo":1,"hash":""}'`);
  expect((await check(database)).broken).not.toBeNull();
  run(database, "UPDATE outbox_journal SET words = 'gone'");
  expect((await check(database)).broken).not.toBeNull();
});
