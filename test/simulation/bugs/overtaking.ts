import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A failure of the connection does not stop the drain, so later entries go first',
  seed: 1,
  edits: [
    {
      file: 'main/sync/drain.ts',
      find: `      if (stop) return { end: 'stopped', affects, ...stop };`,
      replace: '      if (stop) continue;',
    },
  ],
};
