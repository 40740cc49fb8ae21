import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'An entry whose answer was lost is sent again without a look at the instance',
  seed: 1,
  edits: [
    {
      file: 'main/sync/drain.ts',
      find: '    const probed = await probeStep(link, entry, entry.step);',
      replace: `    const looked = await probeStep(link, entry, entry.step);
    const probed = looked.found === 'done' ? ({ found: 'not-done' } as typeof looked) : looked;`,
    },
  ],
};
