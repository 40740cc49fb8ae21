import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What has waited for weeks is sent as if it had been pressed today',
  breaks: ['asked'],
  seed: 30,
  script: 'the laptop is closed for three weeks, and then its person sends one, discards one and leaves one',
  edits: [
    {
      file: 'main/delivery/too-old.ts',
      find: '  return ageOf(entry, now) > ',
      replace: '  return ageOf(entry, now) > 1000 * ',
    },
  ],
};
