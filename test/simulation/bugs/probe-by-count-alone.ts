import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A record that has changed at all is taken for changed by us',
  seed: 1,
  edits: [
    {
      file: 'main/sync/probe.ts',
      find: `  return holds || changedByUsSince(link, entry, record) ? done(step, record) : { found: 'not-done' };`,
      replace: `  return holds || !changedByUsSince(link, entry, record) ? done(step, record) : { found: 'not-done' };`,
    },
  ],
};
