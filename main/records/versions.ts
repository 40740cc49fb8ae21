import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { buildCache, once, statement } from '../database/query.ts';
import type { CacheTable } from './cache-table.ts';
import { countRows } from './row.ts';

/**
 * Number of records of a table that the instance has as far as this laptop knows: what waits here neither adds to them nor takes
 * away.
 */
export function countKnown(reader: Reader, table: CacheTable): number {
  const changed = reader.first(
    once(
      statement(
        sql<{ shown: number; known: number }>`SELECT count(cached.sys_id) AS shown, count(kept.base) AS known
          FROM cached_base AS kept LEFT JOIN ${sql.table(table.cache)} AS cached ON cached.sys_id = kept.sys_id
          WHERE kept.table_name = ${table.name}`,
      ),
    ),
    {},
  );
  return countRows(reader, table) - (changed?.shown ?? 0) + (changed?.known ?? 0);
}

/** Their `sys_mod_count`s as last told, by sys_id. */
export function knownVersions(reader: Reader, table: CacheTable): Map<string, string> {
  const shown = reader.all(once(buildCache.selectFrom(table.cache).select(['sys_id', 'sys_mod_count'])), {});
  const known = new Map(shown.map(({ sys_id, sys_mod_count }) => [sys_id, sys_mod_count]));
  const kept = reader.select(
    statement(
      sql<{ sys_id: string; version: string | null; isThere: number }>`
        SELECT sys_id, base IS NOT NULL AS isThere, json_extract(base, '$.sys_mod_count') AS version
        FROM cached_base WHERE table_name = ${table.name}`,
    ),
  );
  for (const { sys_id, version, isThere } of kept) {
    if (isThere === 1) known.set(sys_id, version ?? '');
    else known.delete(sys_id);
  }
  return known;
}
