import { createHash } from 'node:crypto';

/** A code that was sent to a client and has not been turned into tokens yet. */
export interface Code {
  text: string;
  client: string;
  user: string;
  redirect: string;
  /** S256 challenge; empty when the client sent none. */
  challenge: string;
  expires: number;
}

const LIFE = 60_000;

/** Codes of the authorisation code grant: each good once and for a minute. */
export class Codes {
  readonly #now: () => number;
  readonly #newId: () => string;
  readonly #codes = new Map<string, Code>();

  constructor(now: () => number, newId: () => string) {
    this.#now = now;
    this.#newId = newId;
  }

  issue(code: Omit<Code, 'text' | 'expires'>): string {
    const text = this.#newId() + this.#newId();
    this.#codes.set(text, { ...code, text, expires: this.#now() + LIFE });
    return text;
  }

  /** Takes the code; it is gone whether it was still good or not. */
  take(text: string): Code | null {
    const code = this.#codes.get(text);
    this.#codes.delete(text);
    return code && code.expires > this.#now() ? code : null;
  }
}

/** Whether the verifier is the one whose challenge came with the code. */
export function isVerified(code: Code, verifier: string): boolean {
  if (code.challenge === '') return true;
  return createHash('sha256').update(verifier).digest('base64url') === code.challenge;
}
