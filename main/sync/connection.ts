import type { ConnectionState } from '../../preload/contract/connection.ts';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { backoff } from '../delivery/backoff.ts';

/** Without a connection it is tried again at most this far apart. */
const LONGEST_SILENCE_MS = 15_000;

/** What is known of the connection to the instance, and how long to wait before it is tried again. */
export class Reachability {
  workOffline: boolean;
  reachable = false;
  signInNeeded = false;
  /** Why there is no connection, in words; null when there is one. */
  reason: string | null = 'Not connected yet';
  /** How many times in a row it was tried in vain. */
  #silence = 0;

  constructor(workOffline: boolean) {
    this.workOffline = workOffline;
  }

  get open(): boolean {
    return this.reachable && !this.workOffline && !this.signInNeeded;
  }

  /** What the person is told of it: their own wish first, then what stands in the way. `busy`: something is on its way. */
  state(busy: boolean): ConnectionState {
    if (this.workOffline) return 'offline';
    if (this.signInNeeded) return 'sign-in-needed';
    if (!this.reachable) return 'offline';
    return busy ? 'syncing' : 'online';
  }

  found(): void {
    this.reachable = true;
    this.signInNeeded = false;
    this.#silence = 0;
    this.reason = null;
  }

  /** Returns how long to wait before the next try (milliseconds). */
  lost(failure: InstanceFailure, random: () => number): number {
    this.#silence += 1;
    if (failure.kind === 'sign-in-needed') this.signInNeeded = true;
    else this.reachable = false;
    if (!this.workOffline) this.reason = failure.message;
    const asked = failure.kind === 'retry-later' ? failure.retryAfterMs : null;
    return asked ?? 250 + backoff(this.#silence, LONGEST_SILENCE_MS, random);
  }

  /** Nobody sends from here any more. */
  close(reason: string): void {
    this.reachable = false;
    this.reason = reason;
  }

  /** Something says that a try is worth while now. */
  hope(): void {
    this.#silence = 0;
    this.signInNeeded = false;
  }
}
