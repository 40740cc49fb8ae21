import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What has waited for weeks is sent as if it had been pressed today',
  breaks: ['asked'],
  seed: 11,
  script: 'the laptop is closed for three weeks, and then its person sends one, discards one and leaves one',
  edits: [
    {
      file: 'main/delivery/old.ts',
      find: '  return ageOf(since, link.stamp()) > ',
      replace: '  return ageOf(since, link.stamp()) > 1000 * ',
    },
  ],
};
