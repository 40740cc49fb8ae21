import { parentPort, workerData } from 'node:worker_threads';
import { runEngine } from '../../main/host/engine-thread.ts';
import type { EngineSettings } from '../../main/host/messages.ts';
import type { Services } from '../../main/services.ts';
import type { Answer } from '../../preload/contract/failure.ts';

/** An engine for tests of the hosts: does what the name of the call says, in a real worker thread. */
function createEngine(services: Services) {
  if (services.suggestedInstance === 'https://newer.example') {
    return Promise.reject(new Error('The database is from a newer Outpost.'));
  }
  const signals: string[] = [];
  const value = (given: unknown): Answer<unknown> => ({ ok: true, value: given });
  const engine = {
    ask: async (call: string, question: unknown): Promise<Answer<unknown>> => {
      switch (call) {
        case 'session.get':
          return value({ folder: services.folder, signIn: services.signIn, host: services.host });
        case 'list.get':
          return value(question);
        case 'session.signIn':
          await services.secrets.write('token', JSON.stringify(question));
          return value(await services.secrets.read('token'));
        case 'connection.sync':
          services.announce('records.changed', { tables: ['wm_task'] });
          return value(null);
        case 'connection.get':
          return value(signals);
        case 'settings.get':
          // Never answers: what was asked before the thread ends is still open then.
          return new Promise(() => undefined);
        case 'session.signOut':
          setImmediate(() => {
            throw new Error('crash on request');
          });
          return value(null);
        default:
          return value(null);
      }
    },
    signal: (signal: string) => {
      signals.push(signal);
    },
    close: () => {
      services.log.info('closed');
      return Promise.resolve();
    },
  };
  return Promise.resolve(engine);
}

if (parentPort !== null) void runEngine(parentPort, workerData as EngineSettings, createEngine);
