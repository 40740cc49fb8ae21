import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A connection that breaks before the answer is taken for one that was never made',
  breaks: ['twice'],
  seed: 1,
  script: 'a file is there and its upload not answered',
  edits: [
    {
      file: 'main/instance/failed.ts',
      find: `  'ECONNREFUSED',`,
      replace: `  'ECONNREFUSED',
  'ECONNRESET',`,
    },
  ],
};
