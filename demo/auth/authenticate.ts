import type { Call } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { Refusal } from '../refusal.ts';
import { sessionOf, userNamed, type Session } from '../session.ts';

/** Who makes the request. Refuses it when nobody is recognised. */
export function authenticate(instance: Instance, call: Call): Session {
  const [scheme, credentials] = (call.headers['authorization'] ?? '').split(/\s+(.*)/s);
  const userName =
    scheme?.toLowerCase() === 'basic'
      ? byPassword(credentials ?? '')
      : scheme?.toLowerCase() === 'bearer'
        ? instance.tokens.find('access', credentials ?? '')?.user
        : undefined;
  const user = userNamed(instance.store, userName ?? '');
  if (!user) throw unauthenticated();
  return sessionOf(instance.store, user);
}

/** Whether the password is the user's. In the demo everybody's password is the user name. */
export function passwordFits(userName: string, password: string): boolean {
  return userName !== '' && password === userName;
}

function byPassword(credentials: string): string | undefined {
  const plain = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  const userName = plain.slice(0, Math.max(colon, 0));
  return passwordFits(userName, plain.slice(colon + 1)) ? userName : undefined;
}

function unauthenticated(): Refusal {
  return new Refusal(401, 'User Not Authenticated', 'Required to provide Auth information', {
    'WWW-Authenticate': 'BASIC realm="Service-now"',
  });
}
