import { expect, test } from 'vitest';
import { Route } from '../../renderer/state/route.svelte.ts';
import { RecordModel } from '../../renderer/screens/record/model.svelte.ts';
import { SettingsModel } from '../../renderer/screens/settings/model.svelte.ts';
import { detailOf } from '../../renderer/screens/shell/connection-detail.ts';
import { ShellModel } from '../../renderer/screens/shell/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';
import { makeWindow } from './fake/window.ts';

test('the switch "Work offline" shows the connection that main answers', async () => {
  const shell = new ShellModel(new FakeBridge());
  shell.open();
  await settled();
  expect(shell.connection.value?.state).toBe('online');
  await shell.workOffline(true);
  expect(shell.connection.value).toMatchObject({ state: 'offline', workOffline: true });
});

test('the count of the Outbox follows what happens there', async () => {
  const bridge = new FakeBridge();
  const shell = new ShellModel(bridge);
  shell.open();
  await settled();
  expect(shell.navigation.value?.outbox).toEqual({ waiting: 0, decisions: 0 });
  await bridge.ask('action.trigger', {
    action: 'accept',
    record: 'task0',
    inputs: {},
    revises: null,
    draft: null,
  });
  await settled();
  expect(shell.navigation.value?.outbox).toEqual({ waiting: 1, decisions: 1 });
});

test('a list is the same one when the person comes back to it', () => {
  const shell = new ShellModel(new FakeBridge());
  expect(shell.list('my-tasks')).toBe(shell.list('my-tasks'));
});

test('a record shows its new state and its waiting entries as soon as they are there', async () => {
  const bridge = new FakeBridge();
  const screen = new RecordModel(bridge, 'wm_task', 'task0');
  screen.open();
  await bridge.ask('connection.workOffline', { on: true });
  await bridge.ask('action.trigger', {
    action: 'accept',
    record: 'task0',
    inputs: {},
    revises: null,
    draft: null,
  });
  await settled();
  const fields = screen.asked.value?.sections.flatMap((section) => section.fields) ?? [];
  expect(fields.find(({ field }) => field === 'state')).toMatchObject({ display: 'Accepted', unsent: true });
  expect(screen.asked.value?.entries.map(({ action }) => action)).toEqual(['Accept']);
});

test('a record follows the tables of its related lists and of its references', async () => {
  const bridge = new FakeBridge();
  const order = new RecordModel(bridge, 'wm_order', 'order0');
  order.open();
  await settled();
  bridge.tell('records.changed', { tables: ['wm_task'] });
  bridge.tell('records.changed', { tables: ['sys_user'] });
  await settled();
  expect(bridge.asked('record.get')).toHaveLength(2);
});

test('settings that fail to sign out say so', async () => {
  const bridge = new FakeBridge();
  const screen = new SettingsModel(bridge, new Route(makeWindow('#/settings')));
  screen.open();
  screen.signingOut = true;
  bridge.fail('session.signOut', { kind: 'internal', message: 'The file is locked' });
  await screen.signOut();
  expect(screen.failure?.message).toBe('The file is locked');
  expect(screen.signingOut).toBe(false);
});

test('what is under way is told in words: entries, records of a table, and a file by its bytes', async () => {
  const answer = await new FakeBridge().ask('connection.get', null);
  if (!answer.ok) throw new Error('the fake has a connection');
  const told = (progress: typeof answer.value.progress) => detailOf({ ...answer.value, progress });
  expect(told({ what: 'push', name: null, done: 0, total: null })).toBe('Sending');
  expect(told({ what: 'pull', name: 'User', done: 1200, total: 3400 })).toBe('Fetching User: 1,200 of 3,400');
  expect(told({ what: 'upload', name: 'pump.jpg', done: 3_100_000, total: 20_000_000 })).toBe(
    'Sending “pump.jpg”: 3.1 MB of 20 MB',
  );
  expect(told(null)).toMatch(/^Synced/);
});

test('Settings take a definition from a file, say what is wrong with it, and go back to the instance', async () => {
  const bridge = new FakeBridge();
  const screen = new SettingsModel(bridge, new Route(makeWindow('#/settings')));
  screen.open();
  await screen.loadDefinition(new File(['{}'], 'own.json'));
  await settled();
  expect(screen.asked.value?.definition).toMatchObject({
    source: { file: null },
    problems: ['own.json: broken'],
  });
  await screen.loadDefinition(new File(['{"version":1}'], 'own.json'));
  await settled();
  expect(screen.asked.value?.definition).toMatchObject({ source: { file: 'own.json' }, problems: [] });
  await screen.leaveFile();
  await settled();
  expect(screen.asked.value?.definition?.source.file).toBeNull();
  expect(await screen.loadFrom('acme/app')).toBe('A place on the instance begins with /api/.');
  expect(await screen.loadFrom(' /api/acme/app ')).toBeNull();
  await settled();
  expect(screen.asked.value?.definition?.source).toEqual({ path: '/api/acme/app', file: null });
});
