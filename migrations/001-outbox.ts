import { type Kysely, sql } from 'kysely';

/** Entries, the attempts at them, the records they touch, and the changes they make to the view until they are acknowledged. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createEntries(db);
  await createAttempts(db);
  await createTouches(db);
  await createPendingChanges(db);
  await createOwnChanges(db);
  await createDiscarded(db);
  await createLease(db);
}

async function createEntries(db: Kysely<unknown>): Promise<void> {
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
      state TEXT NOT NULL CHECK (
        state IN ('queued', 'sending', 'unknown', 'refused', 'conflict', 'old', 'unclear', 'sent')),
      triggered TEXT NOT NULL,
      decided TEXT,
      next_attempt_at INTEGER,
      question TEXT,
      sent_at TEXT,
      CHECK ((question IS NOT NULL) = (state IN ('refused', 'conflict', 'old', 'unclear')))
    ) STRICT`.execute(db);
  await sql`CREATE INDEX outbox_entry_waiting ON outbox_entry (seq) WHERE state <> 'sent'`.execute(db);
}

async function createAttempts(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox_attempt (
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      number INTEGER NOT NULL,
      step INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      elsewhere INTEGER NOT NULL CHECK (elsewhere IN (0, 1)),
      at TEXT NOT NULL,
      mod_count TEXT,
      ended TEXT CHECK (ended IN (
        'done', 'not-delivered', 'turned-away', 'refused', 'failed', 'silent', 'cut-short', 'let-go', 'not-there')),
      failure TEXT,
      charged INTEGER NOT NULL CHECK (charged IN (0, 1)),
      PRIMARY KEY (entry, number)
    ) STRICT, WITHOUT ROWID`.execute(db);
}

async function createTouches(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox_touch (
      sys_id TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      table_name TEXT NOT NULL,
      needs INTEGER NOT NULL CHECK (needs IN (0, 1)),
      PRIMARY KEY (sys_id, entry)
    ) STRICT, WITHOUT ROWID`.execute(db);
}

async function createPendingChanges(db: Kysely<unknown>): Promise<void> {
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
}

async function createOwnChanges(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE own_change (
      sys_id TEXT PRIMARY KEY NOT NULL,
      since TEXT NOT NULL,
      until TEXT NOT NULL,
      became TEXT NOT NULL
    ) STRICT, WITHOUT ROWID`.execute(db);
}

async function createDiscarded(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox_discarded (
      seq INTEGER PRIMARY KEY,
      together INTEGER NOT NULL,
      discarded_at TEXT NOT NULL,
      entry TEXT NOT NULL,
      attempts TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT`.execute(db);
}

async function createLease(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE sender_lease (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      token INTEGER NOT NULL,
      taken_at TEXT NOT NULL
    ) STRICT`.execute(db);
}
