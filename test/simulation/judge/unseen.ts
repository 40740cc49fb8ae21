import { pressIn } from '../press.ts';
import type { Write } from '../request.ts';
import { Violation } from '../violation.ts';

/**
 * A look at a record right before it is changed lies this far back at most (milliseconds); what somebody else writes between
 * the look and the change, nobody can help.
 */
const LOOK_MS = 5000;
const UPDATE = /^PATCH \/api\/now\/table\/(\w+)\/([0-9a-f]{32}) .*"description":/;

/** Watches that nobody writes over what somebody else wrote into a description and they have never been shown. */
export class UnseenJudge {
  /** What somebody else wrote, and when, by the record. */
  readonly #written = new Map<string, { text: string; at: number }>();
  readonly #seen = new Map<string, Set<string>>();
  readonly #unshown = new Set<string>();

  /** Somebody else writes. */
  writes(sysId: string, text: string, at: number): void {
    this.#written.set(sysId, { text, at });
  }

  /** A user is shown a record's description. */
  shows(user: string, sysId: string, text: string): void {
    const name = `${user} ${sysId}`;
    this.#seen.set(name, (this.#seen.get(name) ?? new Set()).add(text));
  }

  /** Who pressed could see nothing of a record: they take nothing away that they knew of, and nothing can be compared. */
  showsNot(press: number, sysId: string): void {
    this.#unshown.add(`${press} ${sysId}`);
  }

  /** What is wrong with a request that a user is about to make; null when nothing is. `now`: what stands there now. */
  sends(
    user: string,
    { payload }: Write,
    at: number,
    now: (table: string, sysId: string) => string | undefined,
  ): Violation | null {
    const [, table = '', sysId = ''] = UPDATE.exec(payload) ?? [];
    const written = this.#written.get(sysId);
    if (!written || written.at > at - LOOK_MS || now(table, sysId) !== written.text) return null;
    if (this.#seen.get(`${user} ${sysId}`)?.has(written.text)) return null;
    if (this.#unshown.has(`${pressIn(payload)?.number ?? ''} ${sysId}`)) return null;
    return new Violation(
      'unseen',
      `${table} ${sysId} says “${written.text}”, which ${user} has not seen, and is overwritten: ${payload}`,
    );
  }
}
