import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Records are compared only when the instance has another number of them, hidden ones counted',
  breaks: ['copies'],
  seed: 1,
  script: 'a task is hidden, changed by somebody else and shown again',
  edits: [
    {
      file: 'main/pull/compare.ts',
      find: '  if (isExpected && !isDue(at, link.time.now())) return 0;',
      replace: '  if (isExpected) return 0;',
    },
  ],
};
