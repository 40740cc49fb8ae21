import { sql } from 'kysely';
import type { Reader } from '../database/database.ts';
import { statement } from '../database/query.ts';

/** Those of the keys that this Outbox has an entry of, whether it waits, was sent or was discarded. */
export function knownKeys(reader: Reader, keys: readonly string[]): Set<string> {
  const asked = JSON.stringify(keys);
  const rows = reader.select(
    statement(
      sql<{ key: string }>`SELECT key FROM outbox_entry WHERE key IN (SELECT value FROM json_each(${asked}))
        UNION SELECT entry ->> '$.key' FROM outbox_discarded
          WHERE entry ->> '$.key' IN (SELECT value FROM json_each(${asked}))`,
    ),
  );
  return new Set(rows.map(({ key }) => key));
}
