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
  const open = new Map<number, (answer: Answer<unknown>) => void>();
  const ready = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<string | null>();
  let last = 0;
  let closing = false;
  let over = false;
  let reason = 'the engine ended without a word';

  worker.on('message', (message: FromEngine) => {
    switch (message.kind) {
      case 'ready':
        ready.resolve(undefined);
        break;
      case 'unable':
        reason = message.message;
        break;
      case 'answer':
        open.get(message.id)?.(message.answer);
        open.delete(message.id);
        break;
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
      case 'closed':
        closing = true;
        break;
    }
  });
  worker.on('error', (error) => {
    services.log.error(`The engine failed: ${error.stack ?? error.message}`);
    reason = error.message;
  });
  worker.on('exit', () => {
    over = true;
    for (const answer of open.values()) answer(interrupted);
    open.clear();
    ready.reject(new Error(reason));
    ended.resolve(closing ? null : reason);
  });
  // Whoever does not wait for `ready` hears of the end by `ended`.
  ready.promise.catch(() => undefined);

  return {
    ready: ready.promise,
    ended: ended.promise,
    ask: (call, question) =>
      new Promise((resolve) => {
        if (over) {
          resolve(interrupted);
          return;
        }
        open.set(++last, resolve);
        tell({ kind: 'ask', id: last, call, question });
      }),
    signal: (signal) => {
      tell({ kind: 'signal', signal });
    },
    close: async (limit) => {
      closing = true;
      tell({ kind: 'close' });
      const late = setTimeout(() => {
        services.log.warn(`The engine was not done after ${limit} ms and was ended.`);
        void worker.terminate();
      }, limit);
      await ended.promise;
      clearTimeout(late);
    },
  };
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
