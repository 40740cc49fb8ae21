import type { Bug } from '../bug.ts';

export const bug: Bug = {
  what: 'All users of the laptop share one database',
  breaks: ['user'],
  seed: 1,
  script: 'somebody signs out while a press waits for its answer',
  edits: [
    {
      file: 'main/account/register.ts',
      find: `  databaseOf({ id }: RegisteredAccount): string {
    return join(this.#folder, 'accounts', id, 'outpost.db');`,
      replace: `  databaseOf({ instance }: RegisteredAccount): string {
    return join(this.#folder, 'accounts', idOf(instance, ''), 'outpost.db');`,
    },
  ],
};
