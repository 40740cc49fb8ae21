import type { Call } from '../http/call.ts';

/** A browser session, as the cookie JSESSIONID names it. */
interface CookieSession {
  user: string;
  /** What a request that comes with the cookie alone has to show in `X-UserToken` (`g_ck`). */
  token: string;
}

const MOST = 1000;

/** Sessions by cookie. Nothing rests on them but what an instance does with them; a restart ends them all. */
export class CookieSessions {
  readonly #newId: () => string;
  readonly #sessions = new Map<string, CookieSession>();

  constructor(newId: () => string) {
    this.#newId = newId;
  }

  /** The session whose cookie the request carries. */
  of(call: Call): CookieSession | null {
    const name = /(?:^|;\s*)JSESSIONID=([0-9A-F]{32})/.exec(call.headers['cookie'] ?? '')?.[1];
    return this.#sessions.get(name ?? '') ?? null;
  }

  /** Cookies for whoever signed in just now; none when the request has them already. */
  begin(call: Call, user: string): string[] {
    if (this.of(call)?.user === user) return [];
    const name = this.#newId().toUpperCase();
    this.#sessions.set(name, { user, token: this.#newId() + this.#newId() });
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > MOST && oldest !== undefined) this.#sessions.delete(oldest);
    const route = `glide.${this.#newId()}`;
    return [
      `JSESSIONID=${name}; Path=/; HttpOnly; SameSite=None`,
      `glide_user_route=${route}; Max-Age=2147483647; Path=/; HttpOnly; SameSite=None`,
      `glide_session_store=${this.#newId().toUpperCase()}; Max-Age=1800; Path=/; HttpOnly; SameSite=None`,
    ];
  }
}
