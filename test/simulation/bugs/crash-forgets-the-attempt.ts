import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What was being sent when the process died counts as not sent',
  breaks: ['twice'],
  seed: 11,
  script: 'killed while a note is on its way',
  edits: [
    {
      file: 'main/delivery/recover.ts',
      find: '  if (!underWay(entry)) return',
      replace: '  if (underWay(entry)?.isCharged !== true) return',
    },
  ],
};
