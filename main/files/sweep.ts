import type { Database } from '../database/database.ts';
import { build } from '../database/query.ts';
import type { FileStore } from './store.ts';
import { neededFiles } from './uses.ts';

/** A file that nobody needs yet may belong to a form that is being filled in. */
const GRACE_MS = 24 * 60 * 60_000;

/** Removes files that no entry and no draft needs. Returns how many went. */
export function sweepFiles(database: Database, store: FileStore, now: number): number {
  const needed = neededFiles(database);
  const orphans = store.all().filter(({ hash, at }) => !needed.has(hash) && at < now - GRACE_MS);
  database.transaction((write) => {
    for (const { hash } of orphans) write.execute(build.deleteFrom('stored_file').where('hash', '=', hash));
  });
  for (const { hash } of orphans) store.remove(hash);
  return orphans.length;
}
