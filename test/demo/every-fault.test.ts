import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { faultNames, type FaultName } from '../../demo/faults/faults.ts';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, NOON, resultOf, testDemo, type Ask, type Reply } from './ask.ts';

const TASK = `/api/now/table/wm_task/${idOf('wm_task 0')}`;
const change: Ask = { method: 'PATCH', path: TASK, body: { skills: 'x' } };
const make: Ask = {
  method: 'POST',
  path: '/api/now/table/wm_task',
  body: { sys_id: 'e'.repeat(32), short_description: 'x' },
};

/** Whether the connection was cut instead of an answer. */
const isCut = async (demo: Demo): Promise<boolean> =>
  ask(demo, change).then(
    () => false,
    () => true,
  );
const answers = async (demo: Demo, is: (reply: Reply) => boolean, asked = change): Promise<boolean> =>
  is(await ask(demo, asked));
const status = (wanted: number) => (demo: Demo) => answers(demo, (reply) => reply.status === wanted);

/** For every fault one request that it can strike, and whether it did. */
const struck: Record<FaultName, (demo: Demo) => Promise<boolean>> = {
  offline: isCut,
  'lose-replies': isCut,
  'drop-requests': isCut,
  latency: async (demo) => {
    const start = performance.now();
    await ask(demo, change);
    return performance.now() - start > 250;
  },
  'error-500': status(500),
  'error-502': status(502),
  'error-503': status(503),
  'error-504': status(504),
  'quota-exceeded': status(500),
  'rate-limit': status(429),
  'maintenance-html': (demo) =>
    answers(demo, ({ headers }) => headers.get('content-type')?.startsWith('text/html') ?? false),
  'expire-tokens': async (demo) => {
    const form = 'grant_type=password&client_id=outpost&username=dispatcher&password=dispatcher';
    const signIn = { method: 'POST', path: '/oauth_token.do', as: '', body: form };
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { access_token } = (await ask(demo, { ...signIn, headers })).json as { access_token: string };
    const signedIn = { ...change, as: '', headers: { Authorization: `Bearer ${access_token}` } };
    return answers(demo, (reply) => reply.status === 401, signedIn);
  },
  'edit-elsewhere': async (demo) => {
    // A change of our own each time, so that the one before it in the ledger is theirs or the last of ours.
    await ask(demo, { ...change, body: { skills: String(demo.ledger().length) } });
    return demo.ledger().at(-2)?.user === 'supervisor';
  },
  'own-sys-ids': async (demo) => {
    const made = resultOf(await ask(demo, make))['sys_id'];
    await ask(demo, { method: 'DELETE', path: `/api/now/table/wm_task/${String(made)}` });
    return made !== 'e'.repeat(32);
  },
  'clock-skew': (demo) =>
    answers(demo, ({ headers }) => headers.get('date') !== new Date(NOON).toUTCString()),
};

describe.each(Object.keys(faultNames) as FaultName[])('The fault %s', (name) => {
  const real = Date.now.bind(Date);
  let passed: number;
  let demo: Demo;
  beforeEach(async () => {
    passed = 0;
    // How long a fault lasts is by the clock of the machine, whatever the instance's own says.
    vi.spyOn(Date, 'now').mockImplementation(() => real() + passed);
    demo = await testDemo({ tasks: 5 });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await demo.close();
  });

  const switchOn = async (more: object): Promise<void> => {
    const body = { name, ...(name === 'latency' && { ms: 300 }), ...more };
    const reply = await ask(demo, { method: 'POST', path: '/demo/faults', as: '', body });
    expect(reply.status).toBe(200);
  };

  test('strikes as often as it is told', async () => {
    expect(await struck[name](demo)).toBe(false);
    await switchOn({ times: 2, match: name === 'expire-tokens' ? 'PATCH' : '' });
    const hits = [await struck[name](demo), await struck[name](demo), await struck[name](demo)];
    expect(hits).toEqual([true, true, false]);
    expect(demo.faults()).toEqual([]);
  });

  test('strikes the requests that it is told', async () => {
    await switchOn({ match: 'PATCH /api/now/table/wm_order' });
    expect(await struck[name](demo)).toBe(false);
    const method = name === 'own-sys-ids' ? 'POST' : 'PATCH';
    await switchOn({ match: `${method} /api/now/v1/table/wm_task` });
    expect(await struck[name](demo)).toBe(true);
  });

  test('lasts as long as it is told', async () => {
    await switchOn({ lasting: 60_000, ...(name === 'expire-tokens' && { match: 'PATCH' }) });
    expect(await struck[name](demo)).toBe(true);
    passed = 60_000;
    expect(await struck[name](demo)).toBe(false);
    expect(demo.faults()).toEqual([]);
  });

  test('is switched off', async () => {
    await switchOn({});
    await switchOn({ times: 0 });
    expect(await struck[name](demo)).toBe(false);
  });
});
