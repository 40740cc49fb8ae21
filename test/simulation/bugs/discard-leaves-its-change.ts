import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Discarding forgets the change but leaves it in the view',
  seed: 1,
  edits: [
    {
      file: 'main/sync/settle.ts',
      find: `    forgetPending(write, entry.seq, sys_id);
    const cached = link.catalog().tables.get(table);
    if (cached) recomputeView(write, cached, sys_id);`,
      replace: `    forgetPending(write, entry.seq, sys_id);
    const cached = link.catalog().tables.get(table);
    if (cached && entry.state === 'sent') recomputeView(write, cached, sys_id);`,
    },
  ],
};
