/** Lets whoever triggered an action wait for what becomes of its entry. */
export class Settling {
  readonly #waiting = new Map<number, () => void>();

  /** Resolves when the entry has moved, or nothing can be expected for now (`release`). */
  wait(seq: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(seq, resolve);
    });
  }

  /** Nobody waits for this entry any more. */
  forget(seq: number): void {
    this.#waiting.get(seq)?.();
    this.#waiting.delete(seq);
  }

  changed(seq: number): void {
    this.forget(seq);
  }

  /** The connection is gone: nobody has to wait for an answer. */
  release(): void {
    for (const seq of [...this.#waiting.keys()]) this.forget(seq);
  }
}
