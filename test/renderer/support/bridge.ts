import type { Bridge } from '../../../preload/contract/bridge.ts';
import type { Call, Question, Reply } from '../../../preload/contract/calls.ts';
import type { EventName, Events } from '../../../preload/contract/events.ts';
import type { Answer } from '../../../preload/contract/failure.ts';
import type { MainProcess } from './main-process.ts';

type Ear = (news: Events[EventName]) => void;

/** The bridge of one window: to the engine of a laptop, in another process. It remembers what was asked and can be slow. */
export class ProcessBridge implements Bridge {
  /** Every question so far, in order. */
  readonly questions: { call: Call; question: unknown }[] = [];

  readonly #process: MainProcess;
  readonly #laptop: string;
  readonly #ears = new Map<EventName, Set<Ear>>();
  readonly #held = new Map<Call, Promise<void>>();
  #open = 0;

  constructor(process: MainProcess, laptop: string) {
    this.#process = process;
    this.#laptop = laptop;
  }

  async ask<C extends Call>(call: C, question: Question<C>): Promise<Answer<Reply<C>>> {
    this.questions.push({ call, question });
    const held = this.#held.get(call);
    this.#held.delete(call);
    this.#open += 1;
    try {
      const answer = await this.#process.run('ask', this.#laptop, call, question);
      await held;
      return answer as Answer<Reply<C>>;
    } finally {
      this.#open -= 1;
    }
  }

  on<E extends EventName>(event: E, listener: (news: Events[E]) => void): () => void {
    const ears = this.#ears.get(event) ?? new Set();
    this.#ears.set(event, ears.add(listener as Ear));
    return () => ears.delete(listener as Ear);
  }

  /** The engine has announced something. */
  hear(event: EventName, news: Events[EventName]): void {
    for (const ear of this.#ears.get(event) ?? []) ear(news);
  }

  /** The next answer to `call` stays on its way until the function that is returned is called. */
  hold(call: Call): () => void {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#held.set(call, promise);
    return () => {
      resolve(undefined);
    };
  }

  /** What was asked by `call`, in order. */
  asked<C extends Call>(call: C): Question<C>[] {
    return this.questions.filter((one) => one.call === call).map(({ question }) => question as Question<C>);
  }

  /** Every question is answered, and the answers made the window ask nothing more. */
  async quiet(): Promise<void> {
    for (;;) {
      await new Promise(setImmediate);
      if (this.#open === 0) return;
    }
  }
}
