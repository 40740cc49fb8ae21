import type { Store } from '../store/store.ts';
import type { Answer } from './answer.ts';

/** An answer as it was first given, and to what. */
export interface Reply {
  name: string;
  status: number;
  headers: Answer['headers'];
  body: string;
}

/** First answers of endpoints that honour `Idempotency-Key`, so that asking again does nothing again. */
export class Replies {
  readonly #store: Store;
  readonly #replies = new Map<string, Reply>();

  constructor(store: Store) {
    this.#store = store;
  }

  find(name: string): Answer | null {
    const reply = this.#replies.get(name);
    return reply ? { status: reply.status, headers: { ...reply.headers }, body: reply.body } : null;
  }

  remember(name: string, answer: Answer): void {
    const reply = { name, status: answer.status, headers: answer.headers, body: answer.body.toString() };
    this.#replies.set(name, reply);
    this.#store.takenBackBy(() => {
      this.#replies.delete(name);
    });
    this.#store.keep({ kind: 'reply', key: name, value: reply });
  }

  /** Puts an answer back that was loaded from the disk. */
  restore(reply: Reply): void {
    this.#replies.set(reply.name, reply);
  }

  clear(): void {
    this.#replies.clear();
  }
}
