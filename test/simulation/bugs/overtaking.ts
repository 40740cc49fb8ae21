import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'What has to wait for its next attempt is overtaken by what comes behind it on the same record',
  breaks: ['order', 'held'],
  seed: 1,
  edits: [
    {
      file: 'main/delivery/line.ts',
      find: `import { waitingEntries } from '../outbox/waiting.ts';`,
      replace: `import { readEntry } from '../outbox/entries.ts';
import { waitingEntries } from '../outbox/waiting.ts';`,
    },
    {
      file: 'main/delivery/line.ts',
      find: `        const ahead = directlyAhead(this.#database, entry);
`,
      replace: `        const ahead = directlyAhead(this.#database, entry).filter(
          (one) => readEntry(this.#database, one)?.nextAttemptAt === null,
        );
`,
    },
    {
      file: 'main/delivery/line.ts',
      find: '    return directlyAhead(this.#database, entry).length > 0;',
      replace: '    return entry.seq < 0;',
    },
  ],
};
