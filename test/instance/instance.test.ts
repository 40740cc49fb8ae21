import { expect } from 'vitest';
import { Instance } from '../../main/instance/instance.ts';
import type { Page } from '../../main/instance/page.ts';
import { tableMeta } from '../../main/instance/meta.ts';
import { calling, creating, removing, updating } from '../../main/instance/requests.ts';
import { Tokens } from '../../main/instance/tokens.ts';
import { Transport } from '../../main/instance/transport.ts';
import { httpWire } from '../../main/instance/wire.ts';
import { type Answering, json, type Request, test as base } from '../support/answering.ts';
import { memorySecrets } from '../support/secrets.ts';

const cell = (value: string, display_value: string | null = value) => ({ value, display_value });

/** Grants tokens that count up, and leaves everything else to another. */
function granting(answering: Answering): Answering {
  let granted = 0;
  return (request, response) => {
    if (!request.path.startsWith('/oauth_token.do')) answering(request, response);
    else {
      granted += 1;
      const grant = { access_token: `access-${granted}`, refresh_token: 'refresh', expires_in: 1800 };
      json(200, grant)(request, response);
    }
  };
}

const test = base.extend<{ instance: Instance }>({
  instance: async ({ server }, use) => {
    const transport = new Transport(httpWire(server.url, '1.0.0'), () => 0);
    const tokens = new Tokens(transport, memorySecrets(), 'a1', () => 0);
    server.answer(granting(json(200, {})));
    await tokens.signIn({ userName: 'a', password: 'a', clientId: null, clientSecret: null });
    const instance = new Instance(transport, tokens, () => 0);
    await use(instance);
    instance.close();
  },
});

const question = {
  table: 'wm_task',
  query: 'active=true^ORDERBYsys_id',
  fields: ['sys_id', 'state'],
  limit: 2,
  offset: 4,
};
const rows = [{ sys_id: cell('1') }, { sys_id: cell('2') }];

test('a page asks for both values of these fields and nothing else', async ({ instance, server }) => {
  server.answer(granting(json(200, { result: rows })));
  await instance.page({ ...question, count: false });
  const { method, path, headers } = server.requests.at(-1) as Request;
  const url = new URL(path, server.url);
  expect([method, url.pathname, headers.authorization]).toEqual([
    'GET',
    '/api/now/table/wm_task',
    'Bearer access-1',
  ]);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    sysparm_display_value: 'all',
    sysparm_exclude_reference_link: 'true',
    sysparm_fields: 'sys_id,state',
    sysparm_query: question.query,
    sysparm_limit: '2',
    sysparm_offset: '4',
    sysparm_no_count: 'true',
  });
});

test.for<
  [what: string, result: unknown[], headers: Record<string, string>, count: boolean, page: Partial<Page>]
>([
  [
    'a short page with more behind it',
    [rows[0]],
    { link: '<x>;rel="next"', 'x-total-count': '9' },
    true,
    { more: true, total: 9 },
  ],
  [
    'an empty page with more behind it',
    [],
    { link: '<x>;rel="next",<y>;rel="last"' },
    false,
    { more: true, total: null },
  ],
  ['a full page that is the last', rows, { link: '<x>;rel="first"' }, false, { more: false }],
  ['a full page of an instance without links', rows, {}, false, { more: true }],
  ['a short page of an instance without links', [rows[0]], {}, false, { more: false }],
  ['a count that nobody asked for', rows, { 'x-total-count': '9' }, false, { total: null }],
])('%s', async ([, result, headers, count, page], { instance, server }) => {
  server.answer(granting(json(200, { result }, headers)));
  expect(await instance.page({ ...question, count })).toMatchObject(page);
});

test('empty display values come as null from some instances, and are empty here', async ({
  instance,
  server,
}) => {
  server.answer(granting(json(200, { result: { sys_id: cell('1'), parent: cell('', null) } })));
  expect(await instance.record('wm_task', '1', ['sys_id'])).toEqual({
    sys_id: cell('1'),
    parent: cell('', ''),
  });
});

test('a record that is gone or hidden is none; anything else is a failure', async ({ instance, server }) => {
  const error = { message: 'No Record found', detail: null };
  server.answer(granting(json(404, { error, status: 'failure' })));
  expect(await instance.record('wm_task', '1', ['sys_id'])).toBeNull();
  server.answer(granting(json(403, { error, status: 'failure' })));
  await expect(instance.record('wm_task', '1', ['sys_id'])).rejects.toMatchObject({
    failure: { kind: 'refused' },
  });
});

test('a write carries its key, and a token that is refused is renewed once', async ({ instance, server }) => {
  server.answer(
    granting((request, response) => {
      const known = request.headers.authorization === 'Bearer access-1';
      json(known ? 200 : 401, { result: rows[0] })(request, response);
    }),
  );
  // The grant counts anew with each `answer`: the first renewal gives access-1 again only to this server.
  const written = await instance.send(updating('wm_task', '1', { state: '17' }, ['sys_id'], 'key-0-0'));
  expect(written).toEqual({ sys_id: cell('1') });
  const { method, body, headers } = server.requests.at(-1) as Request;
  expect([method, body, headers['idempotency-key']]).toEqual(['PATCH', '{"state":"17"}', 'key-0-0']);
});

test('where a new token is refused too, a person has to sign in, and nothing is asked a third time', async ({
  instance,
  server,
}) => {
  server.answer(
    granting(json(401, { error: { message: 'User Not Authenticated', detail: '' }, status: 'failure' })),
  );
  const before = server.requests.length;
  await expect(instance.send(removing('wm_task', '1', 'key'))).rejects.toMatchObject({
    failure: { kind: 'sign-in-needed', message: 'User Not Authenticated' },
  });
  expect(server.requests.slice(before).map(({ method, path }) => `${method} ${path.split('?')[0]}`)).toEqual([
    'DELETE /api/now/table/wm_task/1',
    'POST /oauth_token.do',
    'DELETE /api/now/table/wm_task/1',
  ]);
});

test.for([
  ['no result', {}],
  ['a list for a record', { result: [] }],
  ['a record without a sys_id', { result: { state: cell('17') } }],
  ['a portal that speaks JSON', { login: 'https://portal.example' }],
] as const)(
  'an answer of another shape (%s) is no acknowledgement',
  async ([, body], { instance, server }) => {
    server.answer(granting(json(200, body)));
    const created = instance.send(creating('wm_task', { sys_id: '1' }, ['sys_id'], 'key'));
    await expect(created).rejects.toMatchObject({ failure: { kind: 'no-answer' } });
  },
);

test('a call answers its result, or nothing where there is none', async ({ instance, server }) => {
  server.answer(granting(json(200, { result: { ok: true } })));
  expect(await instance.send(calling('POST', '/api/x', { at: 'now' }, 'key'))).toEqual({ ok: true });
  server.answer(granting((_request, response) => response.writeHead(204).end()));
  expect(await instance.send(calling('DELETE', '/api/x', null, 'key'))).toBeNull();
});

test.for([
  ['integer', { internal_type: 'integer' }, 'integer'],
  ['date and time', { internal_type: 'glide_date_time' }, 'datetime'],
  ['reference', { internal_type: 'reference', reference: 'sys_user' }, 'reference'],
  ['journal', { internal_type: 'journal_input' }, 'journal'],
  ['anything with choices', { internal_type: 'integer', choices: [{ value: '1', label: 'One' }] }, 'choice'],
  [
    'a boolean with choices',
    { internal_type: 'boolean', choices: [{ value: 'true', label: 'Yes' }] },
    'boolean',
  ],
  ['a type that nobody knows', { internal_type: 'u_colour' }, 'string'],
  ['nothing at all', {}, 'string'],
] as const)('a field of %s', ([, column, type]) => {
  const meta = tableMeta('wm_task', { result: { columns: { field: column } } });
  expect(meta).toMatchObject({
    table: 'wm_task',
    label: 'wm_task',
    fields: [{ name: 'field', label: 'field', type }],
  });
  expect(meta.fields[0]?.reference).toBe(type === 'reference' ? 'sys_user' : null);
});
