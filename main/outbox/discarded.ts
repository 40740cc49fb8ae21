import type { Selectable } from 'kysely';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import type { Schema } from '../database/schema.ts';
import { releaseFiles } from '../files/uses.ts';
import type { Entry, EntryRow } from './entry.ts';
import { noteEntry } from './journal/note.ts';
import * as statements from './statements.ts';

/** A row of pending_change. */
export type ChangeRow = Selectable<Schema['pending_change']>;

/** A discarded entry as it was: its row, and the changes it made to the view. */
export interface Aside {
  seq: number;
  /** Number of the first entry that was discarded by the same decision; they come back together. */
  together: number;
  /** ISO instant. */
  discardedAt: string;
  row: EntryRow;
  changes: ChangeRow[];
}

/** A discarded entry can be brought back for this long; then it is gone for good. */
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
  changes: string;
}>((p) =>
  build.insertInto('outbox_discarded').values({
    seq: p('seq'),
    together: p('together'),
    discarded_at: p('discarded_at'),
    entry: p('entry'),
    changes: p('changes'),
  }),
);

const aside = build.selectFrom('outbox_discarded').selectAll().orderBy('seq');

/** The changes that an entry makes to the view, as stored. */
export function changesOf(reader: Reader, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): ChangeRow[] {
  return touches.flatMap(({ sys_id }) => reader.all(changes, { sys_id, entry: seq }));
}

/** Keeps a copy of the whole entry and its changes, for a person who changes their mind. Its files stay in use. */
export function keepAside(write: Writer, entry: Entry, together: number, discardedAt: string): void {
  write.run(put, {
    seq: entry.seq,
    together,
    discarded_at: discardedAt,
    entry: JSON.stringify(write.first(statements.bySeq, { seq: entry.seq })),
    changes: JSON.stringify(changesOf(write, entry)),
  });
  noteEntry(write, entry, 'discarded');
}

/** The entries that were discarded together with this one, in order; none when it is not kept any more. */
export function readAside(reader: Reader, seq: number): Aside[] {
  const which = build.selectFrom('outbox_discarded').select('together').where('seq', '=', seq);
  return reader.select(aside.where('together', '=', which)).map(asideFrom);
}

/** All other discarded entries, in order. */
export function othersAside(reader: Reader, together: number): Aside[] {
  return reader.select(aside.where('together', '<>', together)).map(asideFrom);
}

export function forgetAside(write: Writer, together: number): void {
  write.execute(build.deleteFrom('outbox_discarded').where('together', '=', together));
}

/** Lets go for good what was discarded more than 30 days ago, and its files. Answers how many entries went. */
export function purgeAside(write: Writer, now: number): number {
  const before = new Date(now - KEPT_MS).toISOString();
  const old = write.select(
    build.selectFrom('outbox_discarded').select('seq').where('discarded_at', '<', before),
  );
  for (const { seq } of old) releaseFiles(write, `entry:${seq}`);
  return write.execute(build.deleteFrom('outbox_discarded').where('discarded_at', '<', before));
}

/** A row of outbox_discarded, read. */
export function asideFrom(stored: Selectable<Schema['outbox_discarded']>): Aside {
  return {
    seq: stored.seq,
    together: stored.together,
    discardedAt: stored.discarded_at,
    row: JSON.parse(stored.entry) as EntryRow,
    changes: JSON.parse(stored.changes) as ChangeRow[],
  };
}
