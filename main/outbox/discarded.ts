import type { Selectable } from 'kysely';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import type { Schema } from '../database/schema.ts';
import { releaseFiles } from '../files/uses.ts';
import type { Entry, EntryRow } from './entry.ts';
import { noteEntry } from './journal/note.ts';
import { readRow } from './entries.ts';

/** A row of pending_change. */
export type ChangeRow = Selectable<Schema['pending_change']>;

/** A discarded entry as it was. */
export interface DiscardedEntry {
  seq: number;
  /** Number of the first entry that was discarded by the same decision; they come back together. */
  together: number;
  /** ISO instant. */
  discardedAt: string;
  /** Its row, with the attempts at it. */
  row: EntryRow;
  /** The changes that it made to the view. */
  changes: ChangeRow[];
}

/** A discard can be undone for this long; then the entry is gone for good. */
export const KEPT_MS = 30 * 24 * 60 * 60_000;

const changes = query<{ sys_id: string; entry: number }, ChangeRow>((p) =>
  build
    .selectFrom('pending_change')
    .selectAll()
    .where('sys_id', '=', p('sys_id'))
    .where('entry', '=', p('entry'))
    .orderBy('step'),
);

const put = query<{
  seq: number;
  together: number;
  discarded_at: string;
  entry: string;
  attempts: string;
  changes: string;
}>((p) =>
  build.insertInto('outbox_discarded').values({
    seq: p('seq'),
    together: p('together'),
    discarded_at: p('discarded_at'),
    entry: p('entry'),
    attempts: p('attempts'),
    changes: p('changes'),
  }),
);

const discarded = build.selectFrom('outbox_discarded').selectAll().orderBy('seq');

/** The changes that an entry makes to the view, as stored. */
export function changesOf(reader: Reader, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): ChangeRow[] {
  return touches.flatMap(({ sys_id }) => reader.all(changes, { sys_id, entry: seq }));
}

/** Keeps a copy of the whole entry, for a person who changes their mind. Its files stay in use. */
export function keepDiscarded(write: Writer, entry: Entry, together: number, discardedAt: string): void {
  const { seq } = entry;
  const { attempts, ...row } = readRow(write, seq) ?? { attempts: '[]' };
  const changes = JSON.stringify(changesOf(write, entry));
  write.run(put, {
    seq,
    together,
    discarded_at: discardedAt,
    entry: JSON.stringify(row),
    attempts,
    changes,
  });
  noteEntry(write, entry, 'discarded');
}

/** The entries that were discarded together with this one, in order; none when it is not kept any more. */
export function discardedTogether(reader: Reader, seq: number): DiscardedEntry[] {
  const which = build.selectFrom('outbox_discarded').select('together').where('seq', '=', seq);
  return reader.select(discarded.where('together', '=', which)).map(discardedFrom);
}

/** All other discarded entries, in order. */
export function otherDiscarded(reader: Reader, together: number): DiscardedEntry[] {
  return reader.select(discarded.where('together', '<>', together)).map(discardedFrom);
}

export function forgetDiscarded(write: Writer, together: number): void {
  write.execute(build.deleteFrom('outbox_discarded').where('together', '=', together));
}

/** Lets go for good what was discarded more than 30 days ago, and its files. Returns how many entries went. */
export function purgeDiscarded(write: Writer, now: number): number {
  const before = new Date(now - KEPT_MS).toISOString();
  const old = write.select(
    build.selectFrom('outbox_discarded').select('seq').where('discarded_at', '<', before),
  );
  for (const { seq } of old) releaseFiles(write, `entry:${seq}`);
  return write.execute(build.deleteFrom('outbox_discarded').where('discarded_at', '<', before));
}

/** A row of outbox_discarded, read. */
export function discardedFrom(stored: Selectable<Schema['outbox_discarded']>): DiscardedEntry {
  return {
    seq: stored.seq,
    together: stored.together,
    discardedAt: stored.discarded_at,
    row: { ...(JSON.parse(stored.entry) as EntryRow), attempts: stored.attempts },
    changes: JSON.parse(stored.changes) as ChangeRow[],
  };
}
