import { type Kysely, sql } from 'kysely';

/** What is known of the cached tables. The cached records themselves live in tables made at run time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createDatasets(db);
  await createBases(db);
  await createDictionary(db);
}

async function createDatasets(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE cached_dataset (
      table_name TEXT PRIMARY KEY NOT NULL,
      signature TEXT NOT NULL,
      query TEXT NOT NULL,
      watermark TEXT NOT NULL,
      watermark_sys_id TEXT NOT NULL,
      complete INTEGER NOT NULL CHECK (complete IN (0, 1)),
      as_of TEXT,
      compared_at TEXT,
      uncached INTEGER NOT NULL
    ) STRICT`.execute(db);
}

async function createBases(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE cached_base (
      sys_id TEXT PRIMARY KEY NOT NULL,
      table_name TEXT NOT NULL,
      base TEXT
    ) STRICT, WITHOUT ROWID`.execute(db);
}

async function createDictionary(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE dictionary_table (
      table_name TEXT PRIMARY KEY NOT NULL,
      label TEXT NOT NULL
    ) STRICT`.execute(db);
  await sql`
    CREATE TABLE dictionary_field (
      table_name TEXT NOT NULL,
      field TEXT NOT NULL,
      label TEXT NOT NULL,
      type TEXT NOT NULL,
      reference TEXT,
      max_length INTEGER,
      PRIMARY KEY (table_name, field)
    ) STRICT`.execute(db);
  await sql`
    CREATE TABLE dictionary_choice (
      table_name TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT NOT NULL,
      label TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (table_name, field, value)
    ) STRICT`.execute(db);
}
