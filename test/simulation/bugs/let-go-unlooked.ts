import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What may have been done is sent again on a word of the person, without a look',
  breaks: ['twice'],
  seed: 1,
  script: 'what nobody could see is shown again, and then a person lets it go',
  edits: [
    {
      file: 'main/delivery/unknown.ts',
      find: ' || isLetGo(entry));',
      replace: ');',
    },
  ],
};
