import { z } from 'zod';
import { Failed } from '../instance/failed.ts';
import { remoteFields, rowFrom } from '../records/remote.ts';
import { takeBase } from '../records/view.ts';
import type { Link } from '../link.ts';

/** A record that a call's answer names because it changed there: `{ "records": [{ "table", "sys_id" }] }`. */
export interface Named {
  table: string;
  sys_id: string;
}

const answer = z.object({
  records: z.array(z.object({ table: z.string(), sys_id: z.string().regex(/^[0-9a-f]{32}$/) })),
});

/** The records that a call's answer names; none when it names none. ServiceNow's own `addRecordForSync` has the same use. */
export function namedBy(result: unknown): Named[] {
  return answer.safeParse(result).data?.records ?? [];
}

/**
 * Reads named records again. The call is acknowledged already, so a failure costs nothing but time. Returns the tables that
 * could not be read, for the next pull.
 */
export async function reread(link: Link, named: readonly Named[]): Promise<string[]> {
  const missed: string[] = [];
  for (const { table: name, sys_id } of named) {
    const table = link.catalog().tables.get(name);
    if (!table) continue;
    try {
      const record = await link.instance.record(name, sys_id, remoteFields(table));
      link.database.transaction((write) =>
        takeBase(write, table, sys_id, record && rowFrom(table, record, link.instance.zone)),
      );
      link.recordsChanged([name]);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      missed.push(name);
    }
  }
  return missed;
}
