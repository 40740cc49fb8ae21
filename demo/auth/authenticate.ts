import { sessionOf, userNamed, type Session } from '../access/session.ts';
import type { Call } from '../http/call.ts';
import { Refusal } from '../refusal.ts';
import { read } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { AuthParts } from './parts.ts';

/** Who makes the request. Refuses it when nobody is recognised. */
export function authenticate(parts: AuthParts, call: Call): Session {
  const authorization = call.headers['authorization'] ?? '';
  const userName = authorization === '' ? byCookie(parts, call) : byCredentials(parts, authorization);
  const user = userNamed(parts.store, userName);
  if (!user) throw unauthenticated({ 'WWW-Authenticate': 'BASIC realm="Service-now"' });
  return sessionOf(parts.store, user);
}

/** The user who signs in with these, if the password is theirs. In the demo everybody's password is the user name. */
export function userWith(store: Store, userName: string, password: string): string | null {
  const user = userNamed(store, userName);
  const name = user ? read(user, 'user_name') : '';
  return name !== '' && password === name ? name : null;
}

function byCredentials(parts: AuthParts, authorization: string): string {
  const [scheme = '', credentials = ''] = authorization.split(/\s+(.*)/s);
  if (scheme.toLowerCase() === 'bearer') return parts.tokens.find('access', credentials)?.user ?? '';
  if (scheme.toLowerCase() !== 'basic') return '';
  const plain = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = plain.indexOf(':');
  const userName = plain.slice(0, Math.max(colon, 0));
  return userWith(parts.store, userName, plain.slice(colon + 1)) ?? '';
}

/** A cookie alone is not enough: another page could have sent it along. The answer tells the token that is missing. */
function byCookie(parts: AuthParts, call: Call): string {
  const session = parts.cookies.of(call);
  if (!session) return '';
  if (call.headers['x-usertoken'] === session.token) return session.user;
  throw unauthenticated({ 'X-Is-Logged-In': 'true', 'X-UserToken-Response': session.token });
}

function unauthenticated(headers: Record<string, string>): Refusal {
  return new Refusal(401, 'User Not Authenticated', 'Required to provide Auth information', headers);
}
