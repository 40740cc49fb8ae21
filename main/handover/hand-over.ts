import { createReadStream } from 'node:fs';
import { HANDOVER_BYTES } from '../../preload/contract/handover.ts';
import type { Database, Writer } from '../database/database.ts';
import type { FileStore } from '../files/store.ts';
import { filesOf } from '../files/uses.ts';
import { changesOf } from '../outbox/discarded.ts';
import type { StoredAttempt } from '../outbox/attempt.ts';
import { shareEntry } from '../outbox/attempts.ts';
import { entryFrom, type EntryRow, selectEntries } from '../outbox/entry.ts';
import { noteEntry } from '../outbox/journal/note.ts';
import { Problem } from '../problem.ts';
import { type Contents, travelling, writeContents } from './contents.ts';
import { PIECE, seal, WORK_FACTOR } from './seal.ts';
import type { Whose } from './whose.ts';

/** What a hand-over needs of the laptop it leaves. */
export interface Handing {
  database: Database;
  files: FileStore;
  whose: Whose;
  /** Instance clock minus device clock in milliseconds; null when it was never measured. */
  clockOffset: number | null;
  now: () => number;
  /** For the name of the hand-over. */
  randomBytes: (count: number) => Uint8Array;
}

/**
 * Makes an encrypted file of everything that waits, in its order, with its files, and puts it into the file store. The entries
 * stay here and from now on are looked for on the instance before they are sent, because the other laptop may send them too.
 * `workFactor` is what trying a passphrase costs. Throws Problem `not-offered` when nothing waits or it is too much.
 */
export async function handOver(
  { database, files, whose, clockOffset, now, randomBytes }: Handing,
  passphrase: string,
  workFactor = WORK_FACTOR,
): Promise<{ hash: string; size: number; entries: number }> {
  const id = Buffer.from(randomBytes(8)).toString('hex');
  const contents = database.transaction((write): Contents => {
    const entries = waiting(write).map((row) => packEntry(write, files, row));
    const stored = new Map(entries.flatMap((entry) => entry.files.map((file) => [file.hash, file])));
    refuseUnless(entries.length > 0, 'Nothing waits in the Outbox, so there is nothing to hand over');
    const bytes = [...stored.values()].reduce((sum, { size }) => sum + size, 0);
    refuseUnless(bytes <= HANDOVER_BYTES, tooMuch(bytes));
    for (const row of waiting(write)) {
      shareEntry(write, entryFrom(row));
      noteEntry(write, row, 'handed-over', { status: null, words: id });
    }
    const at = new Date(now()).toISOString();
    return { id, at, ...whose, clockOffset, entries, files: [...stored.values()] };
  });
  const transfer = `hand-over:${id}`;
  try {
    const write = (piece: Uint8Array) => {
      files.take(transfer, piece);
    };
    await seal(passphrase, inside(contents, files), write, workFactor);
  } catch (error) {
    files.drop(transfer);
    throw error;
  }
  return { ...files.finish(transfer), entries: contents.entries.length };
}

async function* inside(contents: Contents, files: FileStore): AsyncGenerator<Uint8Array> {
  yield writeContents(contents);
  for (const { hash } of contents.files) {
    for await (const chunk of createReadStream(files.path(hash), { highWaterMark: PIECE })) {
      yield chunk as Buffer;
    }
  }
}

function waiting(write: Writer): EntryRow[] {
  return write.select(selectEntries.where('state', '<>', 'sent').orderBy('seq'));
}

/** An entry on its way right now may or may not arrive: the other laptop has to look. */
const ON_ITS_WAY = JSON.stringify({
  kind: 'no-answer',
  message: 'It was being sent by the other laptop when it was handed over',
});

function packEntry(write: Writer, store: FileStore, entry: EntryRow): Contents['entries'][number] {
  const { seq, attempts, state } = entry;
  const isOnItsWay = state === 'sending' || state === 'sent';
  return {
    row: travelling({ ...entry, state: isOnItsWay ? 'unknown' : state }),
    attempts: (JSON.parse(attempts) as StoredAttempt[]).map((attempt) =>
      attempt.ended === null && attempt.elsewhere === 0
        ? { ...attempt, ended: 'silent', failure: ON_ITS_WAY }
        : attempt,
    ),
    changes: changesOf(write, entryFrom(entry)),
    // A file that is gone here cannot be sent from anywhere; the entry says so when its turn comes.
    files: filesOf(write, `entry:${seq}`).filter(({ hash }) => store.has(hash)),
  };
}

function refuseUnless(holds: boolean, message: string): void {
  if (!holds) throw new Problem({ kind: 'not-offered', message });
}

function tooMuch(bytes: number): string {
  const mb = (count: number) => `${Math.ceil(count / 1024 / 1024)} MB`;
  return `The photos and files that wait are ${mb(bytes)}; at most ${mb(HANDOVER_BYTES)} can be handed over at once`;
}
