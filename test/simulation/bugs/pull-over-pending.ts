import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What a pull brings is written over unsent changes',
  breaks: ['view', 'copies'],
  seed: 1,
  script: 'somebody else changes a description while two of ours wait',
  edits: [
    {
      file: 'main/records/view.ts',
      find: `  if (!isChanged(write, sysId)) {
    if (told === null)`,
      replace: `  if (told !== null || !isChanged(write, sysId)) {
    if (told === null)`,
    },
  ],
};
