import { Worker } from 'node:worker_threads';
import type { Answer } from '../../preload/contract/failure.ts';
import type { Secrets, Signal } from '../services.ts';
import type { EngineSettings, FromEngine, HostServices, ToEngine } from './messages.ts';

/** One life of the engine's worker thread, from start to end. */
export interface RunningWorker {
  /** Rejects when the engine cannot be built, with a sentence for a person. */
  ready: Promise<void>;
  /** Why the thread ended; null when it was asked to. */
  ended: Promise<string | null>;
  ask(call: string, question: unknown): Promise<Answer<unknown>>;
  signal(signal: Signal): void;
  /** Lets the engine finish; one that has not within `limit` milliseconds is ended as it is. */
  close(limit: number): Promise<void>;
}

/** Starts the thread from `file` and speaks main/host/messages.ts with it. */
export function startWorker(file: string, settings: EngineSettings, services: HostServices): RunningWorker {
  const worker = new Worker(file, { workerData: settings, name: 'engine' });
  const tell = (message: ToEngine) => {
    worker.postMessage(message);
  };
  const open = new OpenQuestions();
  const { state, ready, ended } = watchWorker(worker, open, services, tell);
  return {
    ready,
    ended,
    ask: (call, question) =>
      open.ask((id) => {
        tell({ kind: 'ask', id, call, question });
      }),
    signal: (signal) => {
      tell({ kind: 'signal', signal });
    },
    close: async (limit) => {
      state.closing = true;
      tell({ kind: 'close' });
      const late = setTimeout(() => {
        services.log.warn(`The engine was not done after ${limit} ms and was ended.`);
        void worker.terminate();
      }, limit);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Obeys what the thread says, until it ends. `state.closing`: it was asked to end, or says that it does. */
function watchWorker(
  worker: Worker,
  open: OpenQuestions,
  services: HostServices,
  tell: (message: ToEngine) => void,
) {
  const ready = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<string | null>();
  const state = { closing: false, reason: 'the engine ended without a word' };
  worker.on('message', (message: FromEngine) => {
    if (message.kind === 'ready') ready.resolve(undefined);
    else if (message.kind === 'unable') state.reason = message.message;
    else if (message.kind === 'closed') state.closing = true;
    else if (message.kind === 'answer') open.answer(message.id, message.answer);
    else serve(services, message, tell);
  });
  worker.on('error', (error) => {
    services.log.error(`The engine failed: ${error.stack ?? error.message}`);
    state.reason = error.message;
  });
  worker.on('exit', () => {
    open.interrupt();
    ready.reject(new Error(state.reason));
    ended.resolve(state.closing ? null : state.reason);
  });
  // Whoever does not wait for `ready` hears of the end by `ended`.
  ready.promise.catch(() => undefined);
  return { state, ready: ready.promise, ended: ended.promise };
}

/** Questions that the thread has not answered yet, by number. */
class OpenQuestions {
  readonly #open = new Map<number, (answer: Answer<unknown>) => void>();
  #last = 0;
  #over = false;

  /** Asks with a number of its own, and resolves to the answer; at once where there is nobody left to ask. */
  ask(send: (id: number) => void): Promise<Answer<unknown>> {
    if (this.#over) return Promise.resolve(interrupted);
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#open.set(id, resolve);
      send(id);
    });
  }

  answer(id: number, answer: Answer<unknown>): void {
    this.#open.get(id)?.(answer);
    this.#open.delete(id);
  }

  /** The thread is gone: what is open, and what is asked from now on, is answered with a failure. */
  interrupt(): void {
    this.#over = true;
    for (const answer of this.#open.values()) answer(interrupted);
    this.#open.clear();
  }
}

type ServiceMessage = Extract<FromEngine, { kind: 'event' | 'log' | 'read-secret' | 'write-secret' }>;

/** Does on the main thread what the engine needs of the host. */
function serve(services: HostServices, message: ServiceMessage, tell: (message: ToEngine) => void): void {
  switch (message.kind) {
    case 'event':
      services.announce(message.event, message.news);
      break;
    case 'log':
      services.log[message.level](message.message);
      break;
    case 'read-secret':
    case 'write-secret':
      void serveSecret(services.secrets, message, tell);
      break;
  }
}

const interrupted: Answer<never> = {
  ok: false,
  failure: {
    kind: 'internal',
    message: 'The engine was interrupted. What was saved is safe; please try again.',
  },
};

type SecretQuestion = Extract<FromEngine, { kind: 'read-secret' | 'write-secret' }>;

async function serveSecret(secrets: Secrets, question: SecretQuestion, tell: (message: ToEngine) => void) {
  const { id, name } = question;
  try {
    if (question.kind === 'read-secret') tell({ kind: 'secret', id, value: await secrets.read(name) });
    else tell({ kind: 'secret', id, value: (await secrets.write(name, question.value), null) });
  } catch (error) {
    tell({ kind: 'no-secret', id, message: error instanceof Error ? error.message : String(error) });
  }
}
