import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The answers in a batch are taken in the order in which they come',
  breaks: ['lost', 'refused', 'twice'],
  seed: 7,
  script: 'the answers of a batch come in another order than its requests',
  edits: [
    {
      file: 'main/instance/batch.ts',
      find: '    const one = serviced.get(String(at));',
      replace: '    const one = [...serviced.values()][at];',
    },
  ],
};
