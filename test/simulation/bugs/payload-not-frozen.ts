import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A repeated call brings the time of its repetition along',
  seed: 1,
  edits: [
    {
      file: 'main/sync/send.ts',
      find: '  const result = await instance.call(method, path, body, key);',
      replace: '  const result = await instance.call(method, path, { ...body, sent: String(instance.clockOffset) }, key);',
    },
  ],
};
