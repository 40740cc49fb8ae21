import type { TakenOver } from '../../preload/contract/handover.ts';
import type { Database, Writer } from '../database/database.ts';
import type { FileStore } from '../files/store.ts';
import { useFiles } from '../files/uses.ts';
import type { Decided, Entry } from '../outbox/entry.ts';
import { putAttempts, shareEntry } from '../outbox/attempts.ts';
import { putEntry, readEntry } from '../outbox/entries.ts';
import { shifted, type Stamp } from '../outbox/stamp.ts';
import { noteEntry } from '../outbox/journal/note.ts';
import { knownKeys } from '../outbox/keys.ts';
import { Problem } from '../problem.ts';
import type { Catalog } from '../records/catalog.ts';
import { restorePending } from '../records/pending.ts';
import { keepBase, recomputeView } from '../records/view.ts';
import { Bytes } from './bytes.ts';
import { type Contents, LENGTH, readContents } from './contents.ts';
import { damaged } from './damaged.ts';
import { unseal } from './seal.ts';
import type { Whose } from './whose.ts';

/** What a hand-over needs of the laptop it comes to. */
export interface Taking {
  database: Database;
  files: FileStore;
  catalog: Catalog;
  whose: Whose;
  now: Stamp;
}

type Packed = Contents['entries'][number];

/**
 * Takes the entries of a handed-over Outbox into this one, behind what waits here already and in their order. Their keys come
 * along, so an entry that is or was here is left alone, and one that the other laptop has sent is found on the instance.
 * All or nothing. Answers also the tables whose view changed. Throws Problem: `invalid-input` (passphrase), `broken` (the
 * file), `not-offered` (another user's or instance's).
 */
export async function takeOver(
  to: Taking,
  path: string,
  passphrase: string,
): Promise<{ taken: TakenOver; tables: string[] }> {
  const bytes = new Bytes(unseal(path, passphrase));
  try {
    const length = (await bytes.whole(LENGTH)).readUInt32BE();
    const contents = readContents(await bytes.whole(length));
    refuseOthers(to.whose, contents);
    await takeFiles(to.files, contents, bytes);
    return to.database.transaction((write) => takeEntries(write, to, contents));
  } finally {
    await bytes.close();
  }
}

function refuseOthers({ instance, user }: Whose, contents: Contents): void {
  const theirs = contents.user.sys_id === user.sys_id ? null : contents.user.name;
  const message =
    contents.instance !== instance
      ? `This Outbox belongs to ${contents.instance}, and you work on ${instance}`
      : `This Outbox belongs to ${theirs ?? ''}, and ${user.name} is signed in here`;
  if (contents.instance !== instance || theirs !== null) throw new Problem({ kind: 'not-offered', message });
}

/** Puts the files into the store. They stay there for a day even if nothing comes of it. */
async function takeFiles(store: FileStore, { id, files }: Contents, bytes: Bytes): Promise<void> {
  for (const { hash, size } of files) {
    const transfer = `taken-over:${id}:${hash}`;
    try {
      store.take(transfer, Buffer.alloc(0));
      for await (const part of bytes.next(size)) store.take(transfer, part);
    } catch (error) {
      store.drop(transfer);
      throw error;
    }
    if (store.finish(transfer).hash !== hash) throw damaged();
  }
  await bytes.end();
}

function takeEntries(write: Writer, to: Taking, contents: Contents): { taken: TakenOver; tables: string[] } {
  const known = knownKeys(
    write,
    contents.entries.map(({ row }) => row.key),
  );
  const fresh = contents.entries.filter(({ row }) => !known.has(row.key));
  const shift = shiftOf(contents.clockOffset, to.now.offset);
  const tables = new Set<string>();
  for (const packed of fresh) {
    const entry = takeEntry(write, packed, shift, to.now);
    noteEntry(write, entry, 'imported', { status: null, words: contents.id });
    useFiles(write, to.files, `entry:${entry.seq}`, named(packed), to.now.at);
    for (const table of layChanges(write, to.catalog, entry, packed.changes)) tables.add(table);
  }
  const counts = { added: fresh.length, known: contents.entries.length - fresh.length };
  return { taken: { handedOverAt: contents.at, ...counts }, tables: [...tables] };
}

/** What to add to the other laptop's times to have them by this one's clock, as far as both are measured. */
function shiftOf(theirs: number | null, ours: number | null): number {
  return theirs === null || ours === null ? 0 : Math.round(theirs - ours);
}

/**
 * Puts an entry of the other laptop at the end of the Outbox, as it stood there. Both have it now. Whoever takes it over says that it is to be
 * sent; a question that was open there stays open.
 */
function takeEntry(write: Writer, { row, attempts }: Packed, shift: number, now: Stamp): Entry {
  const here = (text: string) => JSON.stringify(shifted(JSON.parse(text) as Stamp, shift));
  const seq = putEntry(write, {
    ...row,
    triggered: here(row.triggered),
    next_attempt_at: row.next_attempt_at === null ? null : row.next_attempt_at + shift,
    decided: JSON.stringify({ at: now, attempts: row.decided === null ? 0 : decidedIn(row.decided) }),
    sent_at: null,
  });
  putAttempts(
    write,
    seq,
    attempts.map((attempt) => ({ ...attempt, at: here(attempt.at) })),
  );
  const entry = entryAt(write, seq);
  shareEntry(write, entry);
  return entry;
}

/** How many attempts it had when a person of the other laptop last decided about it. */
function decidedIn(decided: string): number {
  return (JSON.parse(decided) as Decided).attempts;
}

function entryAt(write: Writer, seq: number): Entry {
  const entry = readEntry(write, seq);
  if (!entry) throw new Error(`entry ${seq} was not taken in`);
  return entry;
}

/** Names are for a sentence only: a file that is missing was missing when it was handed over. */
function named({ row, files }: Packed): { hash: string; size: number; name: string }[] {
  return files.map((file) => ({ ...file, name: row.title }));
}

/** Lays the changes over the view, behind those of what waits here. Answers the tables that changed. */
function layChanges(
  write: Writer,
  { tables }: Catalog,
  { seq }: Entry,
  changes: Packed['changes'],
): Iterable<string> {
  const records = new Map(changes.map(({ sys_id, table_name }) => [sys_id, tables.get(table_name)]));
  for (const [sysId, table] of records) if (table) keepBase(write, table, sysId);
  for (const change of changes) restorePending(write, { ...change, entry: seq });
  for (const [sysId, table] of records) if (table) recomputeView(write, table, sysId);
  return changes.map(({ table_name }) => table_name);
}
