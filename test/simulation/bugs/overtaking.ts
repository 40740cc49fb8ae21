import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What has to wait for its next attempt is overtaken by what comes behind it on the same record',
  breaks: ['order', 'held'],
  seed: 5,
  script: 'what refers to a record that waits to be created waits as well',
  edits: [
    {
      file: 'main/outbox/order.ts',
      find: '  return [...new Set(found)];',
      replace: `  const isPaused = (one: number) => reader.first(nextOf, { seq: one })?.next_attempt_at != null;
  return [...new Set(found)].filter((one) => !isPaused(one));`,
    },
    {
      file: 'main/outbox/order.ts',
      find: 'const others = query<',
      replace: `const nextOf = query<{ seq: number }, { next_attempt_at: number | null }>((p) =>
  build.selectFrom('outbox_entry').select('next_attempt_at').where('seq', '=', p('seq')),
);

const others = query<`,
    },
  ],
};
