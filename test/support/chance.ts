/** Chance that falls out the same for the same seed (sfc32). Each part of a world has its own, so that one does not disturb another. */
export class Chance {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** `part` tells the streams of one seed apart. */
  constructor(seed: number, part: number) {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 2 ** 32) | 0;
    this.#c = Math.imul(part + 1, 0x9e3779b9);
    for (let round = 0; round < 12; round += 1) this.#next();
  }

  /** Uniform in [0, 1). */
  random = (): number => this.#next() / 2 ** 32;

  /** True with a probability. */
  is(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.random() * (most - least + 1));
  }

  /** One of several; undefined of none. */
  one<T>(several: readonly T[]): T | undefined {
    return several[Math.floor(this.random() * several.length)];
  }

  /** One of several by their weights. */
  weighed<T>(several: readonly (readonly [weight: number, what: T])[]): T {
    let left = this.random() * several.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, what] of several) {
      left -= weight;
      if (left < 0) return what;
    }
    const last = several.at(-1);
    if (!last) throw new Error('Nothing to choose from');
    return last[1];
  }

  bytes = (count: number): Uint8Array => Buffer.from(this.#digits(2 * count), 'hex');

  /** A sys_id. */
  hex = (): string => this.#digits(32);

  #digits(count: number): string {
    let digits = '';
    while (digits.length < count) digits += this.#next().toString(16).padStart(8, '0');
    return digits.slice(0, count);
  }

  #next(): number {
    const t = (((this.#a + this.#b) | 0) + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }
}
