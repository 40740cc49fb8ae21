import { expect, test } from 'vitest';
import { SignInModel } from '../../renderer/screens/sign-in/model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';

function setUp(): { bridge: FakeBridge; screen: SignInModel; signedIn: string[] } {
  const bridge = new FakeBridge();
  const signedIn: string[] = [];
  const session = { ...bridge.engine.session, account: null };
  const screen = new SignInModel(bridge, session, ({ account }) => {
    signedIn.push(account?.userName ?? '');
  });
  return { bridge, screen, signedIn };
}

test('starts with the instance that is suggested', () => {
  expect(setUp().screen.instance).toBe('https://acme.service-now.com');
});

test('says what is missing and asks nothing', async () => {
  const { bridge, screen } = setUp();
  screen.userName = ' ';
  await screen.submit();
  expect(screen.errors).toEqual({ userName: 'User name is missing', password: 'Password is missing' });
  expect(bridge.asked('session.signIn')).toEqual([]);
});

test('signs in, without an OAuth client of its own, and forgets the password', async () => {
  const { bridge, screen, signedIn } = setUp();
  screen.userName = 'dispatcher ';
  screen.password = 'dispatcher';
  await screen.submit();
  expect(bridge.asked('session.signIn')).toMatchObject([
    { userName: 'dispatcher', clientId: null, clientSecret: null },
  ]);
  expect(signedIn).toEqual(['dispatcher']);
  expect(screen.password).toBe('');
});

test('a failure is shown in place and what was typed stays', async () => {
  const { screen, signedIn } = setUp();
  screen.userName = 'dispatcher';
  screen.password = 'wrong';
  await screen.submit();
  expect(screen.failure?.kind).toBe('sign-in-needed');
  expect(screen.password).toBe('wrong');
  expect(signedIn).toEqual([]);
});

test('signing in again starts with the account that was signed in', () => {
  const bridge = new FakeBridge();
  const screen = new SignInModel(bridge, bridge.engine.session, () => undefined);
  expect([screen.instance, screen.userName]).toEqual(['https://acme.service-now.com', 'dispatcher']);
});

test('by the browser: the window opens the page in the web host, and nothing is typed but the instance', async () => {
  const { bridge, screen, signedIn } = setUp();
  const opened: string[] = [];
  await screen.submitByBrowser((address) => void opened.push(address));
  expect(opened).toEqual(
    bridge.engine.session.host === 'web' ? ['https://acme.service-now.com/oauth_auth.do'] : [],
  );
  expect(signedIn).toEqual(['dispatcher']);
  expect(screen).toMatchObject({ busy: false, page: null });
});
