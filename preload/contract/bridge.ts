import type { Call, Question, Reply } from './calls.ts';
import type { EventName, Events } from './events.ts';
import type { Answer } from './failure.ts';

/** What the renderer has of the main process: `window.bridge` in Electron, the same over HTTP in the web host. */
export interface Bridge {
  /** Never rejects: a failure is an answer. */
  ask<C extends Call>(call: C, question: Question<C>): Promise<Answer<Reply<C>>>;
  /** Returns the function that stops listening. */
  on<E extends EventName>(event: E, listener: (news: Events[E]) => void): () => void;
}
