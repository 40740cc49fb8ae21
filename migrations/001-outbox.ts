import { type Kysely, sql } from 'kysely';

/** Entries, the records they touch, and the changes they make to the view until they are acknowledged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox_entry (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      key TEXT NOT NULL,
      revision INTEGER NOT NULL,
      format INTEGER NOT NULL,
      action TEXT NOT NULL,
      label TEXT NOT NULL,
      table_name TEXT,
      sys_id TEXT,
      title TEXT NOT NULL,
      touches TEXT NOT NULL,
      inputs TEXT NOT NULL,
      steps TEXT NOT NULL,
      step INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unknown', 'refused', 'conflict', 'sent')),
      triggered_at TEXT NOT NULL,
      attempts INTEGER NOT NULL,
      failures INTEGER NOT NULL,
      attempted_at TEXT,
      attempt_offset INTEGER,
      answered_before INTEGER,
      mod_count_before TEXT,
      next_attempt_at INTEGER,
      failure TEXT,
      conflict TEXT,
      shared INTEGER NOT NULL,
      clock_offset INTEGER,
      reviewed_at TEXT,
      review_offset INTEGER,
      sent_at TEXT
    ) STRICT`.execute(db);
  await sql`CREATE INDEX outbox_entry_waiting ON outbox_entry (seq) WHERE state <> 'sent'`.execute(db);
  await sql`
    CREATE TABLE outbox_touch (
      sys_id TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      table_name TEXT NOT NULL,
      needs INTEGER NOT NULL CHECK (needs IN (0, 1)),
      PRIMARY KEY (sys_id, entry)
    ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`
    CREATE TABLE pending_change (
      sys_id TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      step INTEGER NOT NULL,
      table_name TEXT NOT NULL,
      operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete', 'note', 'attach')),
      fields TEXT NOT NULL,
      PRIMARY KEY (sys_id, entry, step)
    ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`
    CREATE TABLE own_change (
      sys_id TEXT PRIMARY KEY NOT NULL,
      since TEXT NOT NULL,
      until TEXT NOT NULL,
      became TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`.execute(db);
  await sql`
    CREATE TABLE outbox_discarded (
      seq INTEGER PRIMARY KEY,
      together INTEGER NOT NULL,
      discarded_at TEXT NOT NULL,
      entry TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT`.execute(db);
  await sql`
    CREATE TABLE sender_lease (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      token INTEGER NOT NULL,
      taken_at TEXT NOT NULL
    ) STRICT`.execute(db);
}
