import type { Answer, Failure } from '../../preload/contract/failure.ts';

/**
 * A question that is asked again whenever news concern it. The last good answer stays until the next one is there, so
 * nothing flickers; an answer to a question that was overtaken by a later one is ignored.
 */
export class Asked<Q, A> {
  value = $state.raw<A | null>(null);
  failure = $state.raw<Failure | null>(null);
  busy = $state(false);

  readonly #fetch: (question: Q) => Promise<Answer<A>>;
  #last: { question: Q } | null = null;
  #turn = 0;
  #stale = false;

  constructor(fetch: (question: Q) => Promise<Answer<A>>) {
    this.#fetch = fetch;
  }

  async ask(question: Q): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#last = { question };
    this.#stale = false;
    this.busy = true;
    const answer = await this.#fetch(question);
    if (turn !== this.#turn) return;
    this.busy = false;
    if (answer.ok) this.take(answer.value);
    else this.failure = answer.failure;
    if (this.#isStale()) await this.ask(question);
  }

  /** Asks the last question again. However many news come while it is under way, they cost one more question. */
  again(): void {
    if (this.busy) this.#stale = true;
    else if (this.#last !== null) void this.ask(this.#last.question);
  }

  /** The answer came by another way, such as the answer to an order. */
  take(value: A): void {
    this.value = value;
    this.failure = null;
  }

  /** A method, because the compiler would take the field for the `false` it was before the wait. */
  #isStale(): boolean {
    return this.#stale;
  }
}
