import type Sqlite from 'better-sqlite3';
import { journalOf, type StoredEntry, waitingBefore } from '../look.ts';
import { Violation } from '../violation.ts';

const SYS_ID = /[0-9a-f]{32}/g;

/**
 * What an entry that is about to be sent goes past: an earlier one that is not acknowledged and touches a record of its own, or
 * that is still to create a record which the request names. Null when the way is free.
 */
export function inTheWay(
  database: Sqlite.Database,
  { seq, touches }: StoredEntry,
  payload: string,
): Violation | null {
  const before = waitingBefore(database, seq);
  if (before.length === 0) return null;
  const own = new Set(touches.match(SYS_ID));
  const named = new Set(payload.match(SYS_ID));
  for (const earlier of before) {
    const shared = touchesOf(earlier).find((sysId) => own.has(sysId));
    const created = createdBy(earlier).find((sysId) => named.has(sysId));
    // What was brought back stands again where it was; what went on meanwhile has not overtaken it.
    if ((shared ?? created) === undefined || journalOf(database, earlier.seq).includes('undone')) continue;
    const pair = `entry ${seq} is sent before entry ${earlier.seq}, which is ${earlier.state}`;
    return created === undefined
      ? new Violation('held', `${pair} and on the same record, ${shared ?? ''}`)
      : new Violation('held', `${pair} and is to create ${created}`);
  }
  return null;
}

/** Records that an entry is about; not those that it only refers to. */
function touchesOf({ touches }: StoredEntry): string[] {
  const all = JSON.parse(touches) as { sys_id: string; needs?: boolean }[];
  return all.filter(({ needs }) => needs !== true).map(({ sys_id }) => sys_id);
}

function createdBy({ steps, step }: StoredEntry): string[] {
  const left = (JSON.parse(steps) as { do: string; sys_id?: string }[]).slice(step);
  return left.flatMap((one) => (one.do === 'create' && one.sys_id !== undefined ? [one.sys_id] : []));
}
