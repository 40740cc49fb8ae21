import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The time of an attempt goes by the distance of the clocks as it is now',
  breaks: ['twice'],
  seed: 57,
  script: 'the clock goes back while nobody knows what became of a note',
  edits: [
    {
      file: 'main/outbox/stamp.ts',
      find: `  if (seemsLater && then.after !== null) return then.after - SLACK_MS;
  return Math.min(timeOf(then), timeOf(now)) + least - SLACK_MS;`,
      replace: `  if (seemsLater && then.after === Infinity) return 0;
  return timeOf(then) + distance - SLACK_MS;`,
    },
  ],
};
