import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Demo } from '../../demo/server.ts';
import { ask, NOON, testDemo, type Reply } from './ask.ts';

const REDIRECT = 'http://127.0.0.1:8719/signed-in';
const VERIFIER = 'a-verifier-that-is-long-enough-to-be-one-0123456789';
const challenge = createHash('sha256').update(VERIFIER).digest('base64url');
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

/** Source: ServiceNowDocs platform-security/authentication/authorization-workflow.md */
describe('OAuth, authorisation code with PKCE', () => {
  let demo: Demo;
  let now = NOON;
  beforeEach(async () => {
    now = NOON;
    demo = await testDemo({ tasks: 1, now: () => now });
  });
  afterEach(() => demo.close());

  const asked = {
    response_type: 'code',
    client_id: 'outpost',
    redirect_uri: REDIRECT,
    state: 's/1',
    scope: 'useraccount',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  const post = (path: string, form: Record<string, string>): Promise<Reply> =>
    ask(demo, { method: 'POST', path, as: '', headers: FORM, body: new URLSearchParams(form).toString() });
  const signIn = async (changes: Record<string, string> = {}): Promise<URL> => {
    const form = { ...asked, user_name: 'technician', user_password: 'technician', ...changes };
    const reply = await post('/oauth_auth.do', form);
    expect(reply.status).toBe(302);
    return new URL(reply.headers.get('location') ?? '');
  };
  const redeem = (code: string | null, changes: Record<string, string> = {}): Promise<Reply> =>
    post('/oauth_token.do', {
      grant_type: 'authorization_code',
      client_id: 'outpost',
      redirect_uri: REDIRECT,
      code: code ?? '',
      code_verifier: VERIFIER,
      ...changes,
    });

  test('a sign-in page leads back with a code and the state, the code to a token', async () => {
    const page = await ask(demo, { path: '/oauth_auth.do', as: '', query: asked });
    expect(page.status).toBe(200);
    expect(page.text).toContain('name="user_password"');
    const back = await signIn();
    expect(back.searchParams.get('state')).toBe('s/1');
    const reply = await redeem(back.searchParams.get('code'));
    expect(reply.json).toMatchObject({ token_type: 'Bearer', scope: 'useraccount' });
    const { access_token } = reply.json as { access_token: string };
    const user = await ask(demo, {
      path: '/api/now/ui/user/current_user',
      as: '',
      headers: { Authorization: `Bearer ${access_token}` },
    });
    expect(user.json).toMatchObject({ result: { user_name: 'technician' } });
  });

  test('a public client gets no refresh token, a private one does', async () => {
    const reply = await redeem((await signIn()).searchParams.get('code'));
    expect(reply.json).not.toHaveProperty('refresh_token');
    const client = { client_id: 'outpost-private' };
    const code = (await signIn(client)).searchParams.get('code');
    expect((await redeem(code, { ...client, client_secret: 'outpost-secret' })).json).toHaveProperty(
      'refresh_token',
    );
    const again = await redeem((await signIn(client)).searchParams.get('code'), client);
    expect(again.json).toMatchObject({ error: 'invalid_client' });
  });

  test('a wrong password is told on the page', async () => {
    const reply = await post('/oauth_auth.do', { ...asked, user_name: 'technician', user_password: 'x' });
    expect(reply.status).toBe(401);
    expect(reply.text).toContain('User name or password invalid');
  });

  test('a code is good once, for a minute, with its verifier and its address', async () => {
    const code = (await signIn()).searchParams.get('code');
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).json).toMatchObject({ error: 'invalid_grant' });
    expect((await redeem((await signIn()).searchParams.get('code'), { code_verifier: 'x' })).status).toBe(
      401,
    );
    expect((await redeem((await signIn()).searchParams.get('code'), { redirect_uri: 'x' })).status).toBe(401);
    const late = (await signIn()).searchParams.get('code');
    now += 60_000;
    expect((await redeem(late)).status).toBe(401);
  });

  test('an address that is not registered gets nothing', async () => {
    const reply = await post('/oauth_auth.do', {
      ...asked,
      redirect_uri: 'https://elsewhere.example',
      user_name: 'admin',
      user_password: 'admin',
    });
    expect(reply.status).toBe(400);
    expect(reply.headers.get('location')).toBeNull();
  });

  test.each([{ code_challenge: '' }, { code_challenge_method: 'plain' }, { state: '' }])(
    'state and S256 are mandatory: %o',
    async (changes) => {
      expect((await signIn(changes)).searchParams.get('error')).toBe('invalid_request');
    },
  );

  test('a service signs in by itself', async () => {
    const form = {
      grant_type: 'client_credentials',
      client_id: 'outpost-service',
      client_secret: 'service-secret',
    };
    const reply = await post('/oauth_token.do', form);
    expect(reply.status).toBe(200);
    expect(reply.json).not.toHaveProperty('refresh_token');
    expect(
      (await post('/oauth_token.do', { grant_type: 'client_credentials', client_id: 'outpost' })).status,
    ).toBe(401);
  });

  test('a revoked token is none', async () => {
    const form = { grant_type: 'password', client_id: 'outpost', username: 'admin', password: 'admin' };
    const { access_token } = (await post('/oauth_token.do', form)).json as { access_token: string };
    const read = (): Promise<Reply> =>
      ask(demo, {
        path: '/api/now/table/sys_user',
        as: '',
        headers: { Authorization: `Bearer ${access_token}` },
      });
    expect((await read()).status).toBe(200);
    await post('/oauth_revoke_token.do', { token: access_token });
    expect((await read()).status).toBe(401);
  });
});
