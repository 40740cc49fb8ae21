import { type Kysely, sql } from 'kysely';

/** What happened to each entry, line by line, each line's hash built on that of the line before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE outbox_journal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      at TEXT NOT NULL,
      entry INTEGER,
      revision INTEGER,
      step INTEGER,
      what TEXT NOT NULL CHECK (what IN (
        'attempt', 'look-first', 'look-again', 'ask-first', 'acknowledged', 'step-acknowledged', 'not-delivered',
        'no-answer', 'retry-later', 'sign-in-needed', 'refused', 'conflict', 'interrupted', 'found-done', 'found-not-done', 'unclear',
        'try-again', 'edited', 'resolved', 'discarded', 'undone', 'handed-over', 'imported', 'pruned')),
      status INTEGER,
      words TEXT,
      hash TEXT NOT NULL
    ) STRICT`.execute(db);
}
