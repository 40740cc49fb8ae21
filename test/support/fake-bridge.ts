import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Call, Question, Reply } from '../../preload/contract/calls.ts';
import type { EventName, Events } from '../../preload/contract/events.ts';
import type { Answer, Failure } from '../../preload/contract/failure.ts';
import { FakeEngine } from '../renderer/fake/engine.ts';

type Ear = (news: Events[EventName]) => void;

/** Main as the renderer knows it, in memory: answers from a {@link FakeEngine}, late or failing where a test says so. */
export class FakeBridge implements Bridge {
  readonly engine: FakeEngine;
  /** Every question so far, in order. */
  readonly questions: { call: Call; question: unknown }[] = [];

  readonly #ears = new Map<EventName, Set<Ear>>();
  readonly #held = new Map<Call, Promise<void>>();
  readonly #failures = new Map<Call, Failure>();

  constructor(tasks = 137) {
    this.engine = new FakeEngine(tasks, (event, news) => {
      this.tell(event, news);
    });
  }

  async ask<C extends Call>(call: C, question: Question<C>): Promise<Answer<Reply<C>>> {
    this.questions.push({ call, question });
    const held = this.#held.get(call);
    this.#held.delete(call);
    const failure = this.#failures.get(call);
    this.#failures.delete(call);
    const answer = this.engine.answer(call, question);
    await held;
    return failure === undefined ? structuredClone(answer) : { ok: false, failure };
  }

  on<E extends EventName>(event: E, listener: (news: Events[E]) => void): () => void {
    const ears = this.#ears.get(event) ?? new Set();
    this.#ears.set(event, ears.add(listener as Ear));
    return () => ears.delete(listener as Ear);
  }

  tell<E extends EventName>(event: E, news: Events[E]): void {
    for (const ear of this.#ears.get(event) ?? []) ear(news);
  }

  /** The next answer to `call` waits until the function it answers with is called. */
  hold(call: Call): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held.set(call, promise);
    return () => {
      resolve(undefined);
    };
  }

  /** The next question of this kind fails. */
  fail(call: Call, failure: Failure): void {
    this.#failures.set(call, failure);
  }

  /** What was asked by `call`, in order. */
  asked<C extends Call>(call: C): Question<C>[] {
    return this.questions.filter((one) => one.call === call).map(({ question }) => question as Question<C>);
  }
}
