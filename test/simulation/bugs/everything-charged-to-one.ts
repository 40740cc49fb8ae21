import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Rate limits and maintenance are charged to the entry that met them',
  breaks: ['refused'],
  seed: 1,
  edits: [
    {
      file: 'main/sync/fail.ts',
      find: '  return status === 429 || status === 503 || retryAfterMs !== null;',
      replace: '  return status < 0 && retryAfterMs !== null;',
    },
  ],
};
