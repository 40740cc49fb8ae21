import { get } from 'node:http';
import { describe, expect, test } from 'vitest';
import { assumed, type Assumptions } from '../../demo/assumptions.ts';
import { readFlags } from '../../demo/flags.ts';
import type { Demo } from '../../demo/server.ts';
import { idOf } from '../../demo/service/seed/sow.ts';
import { ask, resultOf, rowsOf, testDemo, type Reply } from './ask.ts';

const TASKS = '/api/now/table/wm_task';
const REDIRECT = 'http://127.0.0.1:8719/signed-in';

const countUsers =
  (query: string) =>
  async (demo: Demo): Promise<unknown> =>
    rowsOf(await ask(demo, { path: '/api/now/table/sys_user', query: { sysparm_query: query } })).length;

const post = (demo: Demo, path: string, form: Record<string, string>): Promise<Reply> =>
  ask(demo, {
    method: 'POST',
    path,
    as: '',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: 'outpost', ...form }).toString(),
  });

async function sameRefreshToken(demo: Demo): Promise<boolean> {
  const form = { grant_type: 'password', username: 'admin', password: 'admin' };
  const first = (await post(demo, '/oauth_token.do', form)).json as { refresh_token: string };
  const again = await post(demo, '/oauth_token.do', { ...first, grant_type: 'refresh_token' });
  return (again.json as { refresh_token: string }).refresh_token === first.refresh_token;
}

async function refreshTokenForCode(demo: Demo): Promise<boolean> {
  const signIn = { response_type: 'code', state: '1', user_name: 'admin', user_password: 'admin' };
  const proof = {
    code_challenge: '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU',
    code_challenge_method: 'S256',
  };
  const back = await post(demo, '/oauth_auth.do', { ...signIn, ...proof, redirect_uri: REDIRECT });
  const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, code_verifier: '' };
  return 'refresh_token' in ((await post(demo, '/oauth_token.do', form)).json as object);
}

async function makeTwice(demo: Demo): Promise<Reply[]> {
  const make = { method: 'POST', path: TASKS, body: { sys_id: 'c'.repeat(32), short_description: 'x' } };
  return [await ask(demo, make), await ask(demo, make)];
}

/** fetch would say what it accepts. */
const statusWithoutAccept = (demo: Demo): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const headers = { Authorization: `Basic ${btoa('dispatcher:dispatcher')}` };
    get(`${demo.url}${TASKS}`, { headers }, (response) => {
      resolve(response.resume().statusCode);
    }).on('error', reject);
  });

/** What is tried, the switch, and what comes out as assumed and otherwise. */
const switches: {
  name: keyof Assumptions;
  otherwise: Partial<Assumptions>;
  tried: (demo: Demo) => Promise<unknown>;
  usually: unknown;
  then: unknown;
}[] = [
  {
    name: 'caseSensitive',
    otherwise: { caseSensitive: false },
    tried: countUsers('user_name=DISPATCHER'),
    usually: 0,
    then: 1,
  },
  {
    name: 'notEqualFindsEmpty',
    otherwise: { notEqualFindsEmpty: false },
    tried: countUsers('manager!=nobody^user_name=supervisor'),
    usually: 1,
    then: 0,
  },
  {
    name: 'doubledCaretEscapes',
    otherwise: { doubledCaretEscapes: true },
    tried: countUsers('user_name=admin^^ORuser_name=dispatcher'),
    usually: 2,
    then: 0,
  },
  {
    name: 'invalidQueryReturnsNoRows',
    otherwise: { invalidQueryReturnsNoRows: true },
    tried: countUsers('user_name=admin^nothing=1'),
    usually: 1,
    then: 0,
  },
  {
    name: 'emptyUpdateCounts',
    otherwise: { emptyUpdateCounts: true },
    tried: async (demo) => {
      const path = `${TASKS}/${idOf('wm_task 0')}`;
      return resultOf(await ask(demo, { method: 'PATCH', path, body: {} }))['sys_mod_count'];
    },
    usually: '0',
    then: '1',
  },
  {
    name: 'duplicateStatus',
    otherwise: { duplicateStatus: 409 },
    tried: async (demo) => (await makeTwice(demo))[1]?.status,
    usually: 403,
    then: 409,
  },
  {
    name: 'clientChoosesSysId',
    otherwise: { clientChoosesSysId: false },
    tried: async (demo) => (await makeTwice(demo))[1]?.status,
    usually: 403,
    then: 201,
  },
  {
    name: 'acceptIsMandatory',
    otherwise: { acceptIsMandatory: false },
    tried: statusWithoutAccept,
    usually: 400,
    then: 200,
  },
  {
    name: 'batchInOrder',
    otherwise: { batchInOrder: false },
    // Two requests, of which the second alone leaves its mark when it is done last.
    tried: async (demo) => {
      const url = `${TASKS}/${idOf('wm_task 0')}`;
      const headers = [{ name: 'Content-Type', value: 'application/json' }];
      const change = (skills: string): object => {
        const body = Buffer.from(JSON.stringify({ skills })).toString('base64');
        return { id: skills, method: 'PATCH', url, headers, body };
      };
      const body = { batch_request_id: '1', rest_requests: [change('first'), change('second')] };
      await ask(demo, { method: 'POST', path: '/api/now/v1/batch', body });
      return resultOf(await ask(demo, { path: url }))['skills'];
    },
    usually: 'second',
    then: 'first',
  },
  {
    name: 'relatedNeedRights',
    otherwise: { relatedNeedRights: true },
    // Only the first task is the technician's; of the others' hours they may read none.
    tried: async (demo) => {
      for (const user of ['dispatcher', 'technician'])
        await ask(demo, {
          method: 'POST',
          path: '/api/now/table/task_time_worked',
          as: user,
          body: { task: idOf(`wm_task ${user === 'technician' ? 0 : 1}`), user: idOf(`sys_user ${user}`) },
        });
      const query = { sysparm_query: 'RLQUERYtask_time_worked.task,>=1^ENDRLQUERY' };
      const found = await ask(demo, { path: TASKS, query, as: 'technician' });
      return found.headers.get('x-total-count');
    },
    usually: '2',
    then: '1',
  },
  {
    name: 'refreshTokensRotate',
    otherwise: { refreshTokensRotate: false },
    tried: sameRefreshToken,
    usually: false,
    then: true,
  },
  {
    name: 'publicClientsRefresh',
    otherwise: { publicClientsRefresh: true },
    tried: refreshTokenForCode,
    usually: false,
    then: true,
  },
];

describe('What is not certain is a switch', () => {
  test.each(switches)('$name', async ({ otherwise, tried, usually, then }) => {
    for (const [assume, result] of [
      [{}, usually],
      [otherwise, then],
    ] as const) {
      const demo = await testDemo({ tasks: 5, assume });
      expect(await tried(demo)).toBe(result);
      await demo.close();
    }
  });

  test('and a flag', () => {
    const flags = switches.flatMap(({ name, otherwise }) => [
      '--assume',
      `${name}=${String(otherwise[name])}`,
    ]);
    const all = Object.assign({}, ...switches.map(({ otherwise }) => otherwise)) as Partial<Assumptions>;
    expect(readFlags(flags).assume).toEqual(all);
    expect(Object.keys(all).sort()).toEqual(Object.keys(assumed).sort());
    expect(() => readFlags(['--assume', 'nothing=true'])).toThrow(
      '--assume nothing: there is only caseSensitive',
    );
    expect(() => readFlags(['--assume', 'caseSensitive=maybe'])).toThrow('must be true or false');
  });
});
