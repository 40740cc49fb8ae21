import { expect } from 'vitest';
import { detailOf } from '../../renderer/screens/shell/connection-detail.ts';
import { ShellModel } from '../../renderer/screens/shell/model.svelte.ts';
import { eventually } from './support/eventually.ts';
import { test as base } from './support/outpost.ts';
import { taskIn, trigger } from './support/records.ts';

const test = base.extend<{ shell: ShellModel }>({
  shell: async ({ outpost: { bridge } }, use) => {
    const shell = new ShellModel(bridge);
    shell.open();
    await bridge.quiet();
    await use(shell);
  },
});

test('the switch "Work offline" shows the connection that main answers', async ({ shell }) => {
  await eventually(() => {
    expect(shell.connection.value?.state).toBe('online');
  });
  await shell.workOffline(true);
  expect(shell.connection.value).toMatchObject({ state: 'offline', workOffline: true });
});

test('"Sync now" asks the instance, and the time of it is shown', async ({ shell, pass }) => {
  const before = shell.connection.value?.lastSync;
  await pass(60_000);
  await shell.sync();
  await eventually(() => {
    const { lastSync, state } = shell.connection.value ?? {};
    expect(state).toBe('online');
    expect(lastSync).not.toBe(before);
  });
});

test('the count of the Outbox follows what happens there', async ({ outpost, shell }) => {
  expect(shell.navigation.value?.outbox).toEqual({ waiting: 0, decisions: 0 });
  await trigger(outpost, 'accept', await taskIn(outpost, 'Assigned'));
  await eventually(() => {
    expect(shell.navigation.value?.outbox).toEqual({ waiting: 1, decisions: 1 });
  });
});

test('that the clock is off is heard with the next news of the connection', async ({
  outpost,
  instance,
  shell,
}) => {
  expect(shell.clock.value?.isOff).toBe(false);
  await instance.fault('clock-skew', { ms: 3_600_000 });
  await outpost.ask('connection.sync', null);
  await eventually(() => {
    expect(shell.clock.value?.isOff).toBe(true);
  });
  expect(shell.clock.value?.offset).toBeGreaterThan(3_590_000);
});

test('a list is the same one when the person comes back to it', ({ shell }) => {
  expect(shell.list('my-tasks')).toBe(shell.list('my-tasks'));
});

test('what is under way is told in words: entries, records of a table, and a file by its bytes', ({
  shell,
}) => {
  const { value } = shell.connection;
  if (value === null) throw new Error('the connection is not known');
  const told = (progress: typeof value.progress) => detailOf({ ...value, progress });
  expect(told({ what: 'push', name: null, done: 0, total: null })).toBe('Sending');
  expect(told({ what: 'pull', name: 'User', done: 1200, total: 3400 })).toBe('Fetching User: 1,200 of 3,400');
  expect(told({ what: 'upload', name: 'pump.jpg', done: 3_100_000, total: 20_000_000 })).toBe(
    'Sending “pump.jpg”: 3.1 MB of 20 MB',
  );
  expect(told(null)).toMatch(/^Synced/);
});
