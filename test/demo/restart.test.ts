import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, testDemo } from './ask.ts';

const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;

describe('Restarts', () => {
  let data: string;
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'demo-'));
  });
  afterEach(() => {
    rmSync(data, { recursive: true, force: true });
  });

  test('with a data folder, records, ledger, tokens and first answers survive', async () => {
    const first = await testDemo({ data, tasks: 20 });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const body = 'grant_type=password&client_id=outpost&username=dispatcher&password=dispatcher';
    const signIn = await ask(first, { method: 'POST', path: '/oauth_token.do', as: '', headers, body });
    const { access_token } = signIn.json as { access_token: string };
    const call = {
      method: 'POST',
      path: `/api/x_outpost/v1/task/${idOf('wm_task 0')}/accepted`,
      headers: { 'Idempotency-Key': 'k' },
    };
    await ask(first, { method: 'PATCH', path: TASK, body: { skills: 'Kept', work_notes: 'Kept' } });
    await ask(first, call);
    const made = await ask(first, { method: 'POST', path: '/api/now/table/wm_task', body: {} });
    await ask(first, {
      method: 'DELETE',
      path: `/api/now/table/wm_task/${String(resultOf(made)['sys_id'])}`,
    });
    const file = await ask(first, {
      method: 'POST',
      path: '/api/now/attachment/file',
      query: { table_name: 'wm_task', table_sys_id: idOf('wm_task 0'), file_name: 'a.txt' },
      headers: { 'Content-Type': 'text/plain' },
      body: 'kept',
    });
    const ledger = first.ledger();
    await first.close();

    const second = await testDemo({ data, tasks: 20 });
    const task = await ask(second, {
      path: TASK,
      as: '',
      headers: { Authorization: `Bearer ${access_token}` },
    });
    expect(resultOf(task)).toMatchObject({ skills: 'Kept', sys_mod_count: '1' });
    expect(second.ledger()).toEqual(ledger);
    const kept = await ask(second, { path: `/api/now/attachment/${String(resultOf(file)['sys_id'])}/file` });
    expect(kept.text).toBe('kept');
    await ask(second, call);
    expect(second.ledger()).toHaveLength(ledger.length);
    const next = await ask(second, { method: 'POST', path: '/api/now/table/wm_task', body: {} });
    expect(resultOf(next)['number']).not.toBe(resultOf(made)['number']);
    await second.close();
  });

  test('a reset is a reset on the disk as well', async () => {
    const first = await testDemo({ data, tasks: 20 });
    await ask(first, { method: 'PATCH', path: TASK, body: { skills: 'Gone' } });
    first.reset();
    await first.close();
    const second = await testDemo({ data, tasks: 20 });
    expect(second.ledger()).toEqual([]);
    expect(resultOf(await ask(second, { path: TASK }))['sys_mod_count']).toBe('0');
    await second.close();
  });

  test('the same seed gives the same records, another one others', async () => {
    const rows = await Promise.all(
      [1, 1, 2].map(async (seed) => {
        const demo = await testDemo({ seed, tasks: 30 });
        const { text } = await ask(demo, {
          path: '/api/now/table/wm_task',
          query: { sysparm_exclude_reference_link: 'true' },
        });
        await demo.close();
        return text;
      }),
    );
    expect(rows[0]).toBe(rows[1]);
    expect(rows[0]).not.toBe(rows[2]);
  });
});

describe('The demo as a process', () => {
  const children: ChildProcess[] = [];
  const start = (...flags: string[]): { child: ChildProcess; told: () => string } => {
    const child = spawn(process.execPath, ['demo/main.ts', ...flags], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    children.push(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    return { child, told: () => said };
  };
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  test('says where it is, to people and to its parent, and ends with it', async () => {
    const { child, told } = start('--tasks', '5');
    const [message] = (await once(child, 'message')) as [{ url: string }];
    expect(message.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    await expect.poll(told).toContain(`Demo instance: ${message.url}\n`);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  test('at a port of choice, with a certificate of its own to be trusted', async () => {
    const data = mkdtempSync(join(tmpdir(), 'demo-'));
    const free = await testDemo({ tasks: 1 });
    const { port } = new URL(free.url);
    await free.close();
    const { child } = start('--port', port, '--https', '--tasks', '5', '--data', data);
    const [message] = (await once(child, 'message')) as [{ url: string }];
    expect(message.url).toBe(`https://127.0.0.1:${port}`);
    const ca = readFileSync(join(data, 'certificate.pem'));
    const status = await new Promise((resolve, reject) => {
      get(`${message.url}/`, { ca }, (response) => {
        resolve(response.resume().statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
    rmSync(data, { recursive: true });
  });

  test('a taken port is an error in words', async () => {
    const other = await testDemo({ tasks: 1 });
    const { child, told } = start('--port', new URL(other.url).port, '--tasks', '1');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(told()).toMatch(/^The port is taken/);
    await other.close();
  }, 15_000);

  test('a wrong flag is an error in words', async () => {
    const { child, told } = start('--tasks', 'many');
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(told()).toBe('--tasks must be a whole number up to 1000000\n');
  });
});
