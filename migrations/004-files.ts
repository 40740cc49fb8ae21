import { type Kysely, sql } from 'kysely';

/** Photos and files by their content, and who still needs them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE stored_file (
      hash TEXT PRIMARY KEY NOT NULL,
      size INTEGER NOT NULL,
      added_at TEXT NOT NULL
    ) STRICT`.execute(db);
  await sql`
    CREATE TABLE file_use (
      hash TEXT NOT NULL REFERENCES stored_file (hash),
      owner TEXT NOT NULL,
      PRIMARY KEY (hash, owner)
    ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`CREATE INDEX file_use_owner ON file_use (owner)`.execute(db);
}
