import type Sqlite from 'better-sqlite3';
import type { Ending } from '../../main/database/outbox-schema.ts';
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
  /** JSON: what a person is asked; null when nothing. */
  question: string | null;
  /** JSON: how the attempts at it ended, in order; null for one that has not. */
  endings: string;
}

const ENDINGS = `(SELECT json_group_array(ended) FROM (SELECT ended FROM outbox_attempt
  WHERE entry = seq AND elsewhere = 0 ORDER BY number)) AS endings`;
const COLUMNS = `seq, key, revision, action, inputs, touches, steps, step, state, question, ${ENDINGS}`;

/** How the attempts at an entry ended, in order; null for one that has not. */
export function endingsOf({ endings }: StoredEntry): (Ending | null)[] {
  return JSON.parse(endings) as (Ending | null)[];
}

export function entriesIn(database: Sqlite.Database): StoredEntry[] {
  return rowsIn(database, `SELECT ${COLUMNS} FROM outbox_entry ORDER BY seq`);
}

/** Entries that were discarded, as they were. */
export function discardedIn(database: Sqlite.Database): StoredEntry[] {
  const rows = rowsIn<{ entry: string; endings: string }>(
    database,
    `SELECT entry, (SELECT json_group_array(value ->> 'ended') FROM json_each(attempts)
      WHERE value ->> 'elsewhere' = 0) AS endings FROM outbox_discarded`,
  );
  return rows.map(({ entry, endings }) => ({ ...(JSON.parse(entry) as StoredEntry), endings }));
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
       SELECT seq FROM outbox_entry WHERE state IN ('refused', 'conflict', 'old', 'unclear')
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

/** Records of entries of which it is not known whether they were done, or that were refused; and whether a person decides about them. */
export function doubtedIn(database: Sqlite.Database): { seq: number; sysId: string; isAsked: boolean }[] {
  const found = rowsIn<{ seq: number; sys_id: string; state: EntryState }>(
    database,
    `SELECT seq, outbox_touch.sys_id, state FROM outbox_touch JOIN outbox_entry ON seq = entry
     WHERE state IN ('sending', 'unknown', 'unclear', 'refused') ORDER BY outbox_touch.sys_id, seq`,
  );
  return found.map(({ seq, sys_id, state }) => ({
    seq,
    sysId: sys_id,
    isAsked: state === 'unclear' || state === 'refused',
  }));
}

/** sys_ids of the cached records of a table, in the order in which they came. */
export function cachedIn(database: Sqlite.Database, table: string): string[] {
  const found = rowsIn<{ sys_id: string }>(database, `SELECT sys_id FROM cache_${table} ORDER BY row`);
  return found.map(({ sys_id }) => sys_id);
}
