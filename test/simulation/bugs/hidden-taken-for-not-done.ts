import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A note on a record that cannot be seen any more is taken for not written',
  breaks: ['refused', 'twice'],
  seed: 1,
  script: 'a note gets no answer, and while it is looked for an access rule hides its record',
  edits: [
    {
      file: 'main/delivery/kinds/note.ts',
      find: '  if (!record) return OUT_OF_SIGHT;',
      replace: '  if (!record) return NOT_THERE;',
    },
  ],
};
