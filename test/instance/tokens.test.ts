import { expect } from 'vitest';
import { Tokens } from '../../main/instance/tokens.ts';
import { Transport } from '../../main/instance/transport.ts';
import { httpWire } from '../../main/instance/wire.ts';
import type { Secrets } from '../../main/services.ts';
import { type Answering, html, json, type Server, test as base } from '../support/answering.ts';
import { memorySecrets } from '../support/secrets.ts';

const dispatcher = { userName: 'dispatcher', password: 'secret 🔑&=', clientId: null, clientSecret: null };

/** Tokens that count up, a new refresh token with each, good for half an hour. */
function granting(): Answering {
  let granted = 0;
  return (request, response) => {
    granted += 1;
    const grant = {
      access_token: `access-${granted}`,
      refresh_token: `refresh-${granted}`,
      expires_in: 1800,
    };
    json(200, grant)(request, response);
  };
}

interface Account {
  tokens: Tokens;
  secrets: Secrets;
  /** The same account after a restart: nothing in memory. */
  again: () => Tokens;
  clock: { now: number };
}

const test = base.extend<{ account: Account }>({
  account: async ({ server }, use) => {
    const clock = { now: 0 };
    const transport = new Transport(httpWire(server.url, '1.0.0'), () => clock.now);
    const secrets = memorySecrets();
    const again = () => new Tokens(transport, secrets, 'a1', () => clock.now);
    server.answer(granting());
    await use({ tokens: again(), secrets, again, clock });
    transport.close();
  },
});

/** The grants that were asked for. */
const asked = (server: Server) =>
  server.requests.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));

test('a password is exchanged for tokens and not kept', async ({ account: { tokens, secrets }, server }) => {
  await tokens.signIn(dispatcher);
  expect(await tokens.access()).toBe('access-1');
  expect(asked(server)).toEqual([
    { grant_type: 'password', username: 'dispatcher', password: 'secret 🔑&=', client_id: 'outpost' },
  ]);
  const kept = await secrets.read('token-a1');
  expect(JSON.parse(kept ?? '')).toEqual({
    refreshToken: 'refresh-1',
    clientId: 'outpost',
    clientSecret: null,
  });
});

test('a client of its own signs in, and refreshes, with its secret', async ({
  account: { tokens, again },
  server,
}) => {
  await tokens.signIn({ ...dispatcher, clientId: 'acme', clientSecret: 'hush' });
  await again().access();
  expect(asked(server)).toMatchObject([
    { client_id: 'acme', client_secret: 'hush', grant_type: 'password' },
    { client_id: 'acme', client_secret: 'hush', grant_type: 'refresh_token', refresh_token: 'refresh-1' },
  ]);
});

test('however many ask at the same time, one request renews the token for all', async ({
  account,
  server,
}) => {
  await account.tokens.signIn(dispatcher);
  const tokens = account.again();
  const answers = await Promise.all(Array.from({ length: 20 }, () => tokens.access()));
  expect(new Set(answers)).toEqual(new Set(['access-2']));
  expect(server.requests).toHaveLength(2);
});

test('those whose token was refused at the same time share one renewal too', async ({ account, server }) => {
  await account.tokens.signIn(dispatcher);
  const answers = await Promise.all(Array.from({ length: 20 }, () => account.tokens.renew('access-1')));
  expect(new Set(answers)).toEqual(new Set(['access-2']));
  expect(server.requests).toHaveLength(2);
});

test('who comes late with a token that has been replaced gets the new one', async ({
  account: { tokens },
  server,
}) => {
  await tokens.signIn(dispatcher);
  await tokens.renew('access-1');
  expect(await tokens.renew('access-1')).toBe('access-2');
  expect(server.requests).toHaveLength(2);
});

test('each renewal uses the refresh token of the one before', async ({
  account: { tokens, again },
  server,
}) => {
  await tokens.signIn(dispatcher);
  await tokens.renew('access-1');
  await tokens.renew('access-2');
  expect(await again().access()).toBe('access-4');
  expect(asked(server).map((grant) => grant['refresh_token'])).toEqual([
    undefined,
    'refresh-1',
    'refresh-2',
    'refresh-3',
  ]);
});

test('an instance that does not replace refresh tokens may leave them out', async ({
  account: { tokens, again },
  server,
}) => {
  await tokens.signIn(dispatcher);
  server.answer(json(200, { access_token: 'access-x', expires_in: '1800' }));
  await tokens.renew('access-1');
  await again().access();
  expect(asked(server).at(-1)).toMatchObject({ refresh_token: 'refresh-1' });
});

test('a token is used until a minute before its end', async ({ account: { tokens, clock }, server }) => {
  await tokens.signIn(dispatcher);
  clock.now = 1_739_999;
  expect(await tokens.access()).toBe('access-1');
  clock.now = 1_740_000;
  expect(await tokens.access()).toBe('access-2');
  expect(server.requests).toHaveLength(2);
});

test.for<[answer: string, answering: Answering, kind: string, message?: string]>([
  [
    'a wrong password',
    json(401, { error: 'server_error', error_description: 'access_denied' }),
    'sign-in-needed',
    'access_denied',
  ],
  ['a spent refresh token', json(400, { error: 'invalid_grant' }), 'sign-in-needed', 'invalid_grant'],
  ['a page', html(200), 'not-delivered'],
  ['JSON without a token', json(200, { hello: 'world' }), 'not-delivered'],
  ['an instance in trouble', json(503, {}, { 'retry-after': '9' }), 'retry-later'],
  ['a cut connection', (_request, response) => response.socket?.resetAndDestroy(), 'not-delivered'],
])(
  'answered with %s, nobody is in doubt, and the next one may try again',
  async ([, answering, kind, message], { account, server }) => {
    await account.tokens.signIn(dispatcher);
    const tokens = account.again();
    server.answer(answering);
    const failure = { kind, ...(message === undefined ? {} : { message }) };
    await expect(tokens.access()).rejects.toMatchObject({ failure });
    await expect(account.again().signIn(dispatcher)).rejects.toMatchObject({ failure });
    server.answer(granting());
    expect(await tokens.access()).toBe('access-1');
  },
);

test('nobody signed in is nobody asked for', async ({ account: { tokens }, server }) => {
  await expect(tokens.access()).rejects.toMatchObject({
    failure: { kind: 'sign-in-needed', message: 'Nobody is signed in on this instance' },
  });
  expect(server.requests).toEqual([]);
});

test('after signing out nothing lets this laptop in', async ({ account: { tokens, secrets } }) => {
  await tokens.signIn(dispatcher);
  await tokens.forget();
  expect(await secrets.read('token-a1')).toBeNull();
  await expect(tokens.access()).rejects.toMatchObject({ failure: { kind: 'sign-in-needed' } });
});
