import type { Life } from './life.ts';

interface Timer {
  at: number;
  /** Equal times come in the order in which they were asked for. */
  turn: number;
  /** Whose it is; with that life it ends. Null for the world's own. */
  life: Life | null;
  run: () => void;
}

/** Virtual time: it moves only when told to, from one timer to the next, and waits for nothing. */
export class Clock {
  #timers: Timer[] = [];
  #turn = 0;
  now: number;
  /** Timers run so far. */
  steps = 0;

  constructor(now: number) {
    this.now = now;
  }

  /** Calls `run` after `ms`; answers with the function that cancels it. */
  after(ms: number, life: Life | null, run: () => void): () => void {
    this.#turn += 1;
    const timer: Timer = { at: this.now + Math.max(0, Math.round(ms)), turn: this.#turn, life, run };
    let place = this.#timers.length;
    while (place > 0 && this.#isBefore(timer, this.#timers[place - 1])) place -= 1;
    this.#timers.splice(place, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** How many timers a life has: something will happen by itself. */
  count(life: Life): number {
    return this.#timers.reduce((sum, timer) => sum + (timer.life === life ? 1 : 0), 0);
  }

  /** Milliseconds until the next timer; infinite without one. */
  get left(): number {
    const next = this.#timers[0];
    return next ? next.at - this.now : Infinity;
  }

  /** Goes on to the next timer and runs it, with all that follows from it at once. */
  async step(): Promise<void> {
    const timer = this.#timers.shift();
    if (!timer) return;
    this.steps += 1;
    this.now = timer.at;
    if (timer.life?.isOver) return;
    if (timer.life) timer.life.enter();
    timer.run();
    await settled();
  }

  #isBefore(timer: Timer, other: Timer | undefined): boolean {
    return other !== undefined && (timer.at < other.at || (timer.at === other.at && timer.turn < other.turn));
  }
}

/** Answers once every promise that can go on has gone on: a turn of the loop comes only when none is left. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
