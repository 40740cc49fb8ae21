import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The entry is committed first, its changes to the view in a second transaction',
  breaks: ['view'],
  seed: 3,
  script: 'killed right after the first commit of a press',
  edits: [
    {
      file: 'main/actions/trigger.ts',
      find: `  return database.transaction((write) => {
    const edited =`,
      replace: `  let lay = (): void => undefined;
  const written = database.transaction((write) => {
    const edited =`,
    },
    {
      file: 'main/actions/trigger.ts',
      find: '    layChanges(write, catalog, seq, changes);',
      replace: `    lay = () => {
      database.transaction((again) => {
        layChanges(again, catalog, seq, changes);
      });
    };`,
    },
    {
      file: 'main/actions/trigger.ts',
      find: `    return { seq, tables: tablesOf(changes, steps) };
  });`,
      replace: `    return { seq, tables: tablesOf(changes, steps) };
  });
  lay();
  return written;`,
    },
  ],
};
