import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Without a connection the person is told "saved" a moment before anything is written',
  breaks: ['told'],
  seed: 1,
  script: 'a gateway says 502 to a note that was done',
  edits: [
    {
      file: 'main/calls/actions.ts',
      find: '  const { seq, tables } = trigger(',
      replace: '  const write = () => trigger(',
    },
    {
      file: 'main/calls/actions.ts',
      find: `  services.announce('records.changed', { tables });`,
      replace: `  if (!sync.online) {
    let entry = 1;
    while (readEntry(database, entry)) entry += 1;
    services.time.after(50, () => void write());
    return { outcome: 'saved', entry, because: 'offline' };
  }
  const { seq, tables } = write();
  services.announce('records.changed', { tables });`,
    },
  ],
};
