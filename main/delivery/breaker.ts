import { z } from 'zod';
import type { Reader, Writer } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import { backoff } from './backoff.ts';

/** Entries in a row that the instance fails on before it is taken for a failure of everything. */
const ENTRIES_TO_OPEN = 3;
/**
 * Pauses in a row after which the entries are charged after all: otherwise nobody would ever be told what the instance fails
 * on.
 */
const PAUSES_IN_VAIN = 8;
const LONGEST_PAUSE_MS = 5 * 60_000;

const kept = z.object({ since: z.number(), until: z.number(), times: z.number(), why: z.string() });
type Pause = z.output<typeof kept>;

/**
 * Tells a failure of one entry from a failure that concerns everything: when the instance fails on several entries in a
 * row, or asks to be left alone, the whole Outbox pauses and no entry is charged for it (docs/peers.md, row 23).
 * The pause is stored, so that a restart keeps it; after it one entry goes alone before the rest.
 */
export class Breaker {
  #pause: Pause | null;
  readonly #failing = new Set<number>();
  /** Entries that failed, by the number of other entries the instance had answered until then. */
  readonly #since = new Map<number, number>();
  #answered = 0;

  constructor(reader: Reader) {
    const stored = readSetting(reader, 'pause');
    this.#pause = stored === null ? null : (kept.safeParse(JSON.parse(stored)).data ?? null);
  }

  /** When sending may go on (milliseconds since 1970); null when nothing is in the way. */
  pausedUntil(now: number): number | null {
    const pause = this.#pause;
    // A clock that has been set back tells nothing of the time that has gone by.
    return pause !== null && pause.until > now && pause.since <= now ? pause.until : null;
  }

  /** True after a pause until the instance has answered: one entry goes alone. */
  get careful(): boolean {
    return this.#pause !== null;
  }

  /** The instance has said yes or no to an entry, so it works. */
  answered(write: Writer, seq: number): void {
    this.#answered += 1;
    this.#failing.clear();
    this.#since.delete(seq);
    if (this.#pause === null) return;
    this.#pause = null;
    writeSetting(write, 'pause', null);
  }

  /** The instance failed on an entry. Returns whether that is taken for a failure of everything, which time may cure. */
  failed(seq: number, now: number): boolean {
    if (!this.#since.has(seq)) this.#since.set(seq, this.#answered);
    // What travelled with it has shown that already.
    if (this.pausedUntil(now) !== null) return true;
    // While it answers others it is the entry that is to blame, however many of its kind there are.
    if (this.answersOthers(seq)) return false;
    this.#failing.add(seq);
    return this.#failing.size >= ENTRIES_TO_OPEN && (this.#pause?.times ?? 0) < PAUSES_IN_VAIN;
  }

  /** Whether the instance has answered other entries since this one first failed. */
  answersOthers(seq: number): boolean {
    const since = this.#since.get(seq);
    return since !== undefined && this.#answered > since;
  }

  /**
   * Pauses everything: as long as the instance asked for, else longer with each time in a row. Returns when the pause ends.
   * Entries that travelled together make one pause, however many of them failed.
   */
  pause(
    write: Writer,
    { message, retryAfterMs }: { message: string; retryAfterMs: number | null },
    now: number,
    random: () => number,
  ): number {
    const running = this.pausedUntil(now);
    const times = (this.#pause?.times ?? 0) + (running === null ? 1 : 0);
    const until =
      running === null
        ? now + (retryAfterMs ?? backoff(times, LONGEST_PAUSE_MS, random))
        : Math.max(running, now + (retryAfterMs ?? 0));
    this.#pause = { since: now, until, times, why: message };
    this.#failing.clear();
    writeSetting(write, 'pause', JSON.stringify(this.#pause));
    return until;
  }
}
