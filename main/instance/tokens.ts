import { z } from 'zod';
import type { SignIn } from '../../preload/contract/session.ts';
import type { Secrets } from '../services.ts';
import { type Client, REDIRECT } from './authorization.ts';
import { Failed } from './failed.ts';
import type { Transport } from './transport.ts';

const grant = z.object({
  access_token: z.string(),
  refresh_token: z.string().optional(),
  expires_in: z.coerce.number(),
});

/** What is kept in the secret store to get new access tokens without the password. */
const kept = z.object({
  refreshToken: z.string(),
  clientId: z.string(),
  clientSecret: z.string().nullable(),
});
type Kept = z.output<typeof kept>;

/** Access tokens are renewed this long before they expire, so that none expires on the way. */
const EARLY_MS = 60_000;

/**
 * The tokens of one account: the access token in memory, the refresh token in the secret store. Renewal is single
 * flight: with rotation, two at once would kill each other (docs/instance.md C7.2).
 */
export class Tokens {
  readonly #transport: Transport;
  readonly #secrets: Secrets;
  readonly #name: string;
  readonly #now: () => number;
  #access: { token: string; until: number } | null = null;
  #renewing: Promise<string> | null = null;

  constructor(transport: Transport, secrets: Secrets, account: string, now: () => number) {
    this.#transport = transport;
    this.#secrets = secrets;
    this.#name = `token-${account}`;
    this.#now = now;
  }

  /** Exchanges a password for tokens. Throws Failed: `sign-in-needed` with the instance's words when it is wrong. */
  async signIn({ userName, password, clientId, clientSecret }: Omit<SignIn, 'instance'>): Promise<void> {
    const client = { clientId: clientId ?? 'outpost', clientSecret };
    await this.#grant(client, { grant_type: 'password', username: userName, password });
  }

  /** Exchanges a code of the instance's own sign-in page for tokens. Throws Failed. */
  async signInByCode(client: Client, code: string, verifier: string): Promise<void> {
    const fields = { code, code_verifier: verifier, redirect_uri: REDIRECT.address };
    await this.#grant(client, { grant_type: 'authorization_code', ...fields });
  }

  /** Hands its tokens over to those of the account that they turned out to be for. */
  async handTo(other: Tokens): Promise<void> {
    other.#access = this.#access;
    await this.#secrets.write(other.#name, await this.#secrets.read(this.#name));
    await this.forget();
  }

  /** A token that is good for the next request. Throws Failed `sign-in-needed` when a person has to sign in. */
  async access(): Promise<string> {
    if (this.#access && this.#access.until > this.#now()) return this.#access.token;
    return this.renew();
  }

  /**
   * Gets a new access token; askers at the same time share one request, and one who comes late with a token that has
   * been replaced meanwhile gets the new one.
   */
  renew(refused?: string): Promise<string> {
    if (refused !== undefined && this.#access && this.#access.token !== refused) {
      return Promise.resolve(this.#access.token);
    }
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** Forgets everything that lets this laptop in. */
  async forget(): Promise<void> {
    this.#access = null;
    await this.#secrets.write(this.#name, null);
  }

  async #renew(): Promise<string> {
    const stored = await this.#secrets.read(this.#name);
    const before = stored === null ? null : kept.safeParse(JSON.parse(stored)).data;
    if (!before)
      throw new Failed({ kind: 'sign-in-needed', message: 'Nobody is signed in on this instance' });
    return this.#grant(before, { grant_type: 'refresh_token', refresh_token: before.refreshToken });
  }

  async #grant(client: Omit<Kept, 'refreshToken'>, fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ ...fields, client_id: client.clientId });
    if (client.clientSecret !== null) body.set('client_secret', client.clientSecret);
    const told = await this.#ask(body);
    this.#access = { token: told.access_token, until: this.#now() + told.expires_in * 1000 - EARLY_MS };
    const refreshToken = told.refresh_token ?? fields['refresh_token'];
    if (refreshToken !== undefined) {
      const value: Kept = { refreshToken, clientId: client.clientId, clientSecret: client.clientSecret };
      await this.#secrets.write(this.#name, JSON.stringify(value));
    }
    return told.access_token;
  }

  async #ask(body: URLSearchParams): Promise<z.output<typeof grant>> {
    try {
      const { json } = await this.#transport.ask({ method: 'POST', path: '/oauth_token.do', body });
      return grant.parse(json);
    } catch (error) {
      if (!(error instanceof Failed)) {
        throw new Failed({
          kind: 'not-delivered',
          message: `The sign-in was answered strangely: ${String(error)}`,
        });
      }
      const { failure } = error;
      // Asking for a token changes nothing on the instance, so a lost answer leaves no doubt.
      if (failure.kind === 'no-answer') throw new Failed({ ...failure, kind: 'not-delivered' });
      if (failure.kind === 'refused') throw new Failed({ kind: 'sign-in-needed', message: failure.message });
      throw error;
    }
  }
}
