import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The screen is changed in a transaction of its own, before the entry is written',
  seed: 1,
  edits: [
    {
      file: 'main/actions/trigger.ts',
      find: `import { readRow } from '../records/row.ts';`,
      replace: `import { putRow, readRow } from '../records/row.ts';`,
    },
    {
      file: 'main/actions/trigger.ts',
      find: `  return database.transaction((write) => {
    const mended =`,
      replace: `  if (press.record !== null) {
    const sysId = press.record;
    const table = tableOf(catalog, action.table);
    database.transaction((write) => {
      const row = readRow(write, table, sysId);
      if (row && 'description' in row) putRow(write, table, { ...row, description: press.inputs['text'] ?? '' });
    });
  }
  return database.transaction((write) => {
    const mended =`,
    },
  ],
};
