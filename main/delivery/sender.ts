import type { Database, Writer } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { holdLease, takeLease } from '../outbox/lease.ts';
import type { Time } from '../services.ts';
import { Breaker } from './breaker.ts';
import { Stragglers } from './stragglers.ts';

/** Who sends for an account: one process at a time. Holds the lease, and remembers from one drain to the next what it has learnt. */
export class Sender {
  readonly breaker: Breaker;
  readonly stragglers: Stragglers;
  /** The instance has the Batch API, as far as is known. */
  batches = true;
  /** There was no connection before: one entry goes alone before the rest (docs/peers.md, row 22). */
  careful = true;
  readonly #database: Database;
  /** Fencing token: see main/outbox/lease.ts. */
  readonly #token: number;
  #keepsSysIds: boolean | null;

  /** From now on this process is the one that sends. */
  constructor(database: Database, time: Time) {
    const at = new Date(time.now()).toISOString();
    this.#database = database;
    this.#token = database.transaction((write) => takeLease(write, at));
    this.breaker = new Breaker(database);
    this.stragglers = new Stragglers(time);
    const stored = readSetting(database, 'keeps-sys-ids');
    this.#keepsSysIds = stored === null ? null : stored === 'true';
  }

  /**
   * One transaction of this sender. Whatever is written about deliveries is written here, so that a sender which has been replaced
   * writes nothing. Throws LeaseLost then.
   */
  write<T>(work: (write: Writer) => T): T {
    return this.#database.transaction((write) => {
      holdLease(write, this.#token);
      return work(write);
    });
  }

  /** To be called right before a request leaves: a token may have been fetched for it meanwhile. Throws LeaseLost. */
  readonly leaving = (): void => {
    holdLease(this.#database, this.#token);
  };

  /** The instance creates records under the sys_id they are sent with; null before it has created one. */
  get keepsSysIds(): boolean | null {
    return this.#keepsSysIds;
  }

  /** The instance has created a record, and shown whether it keeps the sys_id that it was sent with. */
  learnSysIds(write: Writer, keeps: boolean): void {
    if (this.#keepsSysIds === keeps) return;
    this.#keepsSysIds = keeps;
    writeSetting(write, 'keeps-sys-ids', String(keeps));
  }
}
