import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import SQLite from 'better-sqlite3';
import { type Demo, startDemo } from '../../demo/server.ts';
import type { Chance } from '../support/chance.ts';
import { beSignedIn, startKillable } from '../support/killable.ts';
import { missing, type Pressed, pressSomething, tooMany } from './presses.ts';

/** What came of the kills of one laptop. */
export interface Counted {
  presses: number;
  /** Presses whose person was told that they are saved or sent. */
  told: number;
  /** Entries that were being sent when a kill came. */
  cutShort: number;
  /** In words. */
  lost: string[];
  doubled: string[];
}

/** An entry that waits longer than this at rest is stuck. */
const REST_MS = 120_000;
/** How often it is looked whether everything has been sent. */
const LOOK_MS = 200;

/** One laptop and its instance. Outpost lives and dies there, until it comes to rest. */
export class Laptop {
  readonly #data = mkdtempSync(join(tmpdir(), 'outpost-kills-'));
  readonly #demo: Demo;
  readonly #presses: Pressed[] = [];

  private constructor(demo: Demo) {
    this.#demo = demo;
  }

  /** `seed` says what the instance holds. */
  static async create(seed: number): Promise<Laptop> {
    return new Laptop(await startDemo({ tasks: 40, seed }));
  }

  /** Starts Outpost, lets a person press buttons, and kills it at a moment of chance. */
  async liveAndDie(chance: Chance): Promise<void> {
    const share = chance.random();
    // The instance takes its time, so that kills fall before, while and after it does the work.
    this.#demo.fault({ name: 'latency', ms: chance.whole(0, 40) });
    const begun = performance.now();
    const outpost = await startKillable(this.#data, this.#demo.url);
    // What a person presses is saved and sent in less time than a start takes, on a busy machine as on an idle one.
    const longest = performance.now() - begun;
    const pressing = (async () => {
      await beSignedIn(outpost, this.#demo.url);
      for (let press = chance.whole(1, 5); press > 0; press -= 1) {
        await pressSomething(outpost, chance, this.#presses);
      }
    })();
    const moment = pause(share * longest);
    // A press that goes wrong before is a failure of everything.
    await Promise.race([moment, pressing.then(() => moment)]);
    await outpost.kill();
    await Promise.allSettled([pressing]);
  }

  /** Opens it once more, `later` than it was closed (milliseconds), waits until everything has been sent, and counts. */
  async rest(later: number): Promise<Counted> {
    this.#demo.fault({ name: 'latency', times: 0 });
    // Time has gone by for the instance as well.
    this.#demo.fault({ name: 'clock-skew', ms: later });
    const stuck = await this.#sendAll(later);
    const presses = this.#presses;
    return {
      presses: presses.length,
      told: presses.filter(({ isTold }) => isTold).length,
      cutShort: this.#cutShort(),
      lost: [...missing(this.#demo.ledger(), presses), ...stuck],
      doubled: tooMany(this.#demo.ledger(), presses),
    };
  }

  async close(): Promise<void> {
    await this.#demo.close();
    rmSync(this.#data, { recursive: true, force: true });
  }

  /** Answers, in words, what waits for a person instead: nothing that was pressed is anything that the instance would refuse. */
  async #sendAll(later: number): Promise<string[]> {
    const outpost = await startKillable(this.#data, this.#demo.url, later);
    try {
      const end = Date.now() + REST_MS;
      for (;;) {
        await beSignedIn(outpost, this.#demo.url);
        const { waiting, total } = await outpost.ask('outbox.get', null);
        const moving = waiting.some(
          ({ state }) => !['refused', 'conflict', 'old', 'unclear', 'held'].includes(state),
        );
        if (total === 0 || !moving || Date.now() > end) {
          return waiting.map(
            ({ seq, action, state, message }) => `entry ${seq}, ${action}: it is ${state}. ${message ?? ''}`,
          );
        }
        await pause(LOOK_MS);
      }
    } finally {
      await outpost.kill();
    }
  }

  #cutShort(): number {
    return globSync(join(this.#data, 'accounts/*/outpost.db')).reduce((sum, path) => {
      const database = new SQLite(path, { readonly: true });
      const cut = database.prepare("SELECT id FROM outbox_journal WHERE what = 'interrupted'").all();
      database.close();
      return sum + cut.length;
    }, 0);
  }
}
