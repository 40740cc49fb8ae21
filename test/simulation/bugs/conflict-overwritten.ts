import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What somebody else has changed meanwhile is written over without asking',
  breaks: ['unseen'],
  seed: 3,
  script: 'somebody else writes over an update whose answer was lost',
  edits: [
    {
      file: 'main/delivery/conflict/compare.ts',
      find: `  if (fields.some(({ clash }) => clash)) return conflict(changed(step, record, fields), record);
`,
      replace: '',
    },
  ],
};
