import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'A call that is made again brings the time of its repetition along',
  breaks: ['frozen'],
  seed: 5,
  script: 'a call that may be made again gets no answer',
  edits: [
    {
      file: 'main/delivery/kinds/call.ts',
      find: 'calling(step.method, step.path, step.body, key);',
      replace: `calling(
      step.method,
      step.path,
      { ...step.body, sent: String(link.time.now()) },
      key,
    );`,
    },
    {
      file: 'main/delivery/kinds/call.ts',
      find: 'request: ({ entry }, step)',
      replace: 'request: ({ link, entry }, step)',
    },
  ],
};
