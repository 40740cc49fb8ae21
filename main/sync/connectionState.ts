import type { ConnectionState } from '../../preload/contract/connection.ts';

/** What is known of the way to the instance. */
export interface Known {
  workOffline: boolean;
  signInNeeded: boolean;
  reachable: boolean;
  /** Something is being sent or fetched. */
  busy: boolean;
}

/** What the person is told of it: their own wish first, then what stands in the way. */
export function connectionState({ workOffline, signInNeeded, reachable, busy }: Known): ConnectionState {
  if (workOffline) return 'offline';
  if (signInNeeded) return 'sign-in-needed';
  if (!reachable) return 'offline';
  return busy ? 'syncing' : 'online';
}
