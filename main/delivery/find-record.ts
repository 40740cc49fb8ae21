import { Failed } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import type { Link } from '../link.ts';

/** What the instance has of a record, as far as it tells. */
export interface FoundRecord {
  /** Null when it is gone, or hidden from this user. */
  record: RemoteRecord | null;
  /** The instance has it, shown or hidden. */
  isThere: boolean;
}

/**
 * Looks for a record that may be hidden: the instance answers 404 to that as it does to one that is gone, but it counts rows before
 * access rules hide them (docs/instance.md, `X-Total-Count`). Where it does not count, what is not shown is taken for gone.
 * Throws Failed when it cannot be asked.
 */
export async function findRecord(
  link: Link,
  table: string,
  sysId: string,
  fields: readonly string[],
): Promise<FoundRecord> {
  const record = await link.instance.record(table, sysId, fields);
  return record ? { record, isThere: true } : findHidden(link, table, sysId, fields);
}

/** The same of a record that was not shown just now. */
export async function findHidden(
  link: Link,
  table: string,
  sysId: string,
  fields: readonly string[],
): Promise<FoundRecord> {
  const page = { table, query: `sys_id=${sysId}`, fields, limit: 1, offset: 0, count: true };
  try {
    const { records, total } = await link.instance.page(page);
    return { record: records[0] ?? null, isThere: (total ?? records.length) > 0 };
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'refused') return { record: null, isThere: false };
    throw error;
  }
}
