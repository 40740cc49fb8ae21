import type { Database } from '../database/database.ts';
import { readSetting } from '../database/settings.ts';
import { takeLease } from '../outbox/lease.ts';
import type { Time } from '../services.ts';
import { Breaker } from './breaker.ts';
import { OnTheWay } from './stragglers.ts';

/** What whoever sends remembers from one drain to the next. */
export interface Sender {
  /** Fencing token: see main/outbox/lease.ts. */
  token: number;
  breaker: Breaker;
  /** The instance has the Batch API, as far as is known. */
  batches: boolean;
  /** There was no connection before: one entry goes alone before the rest (facts/peers.md section 5, row 22). */
  careful: boolean;
  onTheWay: OnTheWay;
  /** The instance creates records under the sys_id they are sent with; null before it has created one. */
  keepsSysIds: boolean | null;
}

/** Makes this process the one that sends. */
export function becomeSender(database: Database, time: Time): Sender {
  const at = new Date(time.now()).toISOString();
  return {
    token: database.transaction((write) => takeLease(write, at)),
    breaker: new Breaker(database),
    onTheWay: new OnTheWay(time),
    batches: true,
    careful: true,
    keepsSysIds: keptSysIds(readSetting(database, 'keeps-sys-ids')),
  };
}

function keptSysIds(stored: string | null): boolean | null {
  return stored === null ? null : stored === 'true';
}
