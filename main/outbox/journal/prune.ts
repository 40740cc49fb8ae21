import { sql } from 'kysely';
import type { Database } from '../../database/database.ts';
import { query, statement } from '../../database/query.ts';
import { cutBefore } from './chain.ts';

/** What was settled longer ago than this is taken out of the journal. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

/** Fewer lines are not worth the one that says they went. */
const WORTH_WHILE = 100;

/** The first line that has to stay: it is young, or its entry waits, or its discard can still be undone. */
const firstNeeded = query<{ since: string }, { id: number }>((p) =>
  statement(
    sql<{ id: number }>`SELECT id FROM outbox_journal WHERE at >= ${p('since')}
      OR entry IN (SELECT seq FROM outbox_entry WHERE state <> 'sent')
      OR entry IN (SELECT seq FROM outbox_discarded)
      ORDER BY id LIMIT 1`,
  ),
);

const ends = query<Record<string, never>, { first: number | null; last: number | null }>(() =>
  statement(
    sql<{ first: number | null; last: number | null }>`SELECT
      (SELECT id FROM outbox_journal ORDER BY id LIMIT 1) AS first,
      (SELECT id FROM outbox_journal ORDER BY id DESC LIMIT 1) AS last`,
  ),
);

/** Takes the lines of what was settled long ago from the beginning of the journal. Returns how many went. */
export function pruneJournal(database: Database, now: number): number {
  const { first = null, last = null } = database.first(ends, {}) ?? {};
  if (first === null || last === null) return 0;
  const needed = database.first(firstNeeded, { since: new Date(now - KEPT_MS).toISOString() });
  const before = needed?.id ?? last + 1;
  if (before - first < WORTH_WHILE) return 0;
  database.transaction((write) => {
    cutBefore(write, before);
  });
  return before - first;
}
