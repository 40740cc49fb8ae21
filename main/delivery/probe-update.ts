import type { RemoteRecord } from '../instance/record.ts';
import type { Entry } from '../outbox/entry.ts';
import { readTime } from '../records/journal.ts';
import type { Link } from '../link.ts';
import { afterOwn, ownChangeOf } from './conflict/own-change.ts';
import { attemptedAt, done, NOT_DONE, NOT_YET, type Probed, type Step } from './probed.ts';
import { fieldsOf } from './send.ts';

/**
 * An update was done when the one change since the attempt is this user's, and no field stands as it was before (a business rule
 * may have changed a value further). It also was when the record holds every value that was sent; but where they were there before,
 * or came by another change, that does not prove that the request has arrived. Anything else may be somebody's change with one of
 * ours over it, such as a call of another entry: it is sent again then, with a look whether it clashes.
 */
export async function probeUpdate(link: Link, entry: Entry, step: Step<'update'>): Promise<Probed> {
  const wanted = [...Object.keys(step.fields), 'sys_mod_count', 'sys_updated_by', 'sys_updated_on'];
  const asked = [...new Set([...fieldsOf(link, step.table), ...wanted])];
  const record = await link.instance.record(step.table, step.sys_id, asked);
  if (!record) return NOT_DONE;
  const holds = Object.entries(step.fields).every(([field, value]) => record[field]?.value === value);
  const isProven =
    isNextTo(entry.modCountBefore ?? step.modCount, record) &&
    changedByUsSince(link, entry, record) &&
    isChanged(link, step, record);
  if (isProven) return done(step, record);
  return holds ? { ...done(step, record), unproven: true } : NOT_YET;
}

/** Nothing but one change lies between this version and the record. */
function isNextTo(before: string | null, record: RemoteRecord): boolean {
  return before !== null && Number(record['sys_mod_count']?.value) === Number(before) + 1;
}

/** Every field that the step changes has another value than before: the one that was sent, or one made of it. */
function isChanged(link: Link, step: Step<'update'>, record: RemoteRecord): boolean {
  const own = ownChangeOf(link.database, step.sys_id);
  const changes = Object.entries(step.fields).flatMap(([field, value]) => {
    const seen = step.seen[field];
    const before = seen && afterOwn(own, field, seen.value, step.modCount);
    return before === undefined || before === value ? [] : [record[field]?.value !== before];
  });
  return changes.length > 0 && changes.every(Boolean);
}

function changedByUsSince(link: Link, entry: Entry, record: RemoteRecord): boolean {
  const by = record['sys_updated_by']?.value;
  const on = readTime(record['sys_updated_on']?.value ?? '');
  return by === link.catalog().user.userName && on >= attemptedAt(link, entry);
}
