import Sqlite from 'better-sqlite3';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { sqlFunctions } from '../query/sql-functions.ts';
import { Database } from './database.ts';
import { migrate, refuseNewer } from './migrate.ts';

/** Pages of 4 KiB that gather in the write-ahead log before a commit makes a checkpoint: 32 MiB. */
const WAL_PAGES = 8192;

/**
 * Opens (or makes) the database at `file` and brings it up to date. The only place where connections are made. `now` is
 * the laptop's clock in milliseconds. Throws NewerDatabase or MigrationFailed (migrate.ts).
 */
export async function openDatabase(file: string, now: () => number = Date.now): Promise<Database> {
  mkdirSync(dirname(file), { recursive: true });
  if (existsSync(file)) lookFirst(file);
  const connection = new Sqlite(file);
  try {
    connection.pragma('journal_mode = WAL');
    // Explicitly, and after WAL: better-sqlite3 falls back to NORMAL otherwise, which loses commits with the power
    // (docs/performance.md, trap 1).
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('busy_timeout = 5000');
    connection.pragma('cache_size = -16000');
    // A checkpoint inside a commit is what makes the slowest triggers slow, so there are few; closing makes the last one.
    connection.pragma(`wal_autocheckpoint = ${WAL_PAGES}`);
    for (const [name, run] of Object.entries(sqlFunctions)) {
      connection.function(name, { deterministic: true, varargs: true }, run);
    }
    await migrate(connection);
  } catch (error) {
    connection.close();
    throw error;
  }
  return new Database(connection, now);
}

/** Read-only, because even opening and closing moves a log that was left behind into the database. */
function lookFirst(file: string): void {
  const connection = new Sqlite(file, { readonly: true });
  try {
    refuseNewer(connection);
  } finally {
    connection.close();
  }
}
