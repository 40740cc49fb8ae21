import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { openDatabase } from '../../main/database/open.ts';
import { FileStore } from '../../main/files/store.ts';
import { useFiles } from '../../main/files/uses.ts';
import { writeContents } from '../../main/handover/contents.ts';
import { handOver } from '../../main/handover/hand-over.ts';
import { seal } from '../../main/handover/seal.ts';
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

/** Cheap to try; how slow the real one is nobody has to wait for here. */
const CHEAP = 1;

/** What waits on this laptop is handed over, and taken in by another one whose clock is ahead of this one's by `ahead`. */
type Carry = (offset?: number | null, ahead?: number) => Promise<Entry[]>;

/** What waits on this laptop as a handed-over file, by the offset of its clock. */
type Leave = (offset?: number | null) => Promise<string>;

/** Takes such a file in on the other laptop. */
type Take = (file: string, now?: Stamp) => Promise<void>;

const test = base.extend<{ other: Database; files: FileStore; leave: Leave; take: Take; carry: Carry }>({
  other: async ({ folder, catalog }, use) => {
    const other = await openDatabase(join(folder, 'other.db'));
    fit(other, catalog);
    await use(other);
    other.close();
  },
  files: async ({ folder }, use) => {
    await use(new FileStore(join(folder, 'files')));
  },
  leave: async ({ database, files }, use) => {
    await use(async (offset = 0) => {
      const from = { database, files, whose, clockOffset: offset, now: () => NOW, randomBytes };
      const { hash } = await handOver(from, passphrase, CHEAP);
      return files.path(hash);
    });
  },
  take: async ({ folder, other, catalog }, use) => {
    const files = new FileStore(join(folder, 'others'));
    await use(async (file, now = laterOn(0, 0)) => {
      await takeOver({ database: other, files, catalog, whose, now }, file, passphrase);
    });
  },
  carry: async ({ other, leave, take }, use) => {
    await use(async (offset = 0, ahead = 0) => {
      await take(await leave(offset), laterOn(offset, ahead));
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

/** Where age's chunks begin: behind four lines and the nonce, every 64 KiB and a tag. */
function chunksOf(bytes: Buffer): number[] {
  let begin = 0;
  for (let line = 0; line < 4; line += 1) begin = bytes.indexOf('\n', begin) + 1;
  const chunks: number[] = [];
  for (let at = begin + 16; at < bytes.length; at += 64 * 1024 + 16) chunks.push(at);
  return chunks;
}

test('of a file that is not as it was made nothing gets into the Outbox, wherever that is', async ({
  folder,
  database,
  other,
  files,
  leave,
  take,
}) => {
  files.take('photo', randomBytes(300_000));
  const photo = { ...files.finish('photo'), name: 'gate.png' };
  const { seq } = addStepsEntry(database, note(1));
  database.transaction((write) => {
    useFiles(write, files, `entry:${seq}`, [photo], new Date(NOW).toISOString());
  });
  const file = await leave();
  const bytes = readFileSync(file);
  const chunks = chunksOf(bytes);
  expect(chunks).toHaveLength(5);
  const [nonce, mac] = [(chunks[0] ?? 0) - 16, (chunks[0] ?? 0) - 16 - 44];
  const flips = [0, 30, mac - 48, mac, mac + 10, nonce, ...chunks, ...chunks.map((at) => at + 500)];
  const flipped = [...flips, bytes.length - 1].map((at) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed;
  });
  const cut = [...flips, -1].map((at) => bytes.subarray(0, at));
  const appended = ['\0', bytes.subarray(chunks[4]), bytes].map((more) =>
    Buffer.concat([bytes, Buffer.from(more)]),
  );
  for (const changed of [...flipped, ...cut, ...appended]) {
    const broken = join(folder, 'broken');
    writeFileSync(broken, changed);
    await expect(take(broken)).rejects.toHaveProperty(
      'failure.kind',
      expect.stringMatching(/^broken$|^invalid-input$/),
    );
  }
  expect(waitingEntries(other, 0, 9)).toEqual([]);
  expect(readdirSync(join(folder, 'others', 'incoming'))).toEqual([]);
  await take(file);
  expect(waitingEntries(other, 0, 9)).toHaveLength(1);
});

test('what a newer Outpost handed over says so, and what is in another file of that passphrase is not guessed at', async ({
  folder,
  take,
}) => {
  const contents = { id: '', at: '', ...whose, clockOffset: null, entries: [], files: [] };
  const sentences = [
    [writeContents({ ...contents, format: 2 } as typeof contents), 'made by a newer version of Outpost'],
    [writeContents({ ...contents, entries: [{}] } as unknown as typeof contents), 'damaged or not whole'],
    [Buffer.from('\0\0\0\x0aDear diary'), 'damaged or not whole'],
    [Buffer.from('Dear diary'), 'damaged or not whole'],
  ] as const;
  for (const [inside, sentence] of sentences) {
    const pieces: Uint8Array[] = [];
    const source = (async function* () {
      yield await Promise.resolve(inside);
    })();
    await seal(passphrase, source, (piece) => pieces.push(piece), CHEAP);
    writeFileSync(join(folder, 'file'), Buffer.concat(pieces));
    await expect(take(join(folder, 'file'))).rejects.toThrow(sentence);
  }
});
