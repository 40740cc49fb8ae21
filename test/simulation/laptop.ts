import { createEngine, type Engine } from '../../main/engine.ts';
import type { Secrets, Services } from '../../main/services.ts';
import type { Call, Question, Reply } from '../../preload/contract/calls.ts';
import type { Answer } from '../../preload/contract/failure.ts';
import type { Chance } from '../support/chance.ts';
import { type Clock, settled } from './clock.ts';
import { Life } from './life.ts';
import type { Network } from './network.ts';

/** What a laptop needs of its world. */
export interface Around {
  folder: string;
  clock: Clock;
  network: Network;
  chance: Chance;
  /** Refresh tokens by name; they outlive every process. */
  secrets: Map<string, string>;
  /** A second process may run on the same folder. */
  sharesFiles: boolean;
  note: (line: string) => void;
  /** Outpost reports a mistake of its own. */
  mistake: (message: string) => void;
}

/** A laptop on which Outpost runs, is closed, killed and started again. */
export class Laptop {
  readonly #around: Around;
  /** How often Outpost was started. */
  starts = 0;
  #engine: Engine | null = null;
  #life: Life | null = null;
  /** Milliseconds that this laptop's clock is ahead. */
  ahead = 0;

  constructor(around: Around) {
    this.#around = around;
  }

  /** The process that runs; null while none does. */
  get life(): Life | null {
    return this.#life?.isOver === true ? null : this.#life;
  }

  /** Starts Outpost, again if it is killed meanwhile. */
  async start(): Promise<void> {
    while (!this.life) {
      this.starts += 1;
      const life = new Life(this.starts, this.#around.sharesFiles);
      this.#life = life;
      life.enter();
      this.#around.note(`start ${this.starts}`);
      try {
        const opening = createEngine(this.#services(life), this.#around.network.wireTo(life));
        this.#engine = await Promise.race([opening, life.end.then(() => null)]);
      } catch (error) {
        if (!life.isOver) throw error;
      }
    }
    await settled();
  }

  /** Asks what the screens ask; answers null when the process ends before, or none runs. */
  async ask<C extends Call>(call: C, question: Question<C>): Promise<Answer<Reply<C>> | null> {
    const { life } = this;
    if (!life || !this.#engine) return null;
    life.enter();
    const asked = this.#engine.ask(call, question) as Promise<Answer<Reply<C>>>;
    const answer = await Promise.race([asked, life.end.then(() => null)]);
    if (answer === null || life.isOver) return null;
    if (!answer.ok && answer.failure.kind === 'internal')
      this.#around.mistake(`${call}: ${answer.failure.message}`);
    return answer;
  }

  signal(signal: Parameters<Engine['signal']>[0]): void {
    const { life } = this;
    if (!life) return;
    life.enter();
    try {
      this.#engine?.signal(signal);
    } catch (error) {
      if (!life.isOver) throw error;
    }
  }

  kill(): void {
    this.#around.note('killed');
    this.#life?.kill();
  }

  /** Closes Outpost the way a person does; `pass` lets time go by meanwhile. */
  async close(pass: (until: () => boolean) => Promise<void>): Promise<void> {
    const life = this.life;
    if (!life || !this.#engine) return;
    life.enter();
    let closed = false;
    void this.#engine.close().then(
      () => (closed = true),
      () => (closed = true),
    );
    await settled();
    await pass(() => closed || life.isOver);
    life.kill();
  }

  #services(life: Life): Services {
    const { folder, clock, chance, note, mistake } = this.#around;
    return {
      folder,
      host: 'web',
      version: '0.0.0',
      suggestedInstance: null,
      definition: null,
      signIn: null,
      time: {
        now: () => clock.now + this.ahead,
        after: (ms, run) => clock.after(ms, life, run),
      },
      random: chance.random,
      randomBytes: chance.bytes,
      secrets: this.#secrets(life),
      announce: () => undefined,
      log: {
        info: (message) => {
          if (!life.isOver) note(`log: ${message}`);
        },
        warn: (message) => {
          if (!life.isOver) note(`warning: ${message}`);
        },
        error: (message) => {
          if (!life.isOver) mistake(message);
        },
      },
    };
  }

  #secrets(life: Life): Secrets {
    const { secrets } = this.#around;
    const whenAlive = <T>(work: () => T): Promise<T> =>
      life.isOver ? new Promise(() => undefined) : Promise.resolve(work());
    return {
      kind: 'file',
      read: (name) => whenAlive(() => secrets.get(name) ?? null),
      write: (name, value) =>
        whenAlive(() => {
          if (value === null) secrets.delete(name);
          else secrets.set(name, value);
        }),
    };
  }
}
