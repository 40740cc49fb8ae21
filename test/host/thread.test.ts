import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { EngineSettings, HostServices } from '../../main/host/messages.ts';
import { startThread, type EngineThread } from '../../main/host/thread.ts';

const file = join(import.meta.dirname, '../support/fake-engine.ts');
const opened: EngineThread[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((thread) => thread.close()));
});

test('a question crosses to the thread and its answer back', async () => {
  const { thread } = await open();
  expect(await thread.ask('list.get', { list: 'my-tasks' })).toEqual({
    ok: true,
    value: { list: 'my-tasks' },
  });
});

test('the engine gets its settings, the account to sign in with among them', async () => {
  const signIn = { instance: 'https://acme.example', userName: 'ann', password: 'secret' };
  const { thread } = await open({ signIn });
  expect(await thread.ask('session.get', null)).toMatchObject({
    value: { folder: '/data', signIn, host: 'web' },
  });
});

test('events and signals cross in their order', async () => {
  const { thread, announced } = await open();
  thread.signal('network-down');
  thread.signal('network-up');
  expect(await thread.ask('connection.get', null)).toMatchObject({ value: ['network-down', 'network-up'] });
  await thread.ask('connection.sync', null);
  expect(announced).toEqual([['records.changed', { tables: ['wm_task'] }]]);
});

test('secrets are kept by the host', async () => {
  const { thread, secrets } = await open();
  expect(await thread.ask('session.signIn', 'a token')).toMatchObject({ value: '"a token"' });
  expect(secrets.get('token')).toBe('"a token"');
});

test('an engine that cannot be built says why', async () => {
  await expect(open({ suggestedInstance: 'https://newer.example' })).rejects.toThrow('from a newer Outpost');
});

test('a thread that fails answers what is open, is started again and makes screens ask again', async () => {
  const { thread, announced, logged } = await open();
  const unanswered = thread.ask('settings.get', null);
  await thread.ask('session.signOut', null);
  expect(await unanswered).toMatchObject({ ok: false, failure: { kind: 'internal' } });
  expect(logged.join('\n')).toContain('crash on request');

  await expect.poll(() => announced.map(([event]) => event)).toContain('definition.changed');
  expect(await thread.ask('list.get', 1)).toEqual({ ok: true, value: 1 });
});

test('closing waits for the engine, and what is asked afterwards is answered', async () => {
  const { thread, logged } = await open();
  await thread.close();
  expect(logged).toEqual(['closed']);
  expect(await thread.ask('list.get', 1)).toMatchObject({ ok: false });
  await sleep(300);
  expect(logged).toEqual(['closed']);
});

async function open(changes: Partial<EngineSettings> = {}) {
  const announced: Parameters<HostServices['announce']>[] = [];
  const logged: string[] = [];
  const secrets = new Map<string, string | null>();
  const write = (message: string) => {
    logged.push(message);
  };
  const settings: EngineSettings = {
    folder: '/data',
    host: 'web',
    version: '1.0.0',
    suggestedInstance: null,
    definition: null,
    signIn: null,
    secrets: 'file',
    ...changes,
  };
  const thread = await startThread(file, settings, {
    announce: (...news) => {
      announced.push(news);
    },
    log: { info: write, warn: write, error: write },
    secrets: {
      kind: 'file',
      read: (name) => Promise.resolve(secrets.get(name) ?? null),
      write: (name, value) => {
        secrets.set(name, value);
        return Promise.resolve();
      },
    },
  });
  opened.push(thread);
  return { thread, announced, logged, secrets };
}
