import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A request that may still be on its way is not waited for before it is made again',
  breaks: ['twice'],
  seed: 122,
  script: 'a note that was given up arrives later than the look',
  edits: [
    {
      file: 'main/outbox/doubt.ts',
      find: 'const LATE_MS = 10_000;',
      replace: 'const LATE_MS = 1000;',
    },
  ],
};
