import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What may have been done is sent again on a word of the person, without a look',
  breaks: ['twice'],
  seed: 1,
  script: 'what nobody could see is shown again, and then a person lets it go',
  edits: [
    {
      file: 'main/outbox/doubt.ts',
      find: `  'let-go': { doubt: 'let-go', arrivesWithin: LATE_MS },`,
      replace: `  'let-go': { doubt: 'none', arrivesWithin: LATE_MS },`,
    },
  ],
};
