import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'Every attempt has a key of its own',
  breaks: ['frozen'],
  seed: 1,
  edits: [
    {
      file: 'main/outbox/entry.ts',
      find: '  return `${entry.key}-${entry.revision}-${step}`;',
      replace: `  const { attempts = 1 } = entry as Partial<Entry>;
  return \`\${entry.key}-\${entry.revision + Math.max(0, attempts - 1)}-\${step}\`;`,
    },
  ],
};
