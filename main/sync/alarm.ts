import type { Time } from '../services.ts';

/** One timer at a time: setting it takes the place of the one before. */
export class Alarm {
  readonly #time: Time;
  #cancel: () => void = () => undefined;

  constructor(time: Time) {
    this.#time = time;
  }

  set(ms: number, run: () => void): void {
    this.#cancel();
    this.#cancel = this.#time.after(ms, run);
  }

  cancel(): void {
    this.#cancel();
  }
}
