import type { Answer } from '../preload/contract/failure.ts';
import { Reception } from './account/reception.ts';
import { dispatch } from './ipc/dispatch.ts';
import { handlersFor } from './ipc/handlers.ts';
import { httpWire, type WireTo } from './instance/wire.ts';
import type { Services, Signal } from './services.ts';

/** Outpost without a window: what every host runs in its engine thread, and tests in their own process. */
export interface Engine {
  /** Answers a call of the contract; never rejects. */
  ask: (call: string, question: unknown) => Promise<Answer<unknown>>;
  signal: (signal: Signal) => void;
  /** Finishes what is under way and closes the database. */
  close: () => Promise<void>;
}

/**
 * Opens the account that is signed in (from the disk, without a network) or, when `services.signIn` says so, signs in. `wireTo`
 * makes the way to an instance, over HTTP unless a test says otherwise. Throws NewerDatabase, MigrationFailed or Problem when
 * the account's database cannot be opened.
 */
export async function createEngine(services: Services, wireTo: WireTo = httpWire): Promise<Engine> {
  const reception = new Reception(services, wireTo);
  await reception.open();
  const handlers = handlersFor(reception, services);
  return {
    ask: (call, question) => dispatch(handlers, call, question, services.log),
    signal: (signal) => {
      reception.signal(signal);
    },
    close: () => reception.close(),
  };
}
