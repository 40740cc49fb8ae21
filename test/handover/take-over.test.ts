import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { openDatabase } from '../../main/database/open.ts';
import { FileStore } from '../../main/files/store.ts';
import { handOver } from '../../main/handover/hand-over.ts';
import { takeOver } from '../../main/handover/take-over.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import { doubtOf, failuresOf, isShared, triesOf } from '../../main/outbox/doubt.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { stamp, type Stamp } from '../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { waitingEntries } from '../../main/outbox/waiting.ts';
import { me } from '../support/catalog.ts';
import {
  addStepsEntry,
  attempt,
  BROKEN,
  failOften,
  move,
  REFUSAL,
  share,
  SILENCE,
} from '../support/entry.ts';
import { fit, test as base } from '../support/laptop.ts';
import { note } from '../support/steps.ts';

const passphrase = 'correct horse battery';
const whose = { instance: 'https://instance.example', user: { sys_id: me.sys_id, name: me.name } };
const NOW = Date.parse('2026-01-05T12:00:00.000Z');
const HOUR = 3_600_000;

// A passphrase is slow to try on purpose.
vi.setConfig({ testTimeout: 60_000 });

/** What waits on this laptop is handed over, and taken in by another one whose clock is ahead of this one's by `ahead`. */
type Carry = (offset?: number | null, ahead?: number) => Promise<Entry[]>;

const test = base.extend<{ other: Database; carry: Carry }>({
  other: async ({ folder, catalog }, use) => {
    const other = await openDatabase(join(folder, 'other.db'));
    fit(other, catalog);
    await use(other);
    other.close();
  },
  carry: async ({ folder, database, other, catalog }, use) => {
    await use(async (offset = 0, ahead = 0) => {
      const files = new FileStore(join(folder, 'files'));
      const from = { database, files, whose, clockOffset: offset, now: () => NOW, randomBytes };
      const { hash } = await handOver(from, passphrase);
      const now = laterOn(offset, ahead);
      const to = { database: other, files: new FileStore(join(folder, 'others')), catalog, whose, now };
      await takeOver(to, files.path(hash), passphrase);
      return waitingEntries(other, 0, 100);
    });
  },
});

/** When it is taken in: an hour later. */
const laterOn = (offset: number | null, ahead: number): Stamp =>
  stamp(NOW + HOUR + ahead, offset === null ? null : offset - ahead);

test('an entry comes with its attempts, and both laptops have it from then on', async ({
  database,
  carry,
}) => {
  const failed = failOften(database, addStepsEntry(database, note(1)), 2);
  const before = move(database, failed, ['send', 'later'], {
    failure: BROKEN,
    isCharged: true,
    nextAttemptAt: 7,
  });
  const [there] = await carry();
  const elsewhere = attempt({ number: 4, isElsewhere: true, at: before.triggered, ended: null });
  expect(there).toEqual({
    ...before,
    seq: 1,
    decided: { at: laterOn(0, 0), attempts: 0 },
    attempts: [...before.attempts, elsewhere],
  });
  const here = waitingEntries(database, 0, 1);
  expect(here).toEqual([{ ...before, attempts: [...before.attempts, elsewhere] }]);
  for (const entry of [...here, ...(there ? [there] : [])])
    expect([doubtOf(entry), triesOf(entry), failuresOf(entry)]).toEqual(['elsewhere', 3, 3]);
});

test('times are by the clock of the laptop that takes it in, as far as both are known', async ({
  database,
  carry,
}) => {
  const begins = { at: stamp(NOW, 5000, NOW + 5000) };
  const sent = move(database, addStepsEntry(database, note(1)), ['send', 'later'], {
    begins,
    nextAttemptAt: NOW + 9,
  });
  const [there] = await carry(5000, HOUR);
  const shifted = (at: Stamp): Stamp => ({
    ...at,
    at: new Date(Date.parse(at.at) + HOUR).toISOString(),
    offset: at.offset === null ? null : at.offset - HOUR,
  });
  expect(there).toMatchObject({ triggered: shifted(sent.triggered), nextAttemptAt: NOW + 9 + HOUR });
  expect(there?.attempts[0]?.at).toEqual(shifted(begins.at));
});

test('where a distance is not known, times stay as they are', async ({ database, carry }) => {
  const before = addStepsEntry(database, note(1));
  const [there] = await carry(null, HOUR);
  expect(there?.triggered).toEqual(before.triggered);
});

test.for<[state: Entry['state'], events: EntryEvent[], failure: typeof SILENCE | undefined]>([
  ['queued', [], undefined],
  ['unknown', ['send', 'no-answer'], SILENCE],
  ['refused', ['send', 'refuse'], REFUSAL],
  ['conflict', ['conflict'], undefined],
  ['old', ['ask-first'], undefined],
  ['unclear', ['send', 'no-answer', 'unclear'], SILENCE],
])(
  'who takes an entry over says that it is to be sent; a question that is open stays open (%s)',
  async ([state, events, failure], { database, carry }) => {
    const before = move(database, addStepsEntry(database, note(1)), events, failure && { failure });
    const [there] = await carry();
    expect(there).toMatchObject({
      state,
      question: before.question,
      decided: { at: laterOn(0, 0), attempts: 0 },
    });
    expect(there && isShared(there)).toBe(true);
  },
);

test('what is on its way when it is handed over is of unknown outcome there, and on its way still here', async ({
  database,
  carry,
}) => {
  const sending = move(database, addStepsEntry(database, note(1), note(1)), [
    'send',
    'step-done',
    'next-step',
  ]);
  const [there] = await carry();
  const message = 'It was being sent by the other laptop when it was handed over';
  const failure = { kind: 'no-answer', message } as const;
  const lost: Partial<Attempt>[] = [
    { ended: 'done' },
    { ended: 'silent', failure },
    { isElsewhere: true, ended: null },
  ];
  expect(there).toMatchObject({ state: 'unknown', step: 1, attempts: lost });
  expect(waitingEntries(database, 0, 1)).toMatchObject([
    { ...sending, attempts: [...sending.attempts, { isElsewhere: true, ended: null }] },
  ]);
});

test('what a person has let go here is in doubt there as what another laptop has', async ({
  database,
  carry,
}) => {
  const events = ['send', 'no-answer', 'unclear', 'let-go'] as const;
  move(database, addStepsEntry(database, note(1)), events, { failure: SILENCE });
  const [there] = await carry();
  expect(there && doubtOf(there)).toBe('elsewhere');
  expect(there?.attempts.map(({ ended }) => ended)).toEqual(['let-go', null]);
});

test('handed over once more, it is still shared once', async ({ database, other, carry }) => {
  share(database, addStepsEntry(database, note(1)));
  const [there] = await carry();
  expect(there?.attempts.filter(({ isElsewhere }) => isElsewhere)).toHaveLength(1);
  await carry();
  expect(waitingEntries(other, 0, 9)).toEqual([there]);
});
