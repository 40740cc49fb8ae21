import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'After a lost answer a record that has changed at all counts as changed by us',
  breaks: ['lost'],
  seed: 5,
  script: 'somebody else sets a priority between two attempts at it',
  edits: [
    {
      file: 'main/delivery/kinds/update.ts',
      find: 'isNextTo(modCount, record) && isChangedByUs(looking, record) && isChanged(link, step, record);',
      replace: 'isNextTo(modCount, record);',
    },
  ],
};
