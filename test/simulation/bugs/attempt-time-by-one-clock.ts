import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The time of an attempt goes by the distance of the clocks as it is now',
  breaks: ['twice'],
  seed: 255,
  script: 'the clock goes back while nobody knows what became of a note',
  edits: [
    {
      file: 'main/delivery/probed.ts',
      find: `  if (isLater && !isPress && answeredBefore !== null) return answeredBefore - SLACK_MS;
  return Math.min(Date.parse(device), link.time.now()) + least - SLACK_MS;`,
      replace: '  return Date.parse(device) + now - SLACK_MS;',
    },
  ],
};
