import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The time of an attempt goes by the distance of the clocks as it is now',
  breaks: ['twice'],
  seed: 255,
  script: 'the clock goes back while nobody knows what became of a note',
  edits: [
    {
      file: 'main/sync/probed.ts',
      find: '  return Math.min(Date.parse(device), link.time.now()) + Math.min(then ?? now, now) - SLACK_MS;',
      replace: '  return Date.parse(device) + now - SLACK_MS;',
    },
  ],
};
