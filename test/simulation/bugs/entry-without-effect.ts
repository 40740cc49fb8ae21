import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'The entry is committed first, its changes to the view in a second transaction',
  breaks: ['view'],
  seed: 1,
  edits: [
    {
      file: 'main/actions/trigger.ts',
      find: `  return database.transaction((write) => {
    const mended =`,
      replace: `  let lay = (): void => undefined;
  const pressed = database.transaction((write) => {
    const mended =`,
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
  return pressed;`,
    },
  ],
};
