import type { EventName, Events } from '../preload/contract/events.ts';

/**
 * What the engine needs of the world and cannot make itself. The host hands it in (across the thread boundary, so everything
 * here is data or returns a promise); tests hand in their own.
 */
export interface Services {
  /** Folder on this machine that belongs to Outpost alone: databases, files, the list of accounts. */
  folder: string;
  host: 'electron' | 'web';
  version: string;
  /** Origin the sign-in form starts with, from `--instance`; null when the person types it. */
  suggestedInstance: string | null;
  /** What `--definition` says: a path on the instance (`/api/…`) or a file; null when nothing was said. */
  definition: string | null;
  /** Signs in by itself when nobody is signed in on that instance: the embedded demo's dispatcher. */
  signIn: { instance: string; userName: string; password: string } | null;
  time: Time;
  /** Uniform in [0, 1), for jitter. */
  random: () => number;
  /** `count` random bytes, for ids and keys. */
  randomBytes: (count: number) => Uint8Array;
  secrets: Secrets;
  /** Base-2 logarithm of what trying a passphrase of a hand-over costs. Left out, as much as people can bear; tests need less. */
  passphraseCost?: number;
  announce: <E extends EventName>(event: E, news: Events[E]) => void;
  log: Log;
}

/** Time is handed in so that tests and the simulation own it. Milliseconds since 1970 throughout. */
export interface Time {
  now: () => number;
  /** Calls `run` once after `ms` milliseconds. Returns the function that cancels it. */
  after: (ms: number, run: () => void) => () => void;
}

/** Small texts that must not lie open on the disk, such as refresh tokens. */
export interface Secrets {
  /** `system`: encrypted by the system's key store. `file`: nothing but file permissions protect them. */
  kind: 'system' | 'file';
  read: (name: string) => Promise<string | null>;
  /** Null removes it. */
  write: (name: string, value: string | null) => Promise<void>;
}

export interface Log {
  info: (message: string) => void;
  warn: (message: string) => void;
  error: (message: string) => void;
}

/** What the host tells the engine about the machine. */
export type Signal = 'network-up' | 'network-down' | 'resume';
