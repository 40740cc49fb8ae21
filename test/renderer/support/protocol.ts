import type { DemoOptions } from '../../../demo/server.ts';
import type { EventName, Events } from '../../../preload/contract/events.ts';
import type { Answer } from '../../../preload/contract/failure.ts';

/** How the instance of a test is to be. */
export type InstanceOptions = Pick<DemoOptions, 'tasks' | 'rules'>;

/** How Outpost is started on a laptop. */
export interface LaptopOptions {
  /** Which laptop; each has a folder of its own, in which everything is again when it is started anew. */
  laptop: string;
  /** Address of the instance. */
  address: string;
  /** Signs in by itself as this user; null where nobody is to be signed in. */
  userName: string | null;
  /** A definition in the place of the instance's; null for the instance's. */
  definition: unknown;
}

/** What the process that runs the instance and the engines is asked for (program.ts). */
export interface Requests {
  /** Everything of the test before is gone. Returns the address of a new instance. */
  begin: (instance: InstanceOptions) => Promise<string>;
  /** Starts the engine of a laptop, and waits for its first download. */
  start: (options: LaptopOptions) => Promise<void>;
  /** Asks the engine of a laptop. */
  ask: (laptop: string, call: string, question: unknown) => Promise<Answer<unknown>>;
  /** So many milliseconds go by, on the laptops as on the instance; what waited for them happens. */
  pass: (ms: number) => Promise<void>;
}

/** A request to the process. The answer has the same `id`. */
export type ToProcess = {
  [T in keyof Requests]: { id: number; request: T; given: Parameters<Requests[T]> };
}[keyof Requests];

/** What the process says. */
export type FromProcess =
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; reason: string }
  | { kind: 'event'; laptop: string; event: EventName; news: Events[EventName] };
