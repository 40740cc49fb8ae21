import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What was being sent when the process died counts as not sent',
  seed: 1,
  edits: [
    {
      file: 'main/sync/recover.ts',
      find: `moveEntry(write, entry, 'interrupted', {`,
      replace: `moveEntry(write, entry, 'not-delivered', {`,
    },
  ],
};
