import { json, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { userNamed } from '../session.ts';
import { passwordFits } from './authenticate.ts';
import { clientOf, type Client } from './clients.ts';
import type { Token } from './tokens.ts';

/** `POST /oauth_token.do`: gives tokens for a password, or new ones for a refresh token. */
export function giveTokens(instance: Instance, call: Call): Answer {
  const type = call.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return oauthError(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(call.body.toString('utf8'));
  const client = clientOf(form);
  if (!client) return oauthError(401, 'invalid_client', 'The client is unknown or its secret is wrong');
  const grant = form.get('grant_type');
  if (grant === 'password') return byPassword(instance, client, form);
  if (grant === 'refresh_token') return byRefreshToken(instance, client, form);
  return oauthError(400, 'unsupported_grant_type', 'This grant type is not supported');
}

function byPassword(instance: Instance, client: Client, form: URLSearchParams): Answer {
  const userName = form.get('username') ?? '';
  const known = userNamed(instance.store, userName) && passwordFits(userName, form.get('password') ?? '');
  if (!known) return oauthError(401, 'invalid_grant', 'The user name or password is wrong');
  return tokensFor(instance, client, userName);
}

function byRefreshToken(instance: Instance, client: Client, form: URLSearchParams): Answer {
  const { tokens, store, assumed } = instance;
  const given = tokens.find('refresh', form.get('refresh_token') ?? '');
  if (given?.client !== client.id || !userNamed(store, given.user)) {
    return oauthError(401, 'invalid_grant', 'The refresh token is expired, revoked or unknown');
  }
  const refresh = assumed.refreshTokensRotate ? tokens.issue('refresh', client.id, given.user) : given;
  if (refresh !== given) tokens.revoke(given);
  return tokenAnswer(instance, tokens.issue('access', client.id, given.user), refresh);
}

/** The tokens of a user at a client: those there are while they are valid, or else new ones. */
export function tokensFor(instance: Instance, client: Client, userName: string): Answer {
  const { tokens } = instance;
  const access = tokens.current('access', client.id, userName) ?? tokens.issue('access', client.id, userName);
  const refresh =
    tokens.current('refresh', client.id, userName) ?? tokens.issue('refresh', client.id, userName);
  return tokenAnswer(instance, access, refresh);
}

/** The answer of the token endpoint; without a refresh token where none is given. */
export function tokenAnswer(instance: Instance, access: Token, refresh: Token | null): Answer {
  const seconds = Math.ceil((access.expires - instance.now()) / 1000) - 1;
  return json(
    200,
    {
      access_token: access.text,
      ...(refresh && { refresh_token: refresh.text }),
      scope: 'useraccount',
      token_type: 'Bearer',
      expires_in: Math.max(seconds, 0),
    },
    { 'Cache-Control': 'no-store', Pragma: 'no-cache' },
  );
}

/** The token endpoint's own form of an error. */
export function oauthError(status: number, error: string, description: string): Answer {
  return json(status, { error_description: description, error });
}
