import type { Database } from '../database/database.ts';
import { directlyAhead } from '../outbox/order.ts';
import type { Entry } from '../outbox/entry.ts';
import { DECIDED_BY_PERSON } from '../outbox/state.ts';
import { waitingEntries } from '../outbox/waiting.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';

/**
 * The waiting entries of one drain, in the order in which they were triggered. It hands out the next ones that may go: no
 * unacknowledged entry before them touches a record of theirs (DESIGN.md section 6). What waits for a person, for its outcome
 * or for a better moment is passed over, and so is what comes behind it on its records; nothing else is.
 */
export class Line {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #isAsked: (entry: Entry, isBehind: boolean) => boolean;
  /** Everything up to this number has gone, or will not go in this drain. */
  #passed = 0;
  readonly #stuck = new Set<number>();
  #asked: Entry[] = [];
  /** When the first of those that have to wait may be tried (milliseconds); null when none has to. */
  retryAt: number | null = null;

  /** `isAsked`: a person has to be asked first about an entry; `isBehind`: others on its records go before it. */
  constructor(database: Database, now: () => number, isAsked: (entry: Entry, isBehind: boolean) => boolean) {
    this.#database = database;
    this.#now = now;
    this.#isAsked = isAsked;
  }

  /** The next entries that may go, at most `count`, none of which waits for another; empty when there is none left. */
  next(count: number): Entry[] {
    const found: Entry[] = [];
    for (;;) {
      const entries = waitingEntries(this.#database, this.#passed, count - found.length);
      if (entries.length === 0) return found;
      for (const entry of entries) {
        const ahead = directlyAhead(this.#database, entry);
        const waits = ahead.some((one) => !this.#stuck.has(one));
        // Its turn comes when one that is going now has gone.
        if (waits && found.length > 0) return found;
        this.#passed = entry.seq;
        if (this.#isAsked(entry, ahead.length > 0)) {
          this.#stuck.add(entry.seq);
          this.#asked.push(entry);
          continue;
        }
        // What became of one on its way can be asked whatever waits before it: one that was brought back, say.
        if (ahead.length > 0 && entry.state !== 'unknown') this.#stuck.add(entry.seq);
        else if (DECIDED_BY_PERSON.includes(entry.state) || this.#isEarly(entry)) this.settle(entry);
        else found.push(entry);
      }
      if (found.length === count) return found;
    }
  }

  /** Entries passed over by `next` that a person is to be asked about, each once. The caller writes it down before it goes on. */
  takeAsked(): Entry[] {
    const asked = this.#asked;
    this.#asked = [];
    return asked;
  }

  /** True of an entry that an earlier one holds back all the same, now that it is known what became of it. */
  isHeld(entry: Entry): boolean {
    return directlyAhead(this.#database, entry).length > 0;
  }

  /** An entry that has been handed out has gone, or will not go any further in this drain. */
  settle({ seq, state, nextAttemptAt }: Entry): void {
    if (state === 'sent') return;
    this.#stuck.add(seq);
    if (nextAttemptAt !== null && !DECIDED_BY_PERSON.includes(state))
      this.retryAt = Math.min(nextAttemptAt, this.retryAt ?? nextAttemptAt);
  }

  /** Goes back to an entry that has been handed out: it is to be handed out once more. */
  backTo(seq: number): void {
    this.#passed = Math.min(this.#passed, seq - 1);
  }

  #isEarly({ nextAttemptAt }: Entry): boolean {
    if (nextAttemptAt === null) return false;
    const wait = nextAttemptAt - this.#now();
    // A longer one was written down by a clock that has been set back since: it tells nothing of the time that has gone by.
    return wait > 0 && wait <= LONGEST_WAIT_MS;
  }
}
