import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Every attempt has a key of its own',
  breaks: ['frozen'],
  seed: 1,
  script: 'killed while an update is on its way, right after another entry changed the record',
  edits: [
    {
      file: 'main/outbox/entry.ts',
      find: '  return `${entry.key}-${entry.revision}-${step}`;',
      replace: `  const { attempts = [] } = entry as Partial<Entry>;
  return \`\${entry.key}-\${entry.revision + Math.max(0, attempts.length - 1)}-\${step}\`;`,
    },
  ],
};
