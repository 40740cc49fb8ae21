import type { RemoteRecord } from '../instance/record.ts';
import type { Link } from '../link.ts';
import type { Named } from '../pull/reread.ts';
import { remoteFields } from '../records/remote.ts';

/** What the instance said to a step that it has done. */
export interface Acknowledged {
  /** The record as the instance now has it (null: it is gone); null when the step's answer tells no record. */
  told: { table: string; sys_id: string; record: RemoteRecord | null } | null;
  /** Tables to read again. */
  affects: readonly string[];
  /** Records to read again. */
  named: readonly Named[];
}

/** There was nothing to do, and nothing is known of any record. */
export const NOTHING: Acknowledged = { told: null, affects: [], named: [] };

/** The answer told this of the step's record. */
export function tellOf(
  { table, sys_id }: { table: string; sys_id: string },
  record: RemoteRecord | null,
): Acknowledged {
  return { ...NOTHING, told: { table, sys_id, record } };
}

/** Fields asked for of a table that is not cached: enough to see that the answer is ours. */
const IDENTITY = ['sys_id', 'sys_mod_count'];

/** Fields to ask for when a record of this table is read. */
export function fieldsOf(link: Link, table: string): string[] {
  const cached = link.catalog().tables.get(table);
  return cached ? remoteFields(cached) : IDENTITY;
}
