import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { test as base } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { openDatabase } from '../../main/database/open.ts';

/** A folder of the test's own, and a database in it as an account has one. */
export const test = base.extend<{ folder: string; file: string; database: Database }>({
  folder: async ({ task }, use) => {
    const folder = mkdtempSync(join(tmpdir(), `outpost-${task.id}-`));
    await use(folder);
    rmSync(folder, { recursive: true, force: true });
  },
  file: async ({ folder }, use) => {
    await use(join(folder, 'outpost.db'));
  },
  database: async ({ file }, use) => {
    const database = await openDatabase(file);
    await use(database);
    database.close();
  },
});

/** Looks into a database file, or makes one, past everything of ours. */
export function withSqlite<T>(file: string, work: (connection: Sqlite.Database) => T): T {
  const connection = new Sqlite(file);
  try {
    return work(connection);
  } finally {
    connection.close();
  }
}
