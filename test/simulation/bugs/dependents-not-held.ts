import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What waits for a person does not hold what comes behind it on the same record',
  breaks: ['held', 'order'],
  seed: 1,
  script: 'the first of three entries on a record is refused and then discarded',
  edits: [
    {
      file: 'main/outbox/order.ts',
      find: '  return [...new Set(found)];',
      replace: `  const isDecided = (one: number) =>
    ['refused', 'conflict', 'old', 'unclear'].includes(reader.first(stateOf, { seq: one })?.state ?? '');
  return [...new Set(found)].filter((one) => !isDecided(one));`,
    },
    {
      file: 'main/outbox/order.ts',
      find: 'const others = query<',
      replace: `const stateOf = query<{ seq: number }, { state: string }>((p) =>
  build.selectFrom('outbox_entry').select('state').where('seq', '=', p('seq')),
);

const others = query<`,
    },
  ],
};
