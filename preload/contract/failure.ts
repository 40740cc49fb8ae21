/**
 * Everything that can go wrong, as data: the only shape in which a failure crosses a process boundary.
 * Screens and the Outbox switch on `kind`; nobody reads meaning out of `message` (docs/peers.md, row 6).
 */
export type Failure = LocalFailure | InstanceFailure;

/** What Outpost itself finds wrong with a question, before anything is sent. */
export type LocalFailure =
  /** The question does not have the shape the contract asks for. */
  | { kind: 'malformed'; message: string }
  /** Nobody is signed in, so there is no database to ask. */
  | { kind: 'signed-out'; message: string }
  /** A list, record, action or entry of that name is not there (any more). */
  | { kind: 'not-found'; message: string }
  /** The action's condition does not hold for this record now; `message` says why. */
  | { kind: 'not-offered'; message: string }
  /** The person must correct these inputs; one sentence per input name. */
  | { kind: 'invalid-input'; message: string; inputs: Record<string, string> }
  /** A definition, a database or a stored row is broken; `message` names what and where. */
  | { kind: 'broken'; message: string }
  /** A fault of Outpost's own; `message` is for the log and for support. */
  | { kind: 'internal'; message: string };

/** What came of a request to the instance that was not acknowledged (docs/delivery.md, the answer table). */
export type InstanceFailure =
  /** The request never reached the instance. Nothing happened there. */
  | { kind: 'not-delivered'; message: string }
  /** The request may have left, and no answer came that can be trusted: it may or may not have been done. */
  | {
      kind: 'no-answer';
      message: string;
      /** Nobody waited to the end: the instance may still be at work on it. */
      cutShort?: true;
    }
  /** The instance does not know who asks (401, or the refresh token is spent). */
  | { kind: 'sign-in-needed'; message: string }
  /** The instance says no, for good: an access rule, a business rule, bad data, a missing record. */
  | { kind: 'refused'; status: number; message: string; detail: string | null }
  /**
   * The instance cannot do it now (429, or a 5xx in its own words); `retryAfterMs` is what it asked for, null when it did not
   * say.
   */
  | { kind: 'retry-later'; status: number; message: string; retryAfterMs: number | null };

/** The answer to every call: a value or a failure, never an exception. */
export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };
