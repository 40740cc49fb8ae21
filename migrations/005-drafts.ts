import { type Kysely, sql } from 'kysely';

/** Forms saved on the device by "Save progress". */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE draft (
      id TEXT PRIMARY KEY NOT NULL,
      action TEXT NOT NULL,
      table_name TEXT,
      sys_id TEXT,
      title TEXT NOT NULL,
      inputs TEXT NOT NULL,
      mod_count TEXT,
      saved_at TEXT NOT NULL,
      revises INTEGER,
      grouped INTEGER NOT NULL CHECK (grouped IN (0, 1)),
      targets TEXT NOT NULL
    ) STRICT`.execute(db);
}
