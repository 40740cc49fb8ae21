import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After a lost answer an action of several steps begins again with the first',
  breaks: ['twice', 'frozen', 'journal'],
  seed: 5,
  script: 'the third of five steps gets no answer',
  edits: [
    {
      file: 'main/delivery/look.ts',
      find: `      return move('not-there', { nextAttemptAt: null });`,
      replace: `      return move('not-there', { nextAttemptAt: null, step: 0 });`,
    },
  ],
};
