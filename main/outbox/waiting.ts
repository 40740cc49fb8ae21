import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { build, query, statement } from '../database/query.ts';
import { type Entry, entryFrom, type EntryRow, selectEntries } from './entry.ts';
import { DECIDED_BY_PERSON } from './state.ts';

/** The partial index serves only literals (docs/performance.md, trap 3), so the state is spelled out. */
const isWaiting = sql<boolean>`state <> 'sent'`;

const waiting = query<{ after: number; limit: number }, EntryRow>((p) =>
  selectEntries.where(isWaiting).where('seq', '>', p('after')).orderBy('seq').limit(p('limit')),
);

const counts = query<Record<string, never>, { waiting: number; decisions: number | null }>(() =>
  statement(
    sql<{
      waiting: number;
      decisions: number | null;
    }>`SELECT count(*) AS waiting, sum(state IN (${sql.join(DECIDED_BY_PERSON.map((state) => sql.lit(state)))})) AS decisions FROM outbox_entry WHERE state <> 'sent'`,
  ),
);

const ahead = query<{ seq: number }, { count: number }>((p) =>
  statement(
    sql<{
      count: number;
    }>`SELECT count(*) AS count FROM outbox_entry WHERE state <> 'sent' AND state IN ('queued', 'sending', 'unknown') AND seq < ${p('seq')}`,
  ),
);

const touching = query<{ sys_id: string }, EntryRow>((p) =>
  selectEntries
    .where(
      'seq',
      'in',
      build
        .selectFrom('outbox_touch')
        .select('entry')
        .where('sys_id', '=', p('sys_id'))
        .where('needs', '=', 0),
    )
    .orderBy('seq'),
);

/** Entries that the instance has not acknowledged, in order, beginning after a sequence number. */
export function waitingEntries(reader: Reader, after: number, limit: number): Entry[] {
  return reader.all(waiting, { after, limit }).map(entryFrom);
}

/** Unacknowledged entries that touch a record, in order. */
export function entriesTouching(reader: Reader, sysId: string): Entry[] {
  return reader.all(touching, { sys_id: sysId }).map(entryFrom);
}

/** How many entries are to be sent before this one. */
export function countAhead(reader: Reader, seq: number): number {
  return reader.first(ahead, { seq })?.count ?? 0;
}

/** How many entries wait, and how many of them for a person. */
export function countWaiting(reader: Reader): { waiting: number; decisions: number } {
  const row = reader.first(counts, {});
  return { waiting: row?.waiting ?? 0, decisions: row?.decisions ?? 0 };
}
