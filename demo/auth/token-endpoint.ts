import { userNamed } from '../access/session.ts';
import { json, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { userWith } from './authenticate.ts';
import { clientOf, type Client } from './clients.ts';
import { isVerified } from './codes.ts';
import type { AuthParts } from './parts.ts';
import type { Token } from './tokens.ts';

type Grant = (parts: AuthParts, client: Client, form: URLSearchParams) => Answer;

const grants = new Map<string | null, Grant>([
  ['password', byPassword],
  ['refresh_token', byRefreshToken],
  ['authorization_code', byCode],
  ['client_credentials', byClient],
]);

/** `POST /oauth_token.do`: gives tokens for a password, a code, a client's own credentials or a refresh token. */
export function giveTokens(parts: AuthParts, call: Call): Answer {
  const type = call.headers['content-type'] ?? '';
  if (!type.toLowerCase().startsWith('application/x-www-form-urlencoded')) {
    return problem(400, 'invalid_request', 'The body must be application/x-www-form-urlencoded');
  }
  const form = new URLSearchParams(call.body.toString('utf8'));
  const client = clientOf(form);
  if (!client) return problem(401, 'invalid_client', 'The client is unknown or its secret is wrong');
  const grant = grants.get(form.get('grant_type'));
  if (!grant) return problem(400, 'unsupported_grant_type', 'This grant type is not supported');
  return grant(parts, client, form);
}

/** `POST /oauth_revoke_token.do`: ends a token. What is none is as good as ended. */
export function revokeToken({ tokens }: AuthParts, call: Call): Answer {
  const text = new URLSearchParams(call.body.toString('utf8')).get('token') ?? call.query.get('token') ?? '';
  const token = tokens.find('access', text) ?? tokens.find('refresh', text);
  if (token) tokens.revoke(token);
  return json(200, {});
}

function byPassword(parts: AuthParts, client: Client, form: URLSearchParams): Answer {
  const userName = userWith(parts.store, form.get('username') ?? '', form.get('password') ?? '');
  if (userName === null) return problem(401, 'invalid_grant', 'The user name or password is wrong');
  return given(
    parts,
    current(parts, 'access', client, userName),
    current(parts, 'refresh', client, userName),
  );
}

function byRefreshToken(parts: AuthParts, client: Client, form: URLSearchParams): Answer {
  const { tokens, store, assumed } = parts;
  const old = tokens.find('refresh', form.get('refresh_token') ?? '');
  if (old?.client !== client.id || !userNamed(store, old.user)) {
    return problem(401, 'invalid_grant', 'The refresh token is expired, revoked or unknown');
  }
  const refresh = assumed.refreshTokensRotate ? tokens.issue('refresh', client.id, old.user) : old;
  if (refresh !== old) tokens.revoke(old);
  return given(parts, tokens.issue('access', client.id, old.user), refresh);
}

function byCode(parts: AuthParts, client: Client, form: URLSearchParams): Answer {
  const code = parts.codes.take(form.get('code') ?? '');
  const fits =
    code?.client === client.id &&
    code.redirect === form.get('redirect_uri') &&
    isVerified(code, form.get('code_verifier') ?? '');
  if (!fits)
    return problem(401, 'invalid_grant', 'The code is expired, used, unknown or meant for another client');
  const access = current(parts, 'access', client, code.user);
  const refreshes = client.secret !== '' || parts.assumed.publicClientsRefresh;
  return given(parts, access, refreshes ? current(parts, 'refresh', client, code.user) : null);
}

function byClient(parts: AuthParts, client: Client): Answer {
  if (client.user === '') return problem(401, 'unauthorized_client', 'The client may not act by itself');
  return given(parts, current(parts, 'access', client, client.user), null);
}

/** The token there is while it is valid, or else a new one. */
function current({ tokens }: AuthParts, kind: Token['kind'], client: Client, user: string): Token {
  return tokens.current(kind, client.id, user) ?? tokens.issue(kind, client.id, user);
}

function given(parts: AuthParts, access: Token, refresh: Token | null): Answer {
  const seconds = Math.ceil((access.expires - parts.now()) / 1000) - 1;
  const body = {
    access_token: access.text,
    ...(refresh && { refresh_token: refresh.text }),
    scope: 'useraccount',
    token_type: 'Bearer',
    expires_in: Math.max(seconds, 0),
  };
  return json(200, body, { 'Cache-Control': 'no-store', Pragma: 'no-cache' });
}

function problem(status: number, error: string, description: string): Answer {
  return json(status, { error_description: description, error });
}
