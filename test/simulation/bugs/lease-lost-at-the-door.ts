import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A request is repeated with a new token although another process has taken over meanwhile',
  breaks: ['twice', 'entry', 'frozen', 'held', 'journal'],
  seed: 5,
  script: 'another process takes over while a new token is fetched for a request',
  edits: [
    {
      file: 'main/instance/instance.ts',
      find: '      ask.leaving?.();\n      return asking(withToken(ask, renewed));',
      replace: '      return asking(withToken(ask, renewed));',
    },
  ],
};
