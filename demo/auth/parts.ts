import type { Assumptions } from '../assumptions.ts';
import type { Store } from '../store/store.ts';
import type { Codes } from './codes.ts';
import type { CookieSessions } from './cookies.ts';
import type { Tokens } from './tokens.ts';

/** The parts of an instance that signing in takes. */
export interface AuthParts {
  store: Store;
  tokens: Tokens;
  codes: Codes;
  cookies: CookieSessions;
  assumed: Assumptions;
  now: () => number;
}
