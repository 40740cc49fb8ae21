import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'An expired token is taken for the instance saying no',
  breaks: ['refused', 'rest'],
  seed: 2,
  script: 'the tokens end in the middle of an action of five steps',
  edits: [
    {
      file: 'main/instance/failed.ts',
      find: `    return { kind: 'sign-in-needed', message: words?.message ?? 'The instance asks to sign in again' };`,
      replace: `    return { kind: 'refused', status, message: words?.message ?? 'Please sign in', detail: null };`,
    },
  ],
};
