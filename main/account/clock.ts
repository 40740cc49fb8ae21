import type { Database } from '../database/database.ts';
import { readSetting, writeSetting } from '../database/settings.ts';
import type { InstanceClock, Measured } from '../instance/clock.ts';

/** What is stored is good enough while the offset has moved less than `NEAR_MS` and is younger than `OLD_MS`. */
const NEAR_MS = 1000;
const OLD_MS = 60 * 60_000;

/** Keeps the measured offset of the clocks over restarts, so that what is triggered offline can be corrected too. */
export class KeptClock {
  readonly #database: Database;
  readonly #clock: InstanceClock;
  #kept: Measured | null;

  constructor(database: Database, clock: InstanceClock) {
    this.#database = database;
    this.#clock = clock;
    const kept = readSetting(database, 'clock');
    this.#kept = kept === null ? null : (JSON.parse(kept) as Measured);
    if (this.#kept) clock.remember(this.#kept);
  }

  get measured(): Measured | null {
    return this.#clock.measured;
  }

  /** What the instance's clock said in its last answer (milliseconds since 1970); null before the first. */
  get told(): number | null {
    return this.#clock.told;
  }

  /** Writes down what is known now, if it is news: seldom, because it costs a flush to the disk. */
  keep(): void {
    const { measured } = this.#clock;
    if (measured === null || measured === this.#kept) return;
    const isNear = this.#kept !== null && Math.abs(measured.offset - this.#kept.offset) < NEAR_MS;
    if (isNear && this.#kept !== null && Math.abs(measured.at - this.#kept.at) < OLD_MS) return;
    this.#database.transaction((write) => {
      writeSetting(write, 'clock', JSON.stringify(measured));
    });
    this.#kept = measured;
  }
}
