import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What waits for a person does not hold back the entries behind it on the same record',
  seed: 1,
  edits: [
    {
      file: 'main/outbox/hold.ts',
      find: `const blocks = DECIDED_BY_PERSON.includes(ahead.state) || ahead.state === 'unknown';`,
      replace: `const blocks = ahead.state === 'unknown' && DECIDED_BY_PERSON.length > 0;`,
    },
  ],
};
