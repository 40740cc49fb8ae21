import type { Row } from '../store/row.ts';

const MOST = 4;

/** What the last few queries found, as long as no record has changed since. */
export class Found {
  readonly #rows = new Map<string, readonly Row[]>();
  #changes = 0;

  get(name: string, changes: number): readonly Row[] | undefined {
    if (changes !== this.#changes) this.#rows.clear();
    this.#changes = changes;
    return this.#rows.get(name);
  }

  set(name: string, rows: readonly Row[]): void {
    this.#rows.set(name, rows);
    const [oldest] = this.#rows.keys();
    if (this.#rows.size > MOST && oldest !== undefined) this.#rows.delete(oldest);
  }
}
