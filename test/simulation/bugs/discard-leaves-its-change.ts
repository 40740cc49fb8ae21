import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Discarding forgets the change but leaves it in the view',
  breaks: ['view', 'copies'],
  seed: 1,
  script: 'the laptop is closed for three weeks, and then its person sends one, discards one and leaves one',
  edits: [
    {
      file: 'main/delivery/settle.ts',
      find: '    if (cached) recomputeView(write, cached, sys_id);',
      replace: `    if (cached && entry.state === 'sent') recomputeView(write, cached, sys_id);`,
    },
  ],
};
