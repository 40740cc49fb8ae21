import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { ask, NOON, testDemo, type Reply } from './ask.ts';

/** Sources: ServiceNowDocs platform-security/authentication/r_OAuthAPIRequestParameters.md and ...ResponseParameters.md */
describe('OAuth', () => {
  let demo: Demo;
  let now = NOON;
  beforeEach(async () => {
    now = NOON;
    demo = await testDemo({ now: () => now, tasks: 1 });
  });
  afterEach(() => demo.close());

  const token = (form: Record<string, string>, type = 'application/x-www-form-urlencoded'): Promise<Reply> =>
    ask(demo, {
      method: 'POST',
      path: '/oauth_token.do',
      as: '',
      headers: { 'Content-Type': type },
      body: new URLSearchParams({ client_id: 'outpost', ...form }).toString(),
    });
  const password = { grant_type: 'password', username: 'dispatcher', password: 'dispatcher' };
  const tokens = (reply: Reply): { access_token: string; refresh_token: string } =>
    reply.json as { access_token: string; refresh_token: string };
  const read = (access: string): Promise<Reply> =>
    ask(demo, {
      path: '/api/now/ui/user/current_user',
      as: '',
      headers: { Authorization: `Bearer ${access}` },
    });

  test('a password buys an access token for half an hour and a refresh token', async () => {
    const reply = await token(password);
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({ scope: 'useraccount', token_type: 'Bearer', expires_in: 1799 });
    expect((await read(tokens(reply).access_token)).json).toMatchObject({
      result: { user_name: 'dispatcher' },
    });
  });

  test('a user name is the same in whatever letters it is typed, a password is not', async () => {
    const reply = await token({ ...password, username: 'Dispatcher' });
    expect((await read(tokens(reply).access_token)).json).toMatchObject({
      result: { user_name: 'dispatcher' },
    });
    expect((await token({ ...password, password: 'Dispatcher' })).status).toBe(401);
  });

  test('asking again while the token is valid gives the same one', async () => {
    const first = tokens(await token(password));
    now += 60_000;
    const second = await token(password);
    expect(tokens(second).access_token).toBe(first.access_token);
    expect(second.json).toMatchObject({ expires_in: 1739 });
  });

  test('an access token ends after 1800 seconds', async () => {
    const { access_token } = tokens(await token(password));
    now += 1_800_000;
    expect((await read(access_token)).status).toBe(401);
  });

  test('a refresh token buys new ones and is used up', async () => {
    const first = tokens(await token(password));
    const second = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect(second.status).toBe(200);
    expect(tokens(second).refresh_token).not.toBe(first.refresh_token);
    const again = await token({ grant_type: 'refresh_token', refresh_token: first.refresh_token });
    expect(again.status).toBe(401);
    expect(again.json).toMatchObject({ error: 'invalid_grant' });
  });

  test('a refresh token ends after 100 days', async () => {
    const { refresh_token } = tokens(await token(password));
    now += 100 * 86_400_000;
    expect((await token({ grant_type: 'refresh_token', refresh_token })).status).toBe(401);
  });

  test('the token endpoint takes forms and nothing else', async () => {
    expect((await token(password, 'application/json')).json).toMatchObject({ error: 'invalid_request' });
  });

  test.each([
    ['a wrong password', { ...password, password: 'x' }, 401, 'invalid_grant'],
    ['an unknown client', { ...password, client_id: 'x' }, 401, 'invalid_client'],
    ['an unknown grant', { grant_type: 'x' }, 400, 'unsupported_grant_type'],
  ])('%s', async (_name, form, status, error) => {
    const reply = await token(form);
    expect(reply.status).toBe(status);
    expect(reply.json).toMatchObject({ error });
  });
});
