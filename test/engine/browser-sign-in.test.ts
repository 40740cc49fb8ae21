import { expect } from 'vitest';
import { holdRedirectPort } from '../support/redirect-port.ts';
import { test } from '../support/world.ts';

/** Signs in on the instance's page as a person does, and goes where the instance sends them; answers what they see there. */
async function signIn(address: string, userName: string): Promise<string> {
  const { origin, pathname, searchParams } = new URL(address);
  const body = new URLSearchParams(searchParams);
  body.set('user_name', userName);
  body.set('user_password', userName);
  const answer = await fetch(origin + pathname, { method: 'POST', body, redirect: 'manual' });
  return (await fetch(answer.headers.get('location') ?? '')).text();
}

const asked = (instance: string) => ({ instance, clientId: null, clientSecret: null });

test('a person signs in on the page of the instance, by code and PKCE, and works as whoever they were there', async ({
  world,
}) => {
  await holdRedirectPort();
  const seen: Promise<string>[] = [];
  const browse = (address: string) => void seen.push(signIn(address, 'supervisor'));
  const outpost = await world.start('dispatcher', { browse });
  await outpost.ask('session.signOut', null);
  const session = await outpost.ask('session.signInByBrowser', asked(world.demo.url));
  expect(session.account).toMatchObject({ instance: world.demo.url, userName: 'supervisor' });
  expect((await Promise.all(seen)).join()).toContain('Back to Outpost');
  const start = { action: 'start-shift', record: null, inputs: {}, revises: null, draft: null };
  await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'online');
  expect(await outpost.ask('action.trigger', start)).toMatchObject({ outcome: 'sent' });
  expect(world.demo.ledger()).toMatchObject([{ user: 'supervisor', op: 'insert' }]);
});

test('what comes back from another sign-in, or with a refusal, lets nobody in; leaving it ends the wait', async ({
  world,
}) => {
  await holdRedirectPort();
  let back = '';
  let leave: () => void = () => undefined;
  const browse = (address: string) => {
    const state = new URL(address).searchParams.get('state') ?? '';
    if (back === '') leave();
    else void fetch(`http://127.0.0.1:8719/signed-in?${back.replace('STATE', state)}`);
  };
  const outpost = await world.start('dispatcher', { browse });
  leave = () => void outpost.ask('session.leaveBrowser', null);
  const tried = async (query: string) => {
    back = query;
    const answer = await outpost.try('session.signInByBrowser', asked(world.demo.url));
    return answer.ok ? null : answer.failure;
  };
  expect(await tried('code=x&state=other')).toMatchObject({ kind: 'sign-in-needed' });
  expect((await tried('error=access_denied&state=STATE'))?.message).toContain('access_denied');
  expect((await tried('code=guessed&state=STATE'))?.message).toContain('The code is expired');
  expect((await tried(''))?.message).toBe('The sign-in by the browser was left');
  expect((await outpost.ask('session.get', null)).account?.userName).toBe('dispatcher');
});
