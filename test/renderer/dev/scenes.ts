import { answers, connection, list, session, settings, type Answers } from './answers.ts';
import { note, record } from './tasks.ts';

const offline = {
  ...connection,
  state: 'offline',
  reason: 'The instance cannot be reached: no route to acme.service-now.com',
} as const;

/** What differs from the usual answers in the states worth looking at, by name: `?scene=offline`. */
const differences: Record<string, Answers> = {
  full: {},
  offline: { 'connection.get': offline },
  syncing: {
    'connection.get': {
      ...connection,
      state: 'syncing',
      progress: { what: 'pull', name: 'Work Order Task', done: 1200, total: 5000 },
    },
  },
  'sign-in-needed': { 'connection.get': { ...connection, state: 'sign-in-needed' } },
  'clock-off': { 'clock.get': { offset: 5_100_000, measuredAt: new Date().toISOString(), isOff: true } },
  empty: { 'list.get': { ...list, rows: [], total: 0 } },
  'not-yet': { 'connection.get': offline, 'list.get': { ...list, rows: [], total: 0, asOf: null } },
  'signed-out': { 'session.get': { ...session, account: null } },
  stream: {
    'record.get': {
      ...record,
      stream: [
        note(new Date().toISOString(), 'On my way', 3),
        ...Array.from({ length: 32 }, (_, at) => note('2026-11-20T08:00:00.000Z', `Visit ${32 - at}`)),
      ],
    },
  },
  problems: {
    'settings.get': {
      ...settings,
      definition: settings.definition && {
        ...settings.definition,
        problems: ['lists[0].actions[1]: there is no action "acept"'],
      },
    },
  },
};

export function sceneOf(name: string): Answers {
  return { ...answers, ...differences[name] };
}
