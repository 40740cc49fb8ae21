import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The screen is changed in a transaction of its own, before the entry is written',
  breaks: ['view', 'copies'],
  seed: 1,
  script: 'a create is done and not answered',
  edits: [
    {
      file: 'main/actions/trigger.ts',
      find: `import { readRow } from '../records/row.ts';`,
      replace: `import { putRow, readRow } from '../records/row.ts';`,
    },
    {
      file: 'main/actions/trigger.ts',
      find: `  return database.transaction((write) => {
    const edited =`,
      replace: `  const { record, inputs } = asked;
  if (record !== null) {
    database.transaction((write) => {
      const table = tableOf(catalog, action.table);
      const row = readRow(write, table, record);
      if (row) putRow(write, table, { ...row, description: inputs['text'] ?? '' });
    });
  }
  return database.transaction((write) => {
    const edited =`,
    },
  ],
};
