import type { EventName, Events } from '../../preload/contract/events.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import type { Log, Secrets, Services, Signal } from '../services.ts';

/** What the engine's thread is started with: the part of its services that is plain data. */
export type EngineSettings = Pick<
  Services,
  'folder' | 'host' | 'version' | 'suggestedInstance' | 'definition' | 'signIn'
> & {
  secrets: Secrets['kind'];
};

/** From the main thread to the engine's. */
export type ToEngine =
  | { kind: 'ask'; id: number; call: string; question: unknown }
  | { kind: 'signal'; signal: Signal }
  | { kind: 'secret'; id: number; value: string | null }
  | { kind: 'no-secret'; id: number; message: string }
  | { kind: 'close' };

/** From the engine's thread to the main one. */
export type FromEngine =
  | { kind: 'ready' }
  /** The engine cannot be built, such as on a database from a newer Outpost. The thread ends after it. */
  | { kind: 'unable'; message: string }
  | { kind: 'answer'; id: number; answer: Answer<unknown> }
  | { kind: 'event'; event: EventName; news: Events[EventName] }
  | { kind: 'log'; level: keyof Log; message: string }
  | { kind: 'read-secret'; id: number; name: string }
  | { kind: 'write-secret'; id: number; name: string; value: string | null }
  | { kind: 'closed' };

/** What the host does for the engine on the main thread. */
export interface HostServices {
  secrets: Secrets;
  announce: (event: EventName, news: Events[EventName]) => void;
  log: Log;
}
