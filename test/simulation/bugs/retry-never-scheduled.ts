import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After the connection is lost nothing tries again by itself, unless the instance said when',
  breaks: ['rest'],
  seed: 1,
  edits: [
    {
      file: 'main/sync/sync.ts',
      find: '    this.#schedule(this.#way.lost(failure, this.#link.random));',
      replace: `    const ms = this.#way.lost(failure, this.#link.random);
    if (failure.kind === 'retry-later') this.#schedule(ms);`,
    },
  ],
};
