import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { build, statement } from '../database/query.ts';
import { type DiscardedEntry, discardedFrom, KEPT_MS } from './discarded.ts';
import { type Entry, entryFrom, selectEntries } from './entry.ts';
import { matchesWords } from './search.ts';

/** What of the Outbox is asked for. */
export interface Wanted {
  /** Words to find; empty for all. */
  search: string;
  limit: number;
}

/** Entries that wait, in order, without those of the numbers given, and how many there are of them in all. */
export function waitingFound(
  reader: Reader,
  { search, limit }: Wanted,
  without: readonly number[],
): { entries: Entry[]; total: number } {
  let found = selectEntries.where(sql<boolean>`state <> 'sent'`);
  const matches = matchesWords(search);
  if (matches) found = found.where(matches);
  if (without.length > 0) {
    const left = JSON.stringify(without);
    found = found.where(sql<boolean>`seq NOT IN (SELECT value FROM json_each(${left}))`);
  }
  const counted = reader.select(found.clearSelect().select(sql<number>`count(*)`.as('count')));
  return {
    entries: reader.select(found.orderBy('seq').limit(limit)).map(entryFrom),
    total: counted[0]?.count ?? 0,
  };
}

/** Acknowledged entries, newest first, and whether there are more. */
export function sentFound(reader: Reader, { search, limit }: Wanted): { entries: Entry[]; hasMore: boolean } {
  let found = selectEntries.where('state', '=', sql.lit('sent' as const));
  const matches = matchesWords(search);
  if (matches) found = found.where(matches);
  const rows = reader.select(found.orderBy('seq', 'desc').limit(limit + 1));
  return { entries: rows.slice(0, limit).map(entryFrom), hasMore: rows.length > limit };
}

/** What was discarded by one decision. */
export interface DiscardedTogether {
  /** How many entries. */
  count: number;
  /** The first of them, in order. */
  entries: DiscardedEntry[];
}

/** Discards that can still be undone, the last one first; of each the first entries. */
export function discardedFound(
  reader: Reader,
  { search, limit }: Wanted,
  each: number,
  now: number,
): DiscardedTogether[] {
  const since = new Date(now - KEPT_MS).toISOString();
  const named = sql`(SELECT seq, together, discarded_at, entry ->> 'label' AS label, entry ->> 'title' AS title FROM outbox_discarded)`;
  const groups = reader.select(
    statement(
      sql<{
        together: number;
        count: number;
      }>`SELECT together, count(*) AS count FROM ${named} WHERE discarded_at >= ${since}
      GROUP BY together HAVING sum(${matchesWords(search) ?? sql`1`}) > 0
      ORDER BY max(discarded_at) DESC, together DESC LIMIT ${limit}`,
    ),
  );
  return groups.map(({ together, count }) => ({
    count,
    entries: reader
      .select(
        build
          .selectFrom('outbox_discarded')
          .selectAll()
          .where('together', '=', together)
          .orderBy('seq')
          .limit(each),
      )
      .map(discardedFrom),
  }));
}
