import type { FakeBridge } from '../../support/fake-bridge.ts';

const noConnection = {
  state: 'offline',
  reason: 'The instance cannot be reached: no route to acme.service-now.com',
} as const;

async function press(bridge: FakeBridge, action: string, record: string | null, inputs = {}): Promise<void> {
  await bridge.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

/** The states of the world worth looking at, by name: `?scene=offline`. */
export const scenes: Record<string, (bridge: FakeBridge) => Promise<void> | void> = {
  full: () => undefined,
  refused: async (bridge) => {
    await press(bridge, 'assign', 'task0', { assigned_to: 'u4' });
    await press(bridge, 'accept', 'task20');
    await press(bridge, 'close-complete', 'task5', { code: 'solved', close_notes: 'no' });
  },
  offline: async (bridge) => {
    const { engine } = bridge;
    await scenes['refused']?.(bridge);
    engine.connection = { ...engine.connection, ...noConnection };
    await press(bridge, 'start-shift', null);
    await press(bridge, 'accept', 'task40');
    await press(bridge, 'close-complete', 'task20', {
      code: 'solved',
      close_notes: 'Replaced the compressor.',
    });
    await press(bridge, 'assign', 'task20', { assigned_to: 'u3' });
    const [, , , , queued, held, checking] = engine.entries;
    Object.assign(queued?.line ?? {}, {
      attempts: 3,
      nextAttemptAt: new Date(Date.now() + 900_000).toISOString(),
    });
    Object.assign(held?.line ?? {}, { state: 'held', heldBy: 2, steps: { done: 1, total: 2 } });
    Object.assign(checking?.line ?? {}, { state: 'unknown', attempts: 1, decisions: [] });
  },
  syncing: ({ engine }) => {
    const progress = { what: 'pull', table: 'wm_task', done: 1200, total: 5000 } as const;
    engine.connection = { ...engine.connection, state: 'syncing', progress };
  },
  'sign-in-needed': ({ engine }) => {
    const reason = 'The instance does not accept the last sign-in any more';
    engine.connection = { ...engine.connection, state: 'sign-in-needed', reason };
  },
  empty: ({ engine }) => {
    engine.records = [];
  },
  'not-yet': ({ engine }) => {
    engine.records = [];
    engine.asOf = null;
    engine.connection = { ...engine.connection, ...noConnection, lastSync: null };
  },
  'signed-out': ({ engine }) => {
    engine.session = { ...engine.session, account: null };
  },
  problems: ({ engine }) => {
    engine.definitionProblems = [
      'actions[2].when: there is no field "stat" in the dataset of wm_task',
      'lists[0].actions[1]: there is no action "acept"',
    ];
    engine.session = { ...engine.session, definitionProblems: [] };
  },
};
