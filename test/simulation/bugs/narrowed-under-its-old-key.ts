import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A payload that was narrowed after an attempt goes under the key of that attempt',
  breaks: ['frozen'],
  seed: 49,
  script: 'somebody else sets a priority between two attempts at it',
  edits: [
    {
      file: 'main/delivery/begin.ts',
      find: '  const revision = entry.revision + (wasMade(entry) ? 1 : 0);',
      replace: '  const { revision } = entry;',
    },
  ],
};
