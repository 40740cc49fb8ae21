import { createHash } from 'node:crypto';
import { Failed } from './failed.ts';

/** An OAuth application registered on the instance; public (without a secret) unless it says otherwise. */
export interface Client {
  clientId: string;
  clientSecret: string | null;
}

/** One sign-in by the instance's own page: authorization code with PKCE (RFC 7636). */
export interface Authorization {
  /** The page that the person signs in on. */
  address: string;
  /** Proves to the instance that whoever brings the code is whoever asked for it. */
  verifier: string;
  /** Comes back with the code; anything else is not an answer to this. */
  state: string;
}

/** Where the instance sends the person back to: this machine, at the port that its administrator registered (RFC 8252). */
export const REDIRECT = { port: 8719, path: '/signed-in', address: 'http://127.0.0.1:8719/signed-in' };

/** Begins a sign-in on the instance at an origin. */
export function beginAuthorization(
  origin: string,
  { clientId }: Pick<Client, 'clientId'>,
  randomBytes: (count: number) => Uint8Array,
): Authorization {
  const verifier = Buffer.from(randomBytes(32)).toString('base64url');
  const state = Buffer.from(randomBytes(16)).toString('hex');
  const asked = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: REDIRECT.address,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return { address: `${origin}/oauth_auth.do?${asked.toString()}`, verifier, state };
}

/** The code in the query that the instance sent the person back with. Throws Failed when it holds none, or not ours. */
export function codeIn(query: URLSearchParams, { state }: Pick<Authorization, 'state'>): string {
  const code = query.get('code');
  if (query.get('state') !== state)
    throw signInNeeded('The browser came back from another sign-in; try again');
  if (code !== null && code !== '') return code;
  const error = query.get('error_description') ?? query.get('error') ?? 'no reason given';
  throw signInNeeded(`The instance did not let you in: ${error}`);
}

function signInNeeded(message: string): Failed {
  return new Failed({ kind: 'sign-in-needed', message });
}
