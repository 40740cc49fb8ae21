import type { Connection } from '../../../preload/contract/connection.ts';
import type { Session } from '../../../preload/contract/session.ts';

/** The person who is signed in when the fake begins. */
export const startSession: Session = {
  host: 'web',
  version: '0.1.0',
  account: {
    instance: 'https://acme.service-now.com',
    userName: 'dispatcher',
    user: { sys_id: 'u1', name: 'Dana Dispatcher' },
  },
  suggestedInstance: 'https://acme.service-now.com',
  definitionProblems: [],
};

/** The connection as it stands then. */
export function startConnection(now: Date): Connection {
  return {
    state: 'online',
    workOffline: false,
    waiting: 0,
    progress: null,
    lastSync: now.toISOString(),
    reason: null,
  };
}
