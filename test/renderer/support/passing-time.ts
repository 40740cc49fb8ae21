import type { Time } from '../../../main/services.ts';

interface Timer {
  due: number;
  timeout: NodeJS.Timeout;
  run: () => void;
}

/** The real time, and what a test lets go by besides. */
export class PassingTime implements Time {
  #passed = 0;
  readonly #timers = new Set<Timer>();

  readonly now = (): number => Date.now() + this.#passed;

  readonly after = (ms: number, run: () => void): (() => void) => {
    const timer: Timer = {
      due: this.now() + ms,
      timeout: setTimeout(() => {
        this.#timers.delete(timer);
        run();
      }, ms),
      run,
    };
    this.#timers.add(timer);
    return () => {
      this.#end(timer);
    };
  };

  /** So many milliseconds go by at once: what was to happen meanwhile happens now. */
  pass(ms: number): void {
    this.#passed += ms;
    for (const timer of [...this.#timers]) {
      if (timer.due > this.now()) continue;
      this.#end(timer);
      timer.run();
    }
  }

  #end(timer: Timer): void {
    clearTimeout(timer.timeout);
    this.#timers.delete(timer);
  }
}
