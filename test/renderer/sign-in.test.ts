import { expect } from 'vitest';
import { SignInModel } from '../../renderer/screens/sign-in/model.svelte.ts';
import { holdRedirectPort } from '../support/redirect-port.ts';
import { test as base, type Outpost } from './support/outpost.ts';

interface SignIn {
  outpost: Outpost;
  model: SignInModel;
  signedIn: string[];
}

/** A laptop on which nobody has signed in yet. */
const test = base.extend<{ signIn: SignIn }>({
  signIn: async ({ start }, use) => {
    const outpost = await start({ userName: null });
    const signedIn: string[] = [];
    const session = await outpost.ask('session.get', null);
    const model = new SignInModel(outpost.bridge, session, ({ account }) => {
      signedIn.push(account?.userName ?? '');
    });
    await use({ outpost, model, signedIn });
  },
});

test('starts with the instance that is suggested', ({ instance, signIn: { model } }) => {
  expect(model.instance).toBe(instance.url);
});

test('says what is missing and asks nothing', async ({ signIn: { outpost, model } }) => {
  model.userName = ' ';
  await model.submit();
  expect(model.errors).toEqual({ userName: 'User name is missing', password: 'Password is missing' });
  expect(outpost.bridge.asked('session.signIn')).toEqual([]);
});

test('signs in, without an OAuth client of its own, and forgets the password', async ({
  signIn: { outpost, model, signedIn },
}) => {
  model.userName = 'dispatcher ';
  model.password = 'dispatcher';
  await model.submit();
  expect(outpost.bridge.asked('session.signIn')).toMatchObject([
    { userName: 'dispatcher', clientId: null, clientSecret: null },
  ]);
  expect(signedIn).toEqual(['dispatcher']);
  expect(model).toMatchObject({ password: '', failure: null, busy: false });
});

test('a failure is shown in place and what was typed stays', async ({ signIn: { model, signedIn } }) => {
  model.userName = 'dispatcher';
  model.password = 'wrong';
  await model.submit();
  expect(model.failure?.kind).toBe('sign-in-needed');
  expect(model.password).toBe('wrong');
  expect(signedIn).toEqual([]);
});

test('signing in again starts with the account that was signed in', async ({ outpost, instance }) => {
  const session = await outpost.ask('session.get', null);
  const model = new SignInModel(outpost.bridge, session, () => undefined);
  expect([model.instance, model.userName]).toEqual([instance.url, 'dispatcher']);
});

test('by the browser: the window opens the page of the instance, and nothing is typed but that', async ({
  instance,
  signIn: { model, signedIn },
}) => {
  await holdRedirectPort();
  const opened: string[] = [];
  const back: Promise<Response>[] = [];
  await model.submitByBrowser((address) => {
    opened.push(address);
    expect(model.page).toBe(address);
    back.push(signInOn(address));
  });
  await Promise.all(back);
  expect(opened).toEqual([expect.stringContaining(`${instance.url}/oauth_auth.do`)]);
  expect(signedIn).toEqual(['supervisor']);
  expect(model).toMatchObject({ busy: false, page: null });
});

/** What a person does in their browser: signs in on the page, and goes where the instance sends them. */
async function signInOn(address: string): Promise<Response> {
  const { origin, pathname, searchParams } = new URL(address);
  const body = new URLSearchParams(searchParams);
  body.set('user_name', 'supervisor');
  body.set('user_password', 'supervisor');
  const answer = await fetch(origin + pathname, { method: 'POST', body, redirect: 'manual' });
  return fetch(answer.headers.get('location') ?? '');
}
