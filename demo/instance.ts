import type { Rights } from './access/access.ts';
import type { Assumptions } from './assumptions.ts';
import type { Codes } from './auth/codes.ts';
import type { CookieSessions } from './auth/cookies.ts';
import type { Tokens } from './auth/tokens.ts';
import type { Faults } from './faults/faults.ts';
import type { Files } from './files/files.ts';
import type { Answer } from './http/answer.ts';
import type { Call, SignedCall } from './http/call.ts';
import type { Rates } from './http/rates.ts';
import type { Replies } from './http/replies.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { Limits } from './limits.ts';
import type { Found } from './query/found.ts';
import type { Records } from './records/records.ts';
import type { Store } from './store/store.ts';

/** The parts of a running instance, as those who answer requests see them. */
export interface Instance {
  store: Store;
  records: Records;
  ledger: Ledger;
  faults: Faults;
  tokens: Tokens;
  codes: Codes;
  cookies: CookieSessions;
  rates: Rates;
  replies: Replies;
  files: Files;
  /** Who may do what. */
  rights: Rights;
  /** What can be asked of it. */
  routes: readonly Route[];
  assumed: Assumptions;
  /** The app that Outpost shows; tests put another in its place. */
  definition: unknown;
  limits: Limits;
  /** What was found lately. */
  found: Found;
  /** The instance's clock, which a fault may set wrong. */
  now: () => number;
  newId: () => string;
  /** Address it can be reached at. */
  url: () => string;
}

/** One thing that can be asked of the instance. */
export interface Route {
  method: string;
  pattern: string;
  /** `ask` is for requests within the request, as a batch has them. */
  answer: (instance: Instance, call: SignedCall, ask: (call: Call) => Answer) => Answer;
  /** What it answers with, unless that is JSON. */
  answers?: 'anything';
}
