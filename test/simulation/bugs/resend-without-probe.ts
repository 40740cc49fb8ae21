import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What got no answer is sent again without a look at the instance',
  breaks: ['twice'],
  seed: 19,
  edits: [
    {
      file: 'main/delivery/unknown.ts',
      find: '  const probed = await (entry.shared ? probeElsewhere : probeStep)(link, sender, entry);',
      replace: `  const looked = await (entry.shared ? probeElsewhere : probeStep)(link, sender, entry);
  const probed = looked.found === 'done' ? ({ found: 'not-done', again: 'harmless' } as const) : looked;`,
    },
  ],
};
