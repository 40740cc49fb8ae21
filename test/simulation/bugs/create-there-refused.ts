import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A create that was done by an attempt believed lost is refused for being there',
  breaks: ['refused'],
  seed: 72,
  script: 'a create comes twice, and the answer is that it is there',
  edits: [
    {
      file: 'main/delivery/deliver.ts',
      find: 'await doneThoughRefused(link, unanswered, await exchange(link, sender, unanswered));',
      replace: 'await exchange(link, sender, unanswered);',
    },
  ],
};
