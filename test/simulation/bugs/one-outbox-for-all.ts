import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'All users of the laptop share one database',
  seed: 1,
  edits: [
    {
      file: 'main/account/register.ts',
      find: `    return join(this.#folder, 'accounts', id, 'outpost.db');`,
      replace: `    return join(this.#folder, 'accounts', id.slice(0, 0) + 'all', 'outpost.db');`,
    },
  ],
};
