import type { Database } from '../database/database.ts';
import { doubtOf } from '../outbox/doubt.ts';
import type { Entry } from '../outbox/entry.ts';
import { directlyAhead } from '../outbox/order.ts';
import { DECIDED_BY_PERSON } from '../outbox/state.ts';
import { waitingEntries } from '../outbox/waiting.ts';
import { LONGEST_WAIT_MS } from './backoff.ts';
import { type Place, type Turn, turnOf } from './plan.ts';

/** What is to be done next, each list in the order in which the entries were triggered. */
export interface Round {
  /** Entries that none of the others has to wait for, to be looked for or sent. */
  going: { entry: Entry; turn: Extract<Turn, 'look' | 'send'> }[];
  /** Entries that a person is to be asked about first. The caller writes it down before it goes on. */
  asked: Entry[];
}

/**
 * The waiting entries of one drain, in the order in which they were triggered. It hands out the next ones that may go: no
 * unacknowledged entry before them touches a record of theirs. What waits for a person, for its outcome
 * or for a better moment is passed over, and so is what comes behind it on its records; nothing else is.
 */
export class Line {
  readonly #database: Database;
  readonly #now: () => number;
  readonly #isOld: (entry: Entry) => boolean;
  /** Everything up to this number has gone, or will not go in this drain. */
  #passed = 0;
  readonly #stuck = new Set<number>();
  /** When the first of those that have to wait may be tried (milliseconds); null when none has to. */
  retryAt: number | null = null;

  /** `isOld`: it has waited so long that a person has to say whether it is still to be sent. */
  constructor(database: Database, now: () => number, isOld: (entry: Entry) => boolean) {
    this.#database = database;
    this.#now = now;
    this.#isOld = isOld;
  }

  /** The next entries, of which at most `count` go; none goes when there is none left. */
  next(count: number): Round {
    const round: Round = { going: [], asked: [] };
    for (;;) {
      const entries = waitingEntries(this.#database, this.#passed, count - round.going.length);
      if (entries.length === 0) return round;
      for (const entry of entries) {
        const ahead = directlyAhead(this.#database, entry);
        // Its turn comes when one that is going now has gone.
        if (round.going.length > 0 && ahead.some((one) => !this.#stuck.has(one))) return round;
        this.#passed = entry.seq;
        this.#place(entry, this.#placeOf(entry, ahead.length > 0), round);
      }
      if (round.going.length === count) return round;
    }
  }

  /** What is to be done with an entry that has been looked for just now, so that no doubt is left. */
  afterLook(entry: Entry): Turn {
    const place = this.#placeOf(entry, directlyAhead(this.#database, entry).length > 0);
    return this.#turnOf(entry, place, 'none');
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

  #place(entry: Entry, place: Place, { going, asked }: Round): void {
    const turn = this.#turnOf(entry, place, doubtOf(entry));
    switch (turn) {
      case 'look':
      case 'send':
        going.push({ entry, turn });
        return;
      case 'ask':
        this.#stuck.add(entry.seq);
        asked.push(entry);
        return;
      case 'wait':
        // What is behind another is tried when that one has gone, whatever its own time is.
        if (place === 'behind') this.#stuck.add(entry.seq);
        else this.settle(entry);
    }
  }

  #turnOf(entry: Entry, place: Place, doubt: ReturnType<typeof doubtOf>): Turn {
    return turnOf({ state: entry.state, doubt, isOld: this.#isOld(entry), place });
  }

  #placeOf(entry: Entry, isBehind: boolean): Place {
    if (this.#isPaused(entry)) return 'paused';
    return isBehind ? 'behind' : 'first';
  }

  #isPaused({ nextAttemptAt }: Entry): boolean {
    if (nextAttemptAt === null) return false;
    const wait = nextAttemptAt - this.#now();
    // A longer one was written down by a clock that has been set back since: it tells nothing of the time that has gone by.
    return wait > 0 && wait <= LONGEST_WAIT_MS;
  }
}
