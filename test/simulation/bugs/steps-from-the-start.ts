import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After a lost answer an action of several steps begins again with the first',
  seed: 1,
  edits: [
    {
      file: 'main/sync/drain.ts',
      find: `moveEntry(write, entry, 'not-done', { failure: null })`,
      replace: `moveEntry(write, entry, 'not-done', { failure: null, step: 0 })`,
    },
  ],
};
