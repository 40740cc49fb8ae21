import type Sqlite from 'better-sqlite3';
import type { RawAnswer } from '../../../main/instance/failed.ts';
import { entryByKey, type StoredEntry } from '../look.ts';
import type { Request } from '../request.ts';
import { Violation } from '../violation.ts';

/** What of a request's key is the entry's, and what the revision and the step. */
const KEY = /^([0-9a-f]{32})-(\d+)-(\d+)$/;

/**
 * Watches what goes over the wire: nothing is sent before its entry and its attempt are on the disk, the same key always
 * carries the same payload, and what an entry is refused for, the instance has said to it.
 */
export class WireJudge {
  readonly #payloads = new Map<string, string>();
  readonly #heard = new Map<string, number[]>();

  /** Answers what is wrong with a request that is about to leave; null when nothing is. */
  sends(database: Sqlite.Database | undefined, { writes }: Request): string | null {
    for (const { key, payload } of writes) {
      const [, stem = '', revision, step] = KEY.exec(key) ?? [];
      const entry = database && entryByKey(database, stem);
      if (!entry) return `a request with the key ${key} is sent, but its entry is not in the Outbox`;
      const { seq, state, attempts } = entry;
      if (state !== 'sending' || attempts < 1) {
        return `entry ${seq} is sent while it is ${state}, with ${attempts} attempts written down`;
      }
      if (Number(revision) !== entry.revision || Number(step) < entry.step) {
        return `entry ${seq} is sent as ${key}, but it is at revision ${entry.revision}, step ${entry.step}`;
      }
      const before = this.#payloads.get(key);
      if (before !== undefined && before !== payload) {
        return `the key ${key} carries another payload than before:\n  ${before}\n  ${payload}`;
      }
      this.#payloads.set(key, payload);
    }
    return null;
  }

  hears({ writes, call }: Request, answer: RawAnswer | null): void {
    const statuses = new Map<string | null, number>();
    if (answer && call.path === '/api/now/batch' && answer.status === 200 && answer.body.startsWith('{')) {
      const { serviced_requests } = JSON.parse(answer.body) as {
        serviced_requests: { id: string; status_code: number }[];
      };
      for (const { id, status_code } of serviced_requests) statuses.set(id, status_code);
    } else if (answer) statuses.set(null, answer.status);
    for (const { key, item } of writes) {
      const status = statuses.get(item);
      if (status === undefined) continue;
      this.#heard.set(key, [...(this.#heard.get(key) ?? []), status]);
    }
  }

  /** An entry that is refused with a status was told this status, and not one that says nothing of it. */
  judgeRefusal({ seq, key, revision, step, failure, state }: StoredEntry): void {
    if (state !== 'refused' || failure === null) return;
    const { kind, status = 0 } = JSON.parse(failure) as { kind: string; status?: number };
    if (kind !== 'refused' || status === 0) return;
    const heard = this.#heard.get(`${key}-${revision}-${step}`) ?? [];
    if (!heard.includes(status)) {
      throw new Violation(
        `entry ${seq} is refused with ${status}, but the instance told it ${heard.join(', ') || 'nothing'}`,
      );
    }
    if (status === 401 || status === 429 || status < 400)
      throw new Violation(`entry ${seq} is refused for ${status}, which is no refusal`);
  }
}
