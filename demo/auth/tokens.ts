import type { Store } from '../store/store.ts';

/** What a token stands for. */
export interface Token {
  kind: 'access' | 'refresh';
  text: string;
  client: string;
  user: string;
  /** Milliseconds since 1970. */
  expires: number;
}

const ACCESS_LIFE = 1_800_000;
const REFRESH_LIFE = 100 * 86_400_000;

/** Every token that was given out and is neither expired nor revoked; kept across restarts. */
export class Tokens {
  readonly #store: Store;
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #tokens = new Map<string, Token>();

  constructor(store: Store, now: () => number, newId: () => string) {
    this.#store = store;
    this.#now = now;
    this.#newId = newId;
  }

  find(kind: Token['kind'], text: string): Token | null {
    const token = this.#tokens.get(text);
    if (token?.kind !== kind) return null;
    if (token.expires > this.#now()) return token;
    this.revoke(token);
    return null;
  }

  /** The valid token of the user at that client, if there is one: asking again does not make another. */
  current(kind: Token['kind'], client: string, user: string): Token | null {
    const all = [...this.#tokens.values()].reverse();
    const same = all.find((token) => token.kind === kind && token.client === client && token.user === user);
    return same ? this.find(kind, same.text) : null;
  }

  issue(kind: Token['kind'], client: string, user: string): Token {
    const text = this.#newId() + this.#newId();
    const life = kind === 'access' ? ACCESS_LIFE : REFRESH_LIFE;
    const token = { kind, text, client, user, expires: this.#now() + life };
    this.#tokens.set(text, token);
    this.#store.keep({ kind: 'token', key: text, value: token });
    return token;
  }

  revoke(token: Token): void {
    this.#tokens.delete(token.text);
    this.#store.keep({ kind: 'token', key: token.text, value: null });
  }

  /** Ends all tokens of a kind at once. */
  revokeAll(kind: Token['kind']): void {
    for (const token of [...this.#tokens.values()]) if (token.kind === kind) this.revoke(token);
  }

  all(): readonly Token[] {
    return [...this.#tokens.values()];
  }

  /** Puts a token back that was loaded from the disk. */
  restore(token: Token): void {
    this.#tokens.set(token.text, token);
  }
}
