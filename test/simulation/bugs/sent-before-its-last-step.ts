import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'An action of several steps counts as sent before its last one is done',
  breaks: ['lost', 'journal'],
  seed: 1,
  edits: [
    {
      file: 'main/delivery/settle.ts',
      find: '  const last = entry.step + 1 >= entry.steps.length;',
      replace: '  const last = entry.step + 2 >= entry.steps.length;',
    },
  ],
};
