import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The next delta begins at what this laptop takes for the time',
  breaks: ['copies'],
  seed: 33,
  script: 'the laptop is an hour ahead, and somebody else changes a record',
  edits: [
    {
      file: 'main/pull/pull.ts',
      find: `    const mark = markOf(last);
    const forward`,
      replace: `    const at = new Date(link.time.now()).toISOString().slice(0, 19).replace('T', ' ');
    const mark = { ...markOf(last), updatedOn: at };
    const forward`,
    },
  ],
};
