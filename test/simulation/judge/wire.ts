import type Sqlite from 'better-sqlite3';
import type { Effect } from '../../../demo/ledger/ledger.ts';
import type { RawAnswer } from '../../../main/instance/failed.ts';
import { endingsOf, entryByKey, journalOf, type StoredEntry } from '../look.ts';
import type { Request, Write } from '../request.ts';
import { Violation } from '../violation.ts';
import { inTheWay } from './way.ts';

/** What of a request's key is the entry's, and what the revision and the step. */
const KEY = /^([0-9a-f]{32})-(\d+)-(\d+)$/;

/**
 * Watches what goes over the wire: nothing is sent before its entry and its attempt are on the disk, nor past what waits; the
 * same key always carries the same payload and the same payload has the same key; and what an entry is refused for, the
 * instance has said to it.
 */
export class WireJudge {
  readonly #payloads = new Map<string, string>();
  /** Keys by entry, step and payload. */
  readonly #keys = new Map<string, string>();
  /** sys_ids that records were sent with to be created, by the key of the request. */
  readonly #chosen = new Map<string, string>();
  readonly #heard = new Map<string, number[]>();

  /** What a request that is about to leave is of, in words, and what is wrong with it; null when nothing is. */
  sends(
    database: Sqlite.Database | undefined,
    { writes }: Request,
  ): { entries: string; violation: Violation | null } {
    let entries = '';
    let violation: Violation | null = null;
    for (const write of writes) {
      const [, stem = '', revision = '', step = ''] = KEY.exec(write.key) ?? [];
      const entry = database && entryByKey(database, stem);
      if (database) violation ??= this.#wrong(database, entry, write, Number(revision), Number(step));
      entries += `entry ${entry?.seq ?? '?'} (revision ${revision} step ${step}) `;
    }
    return { entries, violation };
  }

  #wrong(
    database: Sqlite.Database,
    entry: StoredEntry | undefined,
    { key, payload }: Write,
    revision: number,
    step: number,
  ): Violation | null {
    if (!entry)
      return new Violation(
        'entry',
        `a request with the key ${key} is sent, but its entry is not in the Outbox`,
      );
    const { seq, state, endings } = entry;
    // An attempt that is under way has no ending yet.
    if (state !== 'sending' || endingsOf(entry).at(-1) !== null) {
      return new Violation(
        'entry',
        `entry ${seq} is sent while it is ${state}, with these attempts written down: ${endings}`,
      );
    }
    if (revision !== entry.revision || step < entry.step) {
      return new Violation(
        'frozen',
        `entry ${seq} is sent as ${key}, but it is at revision ${entry.revision}, step ${entry.step}`,
      );
    }
    const before = this.#payloads.get(key);
    if (before !== undefined && before !== payload) {
      return new Violation(
        'frozen',
        `entry ${seq}: the key ${key} carries another payload than before:\n  ${before}\n  ${payload}`,
      );
    }
    this.#payloads.set(key, payload);
    const chosen = /^POST \S+ .*"sys_id":"([0-9a-f]{32})"/.exec(payload)?.[1];
    if (chosen !== undefined) this.#chosen.set(key, chosen);
    return this.#keyed(database, entry, step, key, payload) ?? inTheWay(database, entry, payload);
  }

  /** The same step with the same payload goes under another key only if a person has edited it or chosen sides. */
  #keyed(
    database: Sqlite.Database,
    { seq, key: stem }: StoredEntry,
    step: number,
    key: string,
    payload: string,
  ): Violation | null {
    const what = `${stem} ${step} ${payload}`;
    const before = this.#keys.get(what);
    this.#keys.set(what, key);
    if (before === undefined || before === key) return null;
    if (journalOf(database, seq).some((line) => line === 'edited' || line === 'resolved')) return null;
    return new Violation('frozen', `entry ${seq} sends the same as ${key} that it has sent as ${before}`);
  }

  /** The names that the instance gave to records instead of those they were sent with. */
  renamed(ledger: readonly Effect[]): Map<string, string> {
    const names = new Map<string, string>();
    for (const { op, key, sys_id } of ledger) {
      const chosen = op === 'insert' && key !== null ? this.#chosen.get(key) : undefined;
      if (chosen !== undefined) names.set(chosen, sys_id);
    }
    return names;
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
  judgeRefusal({ seq, key, revision, step, question, state }: StoredEntry): void {
    if (state !== 'refused' || question === null) return;
    const { status } = JSON.parse(question) as { status: number };
    if (status === 0) return;
    const heard = this.#heard.get(`${key}-${revision}-${step}`) ?? [];
    if (!heard.includes(status)) {
      throw new Violation(
        'refused',
        `entry ${seq} is refused with ${status}, but the instance told it ${heard.join(', ') || 'nothing'}`,
      );
    }
    if (status === 401 || status === 429 || status === 503 || status < 400)
      throw new Violation('refused', `entry ${seq} is refused for ${status}, which is no refusal`);
  }
}
