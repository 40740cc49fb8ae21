import type Sqlite from 'better-sqlite3';
import type { JournalWhat } from '../../preload/contract/journal.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';

const prepared = new WeakMap<Sqlite.Database, Map<string, Sqlite.Statement>>();

/** Looks into an account's database past everything of ours. */
export function rowsIn<R>(database: Sqlite.Database, sql: string, ...given: unknown[]): R[] {
  let known = prepared.get(database);
  if (!known) prepared.set(database, (known = new Map<string, Sqlite.Statement>()));
  let statement = known.get(sql);
  if (!statement) known.set(sql, (statement = database.prepare(sql)));
  return statement.all(...given) as R[];
}

/** An entry as it is stored. */
export interface StoredEntry {
  seq: number;
  key: string;
  revision: number;
  action: string;
  inputs: string;
  touches: string;
  steps: string;
  step: number;
  state: EntryState;
  attempts: number;
  failure: string | null;
}

const COLUMNS = 'seq, key, revision, action, inputs, touches, steps, step, state, attempts, failure';

export function entriesIn(database: Sqlite.Database): StoredEntry[] {
  return rowsIn(database, `SELECT ${COLUMNS} FROM outbox_entry ORDER BY seq`);
}

export function entryByKey(database: Sqlite.Database, key: string): StoredEntry | undefined {
  return rowsIn<StoredEntry>(database, `SELECT ${COLUMNS} FROM outbox_entry WHERE key = ?`, key)[0];
}

/** The description of a task as it is shown; undefined when the task is not. */
export function textIn(database: Sqlite.Database, task: string): string | undefined {
  const [row] = rowsIn<{ text: string }>(
    database,
    'SELECT description AS text FROM cache_wm_task WHERE sys_id = ?',
    task,
  );
  return row?.text;
}

/** Earlier entries that the instance has not acknowledged. */
export function waitingBefore(database: Sqlite.Database, seq: number): StoredEntry[] {
  return rowsIn(
    database,
    `SELECT ${COLUMNS} FROM outbox_entry WHERE state <> 'sent' AND seq < ? ORDER BY seq`,
    seq,
  );
}

/** What the journal says of an entry, in order. */
export function journalOf(database: Sqlite.Database, seq: number): JournalWhat[] {
  const lines = rowsIn<{ what: JournalWhat }>(
    database,
    'SELECT what FROM outbox_journal WHERE entry = ? ORDER BY id',
    seq,
  );
  return lines.map(({ what }) => what);
}

/** Whether an entry is there that waits for no person and is held by none: it has to get on by itself. */
export function hasMoving(database: Sqlite.Database): boolean {
  const moving = rowsIn<{ seq: number }>(
    database,
    `WITH RECURSIVE blocked (seq) AS (
       SELECT seq FROM outbox_entry WHERE state IN ('refused', 'conflict')
       UNION
       SELECT later.entry FROM blocked
         JOIN outbox_touch AS earlier ON earlier.entry = blocked.seq
         JOIN outbox_touch AS later ON later.sys_id = earlier.sys_id AND later.entry > earlier.entry
     )
     SELECT seq FROM outbox_entry
     WHERE state <> 'sent' AND seq NOT IN (SELECT seq FROM blocked) LIMIT 1`,
  );
  return moving.length > 0;
}

/** sys_ids of the cached records of a table, in the order in which they came. */
export function cachedIn(database: Sqlite.Database, table: string): string[] {
  const found = rowsIn<{ sys_id: string }>(database, `SELECT sys_id FROM cache_${table} ORDER BY row`);
  return found.map(({ sys_id }) => sys_id);
}
