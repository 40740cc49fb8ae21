import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After the connection is lost nothing tries again by itself',
  seed: 1,
  edits: [
    {
      file: 'main/sync/sync.ts',
      find: '    this.#schedule(asked ?? 250 + backoff(this.#silence, LONGEST_SILENCE_MS, this.#link.random));',
      replace: '    if (asked !== null) this.#schedule(asked + 250 + backoff(this.#silence, LONGEST_SILENCE_MS, this.#link.random));',
    },
  ],
};
