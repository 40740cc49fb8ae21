import type { Store } from '../store/store.ts';

/** One thing that a request really did. What rules did in consequence is theirs and not listed. */
export interface Effect {
  seq: number;
  /** When, by the instance's clock, in ISO 8601. */
  at: string;
  /** `user_name` of who asked for it. */
  user: string;
  table: string;
  sys_id: string;
  op: 'insert' | 'update' | 'delete' | 'note' | 'file' | 'call';
  /** The request's `Idempotency-Key`. */
  key: string | null;
  /** The request that did it: `PATCH /api/now/table/wm_task/...`. */
  request: string;
  /** What was set; of a call its method, path and body. */
  fields: Record<string, string>;
}

/** Everything that requests did, in order. A test or a person compares it with what was meant to happen. */
export class Ledger {
  readonly #store: Store;
  readonly #now: () => number;
  #effects: Effect[] = [];
  #last = 0;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  add(effect: Omit<Effect, 'seq' | 'at'>): void {
    this.#last += 1;
    const whole = { seq: this.#last, at: new Date(this.#now()).toISOString(), ...effect };
    this.#effects.push(whole);
    this.#store.takenBackBy(() => {
      this.#effects.pop();
      this.#last -= 1;
    });
    this.#store.keep({ kind: 'effect', key: String(whole.seq), value: whole });
  }

  all(): readonly Effect[] {
    return this.#effects;
  }

  /** Puts an effect back that was loaded from the disk. */
  restore(effect: Effect): void {
    this.#effects.push(effect);
    this.#effects.sort((a, b) => a.seq - b.seq);
    this.#last = Math.max(this.#last, effect.seq);
  }

  clear(): void {
    this.#effects = [];
    this.#last = 0;
  }
}
