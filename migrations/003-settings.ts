import { type Kysely, sql } from 'kysely';

/** One value a name: whose database this is, the definition in force, the switch "Work offline". */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE setting (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) STRICT`.execute(db);
}
