import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What refers to a record that is still to be created does not wait for it',
  breaks: ['held'],
  seed: 1,
  edits: [
    {
      file: 'main/actions/trigger.ts',
      find: '    const all = [...touches, ...neededBy(write, steps, touches)];',
      replace: '    const all = [...touches, ...neededBy(write, steps, touches).slice(0, 0)];',
    },
  ],
};
