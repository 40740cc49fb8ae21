import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'An action of several steps counts as sent before its last one is done',
  breaks: ['lost', 'journal'],
  seed: 1,
  script:
    'somebody else describes an order, and a call of ours changes it, between two attempts to describe it',
  edits: [
    {
      file: 'main/delivery/settle.ts',
      find: '  if (change.step < entry.steps.length)',
      replace: '  if (change.step + 1 < entry.steps.length)',
    },
  ],
};
