import type Sqlite from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';

const files = import.meta.glob<Migration>('../../migrations/*.ts', { eager: true });

/** Every migration by its name, such as `001-outbox`, in order. */
export const migrations: Record<string, Migration> = Object.fromEntries(
  Object.entries(files)
    .map(([path, migration]) => [path.replace(/^.*\/|\.ts$/g, ''), migration] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** The database was made by a newer Outpost; opening it with this one could lose what it does not know. */
export class NewerDatabase extends Error {
  constructor(file: string, unknown: string[]) {
    super(
      `The database ${file} was made by a newer version of Outpost (it knows ${unknown.join(', ')}). ` +
        'Nothing was changed. Install the newer version again to go on.',
    );
    this.name = 'NewerDatabase';
  }
}

/** A migration failed; the database is as it was before, and the copy made before it is named. */
export class MigrationFailed extends Error {
  constructor(file: string, migration: string, cause: unknown) {
    super(`The database ${file} could not be brought up to date (${migration}): ${String(cause)}`, { cause });
    this.name = 'MigrationFailed';
  }
}

/** Names of the migrations this database has been through. */
export function applied(connection: Sqlite.Database): string[] {
  const exists = connection
    .prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'kysely_migration'")
    .get();
  if (!exists) return [];
  return connection.prepare('SELECT name FROM kysely_migration ORDER BY name').pluck().all() as string[];
}

/**
 * Throws NewerDatabase when the database has been through a migration that is not known here; otherwise returns those that it
 * has been through.
 */
export function refuseNewer(
  connection: Sqlite.Database,
  known: Record<string, Migration> = migrations,
): string[] {
  const done = applied(connection);
  const unknown = done.filter((name) => !(name in known));
  if (unknown.length > 0) throw new NewerDatabase(connection.name, unknown);
  return done;
}

/**
 * Brings the database up to date, all or nothing. A copy is kept beside it first (`<file>.before-<migration>`), unless
 * the database is new. Throws NewerDatabase before touching anything, MigrationFailed after rolling back.
 */
export async function migrate(
  connection: Sqlite.Database,
  known: Record<string, Migration> = migrations,
): Promise<void> {
  const done = refuseNewer(connection, known);
  const next = Object.keys(known).find((name) => !done.includes(name));
  if (next === undefined) return;
  if (done.length > 0) await connection.backup(`${connection.name}.before-${next}`);

  // Kysely's migrator wants a driver that closes its connection; ours stays open for the engine.
  const dialect = new OneTransaction({ database: new Proxy(connection, keepOpen) });
  const migrator = new Migrator({
    db: new Kysely<unknown>({ dialect }),
    provider: { getMigrations: () => Promise.resolve(known) },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results?.find((result) => result.status === 'Error');
    throw new MigrationFailed(connection.name, failed?.migrationName ?? next, error);
  }
}

/** Kysely runs SQLite's migrations without a transaction, although tables are made and changed in one like all else. */
class OneTransaction extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new (class extends SqliteAdapter {
      override get supportsTransactionalDdl(): boolean {
        return true;
      }
    })();
  }
}

const keepOpen: ProxyHandler<Sqlite.Database> = {
  get(connection, name) {
    if (name === 'close') return () => connection;
    const value: unknown = Reflect.get(connection, name);
    return typeof value === 'function' ? (value.bind(connection) as unknown) : value;
  },
};
