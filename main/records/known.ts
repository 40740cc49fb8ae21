import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { once, statement } from '../database/query.ts';
import type { CacheTable } from './cacheTable.ts';
import { allSysIds, countRows } from './row.ts';

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

/** Their sys_ids. */
export function knownSysIds(reader: Reader, table: CacheTable): Set<string> {
  const known = new Set(allSysIds(reader, table));
  const kept = reader.select(
    statement(
      sql<{ sys_id: string; isThere: number }>`SELECT sys_id, base IS NOT NULL AS isThere
        FROM cached_base WHERE table_name = ${table.name}`,
    ),
  );
  for (const { sys_id, isThere } of kept) {
    if (isThere === 1) known.add(sys_id);
    else known.delete(sys_id);
  }
  return known;
}
