import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Long words are cut after the journal’s chain is reckoned',
  breaks: ['journal'],
  seed: 1,
  script: 'a gateway says 502 to a note that was done',
  edits: [
    {
      file: 'main/outbox/journal/chain.ts',
      find: '  write.run(add, { ...said, id, hash:',
      replace: '  write.run(add, { ...said, words: said.words && said.words.slice(0, 40), id, hash:',
    },
  ],
};
