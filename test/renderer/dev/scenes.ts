import type { FakeBridge } from '../../support/fake-bridge.ts';
import { contest } from '../fake/conflict.ts';
import { leaveUnclear } from '../fake/outbox.ts';
import { plain, state } from '../fake/world.ts';

const noConnection = {
  state: 'offline',
  reason: 'The instance cannot be reached: no route to acme.service-now.com',
} as const;

/** A photo, as far as one can be drawn in a line. */
const picture = btoa(
  '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400"><rect width="640" height="400" fill="#48647a"/><circle cx="320" cy="200" r="120" fill="#c7d3da"/></svg>',
);

async function press(bridge: FakeBridge, action: string, record: string | null, inputs = {}): Promise<void> {
  await bridge.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
}

async function keep(bridge: FakeBridge, action: string, record: string | null, inputs = {}): Promise<void> {
  await bridge.ask('draft.save', {
    id: null,
    action,
    record,
    inputs,
    revises: null,
    group: false,
    many: [],
    asked: false,
  });
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
  outbox: async (bridge) => {
    const { engine } = bridge;
    await press(bridge, 'start-shift', null);
    await press(bridge, 'assign', 'task0', { assigned_to: 'u4' });
    engine.shiftOpen = false;
    await press(bridge, 'accept', 'task20');
    for (const task of ['task5', 'task25', 'task45'])
      await press(bridge, 'close-complete', task, { code: 'solved', close_notes: 'no' });
    await press(bridge, 'note', 'task3', { note: 'On my way' });
    await bridge.ask('outbox.decide', { entries: [4], decision: 'discard' });
    engine.connection = { ...engine.connection, ...noConnection };
    await press(bridge, 'assign', 'task20', { assigned_to: 'u3' });
    await press(bridge, 'assign', 'task12', { assigned_to: 'u5' });
    await press(bridge, 'note', 'task2', { note: 'Key is with the neighbours' });
    await press(bridge, 'accept', 'task40');
    await press(bridge, 'assign', 'task13', { assigned_to: 'u2' });
    const line = (seq: number) => engine.entries.find((one) => one.line.seq === seq)?.line ?? {};
    Object.assign(line(3), { holds: 1 });
    Object.assign(line(8), { state: 'held', heldBy: 3 });
    const contested = engine.entries.find((one) => one.line.seq === 9);
    if (contested) contest(contested, { assigned_to: { value: 'u3', display: 'Tomás Alvarez' } });
    Object.assign(line(10), { state: 'unknown', attempts: 1, decisions: [], steps: { done: 1, total: 2 } });
    const nextAttemptAt = new Date(Date.now() + 94_000).toISOString();
    const busy = 'The instance is busy: 503 Service Unavailable';
    await press(bridge, 'note', 'task4', { note: 'Called the customer' });
    const unclear = engine.entries.at(-1);
    if (unclear) leaveUnclear(unclear);
    Object.assign(line(8), { shared: true });
    Object.assign(line(11), { attempts: 3, nextAttemptAt, message: busy, decisions: [] });
  },
  'outbox-large': async (bridge) => {
    await scenes['outbox']?.(bridge);
    bridge.engine.connection = { ...bridge.engine.connection, state: 'online' };
    for (let at = 1; at <= 40; at++) await press(bridge, 'accept', `task${at * 3}`);
    for (let at = 0; at < 30; at++) await press(bridge, 'assign', `task${at}`, { assigned_to: 'u4' });
  },
  'clock-off': async (bridge) => {
    await scenes['outbox']?.(bridge);
    bridge.engine.clock = { offset: 5_100_000, measuredAt: new Date().toISOString(), isOff: true };
  },
  conflict: async (bridge) => {
    const { engine } = bridge;
    engine.connection = { ...engine.connection, ...noConnection };
    await press(bridge, 'close-complete', 'task5', {
      code: 'solved',
      close_notes: 'Replaced the compressor.',
    });
    await press(bridge, 'assign', 'task4', { assigned_to: 'u4' });
    const [changed, gone] = engine.entries;
    if (changed) contest(changed, { state: state('7'), close_notes: plain('The customer has cancelled.') });
    if (gone) contest(gone, null);
  },
  drafts: async (bridge) => {
    await keep(bridge, 'start-shift', null);
    await keep(bridge, 'note', 'task2', { note: 'The key is with the neighbours at number 14.' });
    await keep(bridge, 'assign', 'task4');
    await keep(bridge, 'close-complete', 'task5', {
      close_notes:
        'Replaced the compressor and the fan; the old ones are on the van. Customer has signed, the alarm has been reset and the thermostat was set to four degrees.',
    });
    await keep(bridge, 'report', 'task7', { hours: '2', note: 'Second visit is needed' });
    bridge.engine.drafts.trouble('draft2', 'gone');
    bridge.engine.drafts.trouble('draft3', 'no-action');
    bridge.engine.drafts.trouble('draft4', 'changed');
  },
  stream: async (bridge) => {
    const { engine } = bridge;
    engine.said = 32;
    const photo = engine.files.add({
      transfer: 'photo',
      data: picture,
      last: {
        name: 'Photo 2026-11-22 09.05.07.svg',
        type: 'image/svg+xml',
        takenAt: new Date().toISOString(),
      },
    });
    await press(bridge, 'report', 'task5', { hours: '2', note: 'Arrived, alarm is off.' });
    engine.connection = { ...engine.connection, ...noConnection };
    await press(bridge, 'report', 'task5', {
      hours: '2',
      note: 'Compressor is seized.\nNeeds part 4711-B; the old one is on the photo.',
      photos: JSON.stringify([photo]),
    });
  },
  syncing: ({ engine }) => {
    const progress = { what: 'pull', name: 'Work Order Task', done: 1200, total: 5000 } as const;
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
