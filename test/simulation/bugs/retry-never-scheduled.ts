import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After the connection is lost nothing tries again by itself, unless the instance said when',
  breaks: ['rest'],
  seed: 7,
  script: 'a hotel answers in the place of the instance',
  edits: [
    {
      file: 'main/sync/sync.ts',
      find: '    this.#schedule(this.#reachability.lost(failure, this.#link.random));',
      replace: `    const ms = this.#reachability.lost(failure, this.#link.random);
    if (failure.kind === 'retry-later') this.#schedule(ms);`,
    },
  ],
};
