import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idOf } from '../../demo/seed/sow.ts';
import type { Demo } from '../../demo/server.ts';
import { ask, NOON, resultOf, testDemo, type Reply } from './ask.ts';

const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;

describe('Faults, ledger and reset', () => {
  let demo: Demo;
  beforeEach(async () => {
    demo = await testDemo({ tasks: 20 });
  });
  afterEach(() => demo.close());

  const change = (value: string, key?: string): Promise<Reply> =>
    ask(demo, {
      method: 'PATCH',
      path: TASK,
      body: { skills: value },
      ...(key && { headers: { 'Idempotency-Key': key } }),
    });
  const fault = (body: unknown): Promise<Reply> =>
    ask(demo, { method: 'POST', path: '/demo/faults', as: '', body });
  const skills = async (): Promise<unknown> => resultOf(await ask(demo, { path: TASK }))['skills'];

  test('the ledger lists what was really done, with key and fields', async () => {
    await ask(demo, {
      method: 'PATCH',
      path: TASK,
      body: { skills: 'A', work_notes: 'hello' },
      headers: { 'Idempotency-Key': 'k' },
    });
    await change('A');
    await ask(demo, { method: 'POST', path: '/api/now/table/x_outpost_shift', body: { state: 'open' } });
    const { effects } = (await ask(demo, { path: '/demo/ledger', as: '' })).json as { effects: unknown[] };
    const common = {
      at: '2026-06-17T12:00:00.000Z',
      user: 'dispatcher',
      table: 'wm_task',
      sys_id: idOf('wm_task 0'),
      key: 'k',
    };
    expect(effects).toMatchObject([
      { seq: 1, op: 'update', request: `PATCH ${TASK}`, ...common, fields: { skills: 'A' } },
      { seq: 2, op: 'note', ...common, fields: { work_notes: 'hello' } },
      { seq: 3, op: 'insert', table: 'x_outpost_shift', key: null, fields: { state: 'open' } },
    ]);
    expect(effects).toHaveLength(3);
  });

  test('offline cuts every connection but the control', async () => {
    await fault({ name: 'offline' });
    await expect(change('B')).rejects.toThrow();
    expect((await fault({ name: 'offline', times: 0 })).json).toMatchObject({ faults: [] });
    expect((await change('B')).status).toBe(200);
  });

  test('lose-replies does the work and answers nothing, as often and where it is told', async () => {
    await fault({ name: 'lose-replies', times: 1, match: 'PATCH /api/now/table/wm_task' });
    expect((await ask(demo, { path: TASK })).status).toBe(200);
    await expect(change('C')).rejects.toThrow();
    expect(await skills()).toBe('C');
    expect(demo.ledger()).toHaveLength(1);
    expect(demo.faults()).toHaveLength(0);
  });

  test('drop-requests does nothing and answers nothing', async () => {
    const before = await skills();
    await fault({ name: 'drop-requests', times: 1 });
    await expect(change('D')).rejects.toThrow();
    expect(await skills()).toBe(before);
  });

  test('error-500 does nothing', async () => {
    await fault({ name: 'error-500', times: 1 });
    expect((await change('E')).status).toBe(500);
    expect(demo.ledger()).toHaveLength(0);
    expect((await change('E')).status).toBe(200);
  });

  test('maintenance-html is a page with status 200', async () => {
    await fault({ name: 'maintenance-html', times: 1 });
    const reply = await change('F');
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
  });

  test('rate-limit says how long to wait', async () => {
    await fault({ name: 'rate-limit', times: 1, seconds: 7 });
    const reply = await change('G');
    expect(reply.status).toBe(429);
    expect(reply.headers.get('retry-after')).toBe('7');
    expect(reply.json).toMatchObject({ error: { message: 'Rate limit exceeded' } });
  });

  test('latency delays', async () => {
    await fault({ name: 'latency', times: 1, ms: 120 });
    const start = performance.now();
    await change('H');
    expect(performance.now() - start).toBeGreaterThan(100);
  });

  test('expire-tokens ends access tokens and leaves refresh tokens', async () => {
    const form = new URLSearchParams({
      client_id: 'outpost',
      grant_type: 'password',
      username: 'dispatcher',
      password: 'dispatcher',
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const signIn = (body: string): Promise<Reply> =>
      ask(demo, { method: 'POST', path: '/oauth_token.do', as: '', headers, body });
    const { access_token, refresh_token } = (await signIn(form.toString())).json as Record<string, string>;
    await fault({ name: 'expire-tokens', times: 1 });
    const read = await ask(demo, {
      path: TASK,
      as: '',
      headers: { Authorization: `Bearer ${String(access_token)}` },
    });
    expect(read.status).toBe(401);
    const refresh = new URLSearchParams({
      client_id: 'outpost',
      grant_type: 'refresh_token',
      refresh_token: String(refresh_token),
    });
    expect((await signIn(refresh.toString())).status).toBe(200);
  });

  test('edit-elsewhere changes the record under the request', async () => {
    await fault({ name: 'edit-elsewhere', times: 1, fields: { skills: 'Theirs' } });
    const record = resultOf(await ask(demo, { path: TASK }));
    expect(record).toMatchObject({ skills: 'Theirs', sys_mod_count: '1', sys_updated_by: 'supervisor' });
  });

  test('clock-skew sets the clock wrong', async () => {
    await fault({ name: 'clock-skew', ms: 3_600_000 });
    expect(resultOf(await change('I'))['sys_updated_on']).toBe(
      new Date(NOON + 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    );
  });

  test('an unknown fault is refused', async () => {
    expect((await fault({ name: 'gremlins' })).status).toBe(400);
  });

  test('reset goes back to the seed', async () => {
    const before = await ask(demo, { path: TASK });
    await change('J');
    await fault({ name: 'latency', ms: 1 });
    expect((await ask(demo, { method: 'POST', path: '/demo/reset', as: '' })).status).toBe(200);
    expect((await ask(demo, { path: TASK })).json).toEqual(before.json);
    expect(demo.ledger()).toEqual([]);
    expect(demo.faults()).toEqual([]);
  });

  test('control is for this machine alone, whatever page asks', async () => {
    const reply = await ask(demo, {
      method: 'POST',
      path: '/demo/reset',
      as: '',
      headers: { Origin: 'https://elsewhere.example' },
    });
    expect(reply.status).toBe(403);
  });
});
