import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
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

  test('the ledger says of every kind of effect the request, the key, the user and the time', async () => {
    const headers = { 'Idempotency-Key': 'k' };
    const shifts = '/api/now/table/x_outpost_shift';
    const file = `/api/now/attachment/file?table_name=wm_task&table_sys_id=${idOf('wm_task 0')}&file_name=a`;
    const call = `/api/x_outpost/v1/task/${idOf('wm_task 0')}/accepted`;
    const asked = [
      { op: 'insert', method: 'POST', path: shifts, body: { sys_id: 'f'.repeat(32) } },
      { op: 'update', method: 'PATCH', path: TASK, body: { skills: 'A' } },
      { op: 'note', method: 'PATCH', path: TASK, body: { work_notes: 'hello' } },
      { op: 'file', method: 'POST', path: file, body: 'bytes' },
      { op: 'call', method: 'POST', path: call, body: {} },
      { op: 'delete', method: 'DELETE', path: `${shifts}/${'f'.repeat(32)}` },
    ];
    for (const { method, path, body } of asked)
      await ask(demo, { method, path, body, as: 'supervisor', headers });
    const at = new Date(NOON).toISOString();
    expect(demo.ledger()).toMatchObject(
      asked.map(({ op, method, path }, index) => {
        const request = `${method} ${path.split('?')[0] ?? ''}`;
        return { seq: index + 1, op, request, key: 'k', user: 'supervisor', at };
      }),
    );
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

  test.each(['error-500', 'error-502', 'error-503', 'error-504'])(
    '%s is answered to work that is not done, or is',
    async (name) => {
      await fault({ name, times: 1, seconds: 9 });
      const first = await change('E');
      expect(first.status).toBe(Number(name.slice(-3)));
      expect(first.headers.get('retry-after')).toBe(name === 'error-503' ? '9' : null);
      expect(demo.ledger()).toHaveLength(0);
      await fault({ name, times: 1, done: true });
      expect((await change('E')).status).toBe(first.status);
      expect(demo.ledger()).toHaveLength(1);
      expect((await change('E')).status).toBe(200);
    },
  );

  test('own-sys-ids gives new records another sys_id than the one the client chose', async () => {
    await fault({ name: 'own-sys-ids', times: 1, match: 'POST /api/now/table/wm_task' });
    const sys_id = 'd'.repeat(32);
    const make = { method: 'POST', path: '/api/now/table/wm_task', body: { sys_id, short_description: 'x' } };
    expect(resultOf(await ask(demo, make))['sys_id']).not.toBe(sys_id);
    expect(resultOf(await ask(demo, make))['sys_id']).toBe(sys_id);
    const third = await ask(demo, make);
    expect(third.json).toMatchObject({
      error: { detail: expect.stringContaining('Unique Key violation') as string },
    });
  });

  test('a fault may last for a time', async () => {
    await fault({ name: 'error-500', lasting: 60_000 });
    expect((await change('E')).status).toBe(500);
    expect(demo.faults()).toMatchObject([{ until: expect.any(Number) as number, times: null }]);
    await fault({ name: 'error-500', lasting: 1 });
    await expect.poll(async () => (await change('E')).status).toBe(200);
  });

  test('quota-exceeded is told in the words of an instance, and nothing is done', async () => {
    await fault({ name: 'quota-exceeded', times: 1 });
    const reply = await change('E');
    expect(reply.status).toBe(500);
    expect(reply.json).toMatchObject({
      error: { message: 'Transaction cancelled: maximum execution time exceeded' },
      status: 'failure',
    });
    expect(demo.ledger()).toEqual([]);
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

  test('edit-elsewhere may name the record, the fields and who', async () => {
    await ask(demo, { method: 'POST', path: '/api/now/table/x_outpost_shift', as: 'technician', body: {} });
    const record = `wm_task/${idOf('wm_task 1')}`;
    await fault({
      name: 'edit-elsewhere',
      times: 1,
      record,
      as: 'admin',
      fields: { skills: 'X', work_notes: 'Y' },
    });
    await ask(demo, { path: '/api/now/table/wm_task?sysparm_limit=1' });
    expect(demo.ledger().slice(1)).toMatchObject([
      { op: 'update', user: 'admin', sys_id: idOf('wm_task 1'), request: 'edit-elsewhere' },
      { op: 'note', user: 'admin', fields: { work_notes: 'Y' } },
    ]);
    expect((await fault({ name: 'edit-elsewhere', record: 'nothing' })).status).toBe(400);
  });

  test('edit-elsewhere may be turned down as any change, and the request is none the worse for it', async () => {
    await fault({ name: 'edit-elsewhere', times: 1, fields: { state: '3' } });
    expect((await change('A')).status).toBe(200);
    expect(demo.ledger()).toMatchObject([{ user: 'dispatcher', fields: { skills: 'A' } }]);
  });

  test('edit-elsewhere waits for a request about a record', async () => {
    await fault({ name: 'edit-elsewhere', times: 1 });
    await ask(demo, { path: '/api/now/table/wm_task?sysparm_limit=1' });
    expect(demo.faults()).toHaveLength(1);
    const path = `/api/x_outpost/v1/task/${idOf('wm_task 0')}/accepted`;
    await ask(demo, { method: 'POST', path, body: {} });
    expect(demo.faults()).toHaveLength(0);
    expect(demo.ledger()[0]).toMatchObject({ user: 'supervisor', sys_id: idOf('wm_task 0') });
  });

  test('clock-skew sets the clock wrong', async () => {
    await fault({ name: 'clock-skew', ms: 3_600_000 });
    const reply = await change('I');
    expect(resultOf(reply)['sys_updated_on']).toBe('2026-06-17 13:00:00');
    expect(reply.headers.get('date')).toBe(new Date(NOON + 3_600_000).toUTCString());
    expect(demo.ledger()[0]?.at).toBe('2026-06-17T13:00:00.000Z');
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
