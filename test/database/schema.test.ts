import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { statement } from '../../main/database/query.ts';
import { test } from '../support/disk.ts';

test('the migrated tables are these', ({ database }) => {
  const made = database.select(
    statement(
      sql<{
        sql: string;
      }>`SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'kysely%' AND name <> 'sqlite_sequence' ORDER BY name`,
    ),
  );
  expect(made.map((one) => one.sql.replaceAll(/\n {4}/g, '\n')).join('\n')).toMatchInlineSnapshot(`
    "CREATE TABLE cached_base (
      sys_id TEXT PRIMARY KEY NOT NULL,
      table_name TEXT NOT NULL,
      base TEXT
    ) STRICT, WITHOUT ROWID
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
    ) STRICT
    CREATE TABLE dictionary_choice (
      table_name TEXT NOT NULL,
      field TEXT NOT NULL,
      value TEXT NOT NULL,
      label TEXT NOT NULL,
      position INTEGER NOT NULL,
      PRIMARY KEY (table_name, field, value)
    ) STRICT
    CREATE TABLE dictionary_field (
      table_name TEXT NOT NULL,
      field TEXT NOT NULL,
      label TEXT NOT NULL,
      type TEXT NOT NULL,
      reference TEXT,
      max_length INTEGER,
      PRIMARY KEY (table_name, field)
    ) STRICT
    CREATE TABLE dictionary_table (
      table_name TEXT PRIMARY KEY NOT NULL,
      label TEXT NOT NULL
    ) STRICT
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
    ) STRICT
    CREATE TABLE file_use (
      hash TEXT NOT NULL REFERENCES stored_file (hash),
      owner TEXT NOT NULL,
      PRIMARY KEY (hash, owner)
    ) STRICT, WITHOUT ROWID
    CREATE INDEX file_use_owner ON file_use (owner)
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
    ) STRICT, WITHOUT ROWID
    CREATE TABLE outbox_discarded (
      seq INTEGER PRIMARY KEY,
      together INTEGER NOT NULL,
      discarded_at TEXT NOT NULL,
      entry TEXT NOT NULL,
      attempts TEXT NOT NULL,
      changes TEXT NOT NULL
    ) STRICT
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
    ) STRICT
    CREATE INDEX outbox_entry_waiting ON outbox_entry (seq) WHERE state <> 'sent'
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
    ) STRICT
    CREATE TABLE outbox_touch (
      sys_id TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      table_name TEXT NOT NULL,
      needs INTEGER NOT NULL CHECK (needs IN (0, 1)),
      PRIMARY KEY (sys_id, entry)
    ) STRICT, WITHOUT ROWID
    CREATE TABLE own_change (
      sys_id TEXT PRIMARY KEY NOT NULL,
      since TEXT NOT NULL,
      until TEXT NOT NULL,
      became TEXT NOT NULL
    ) STRICT, WITHOUT ROWID
    CREATE TABLE pending_change (
      sys_id TEXT NOT NULL,
      entry INTEGER NOT NULL REFERENCES outbox_entry (seq),
      step INTEGER NOT NULL,
      table_name TEXT NOT NULL,
      operation TEXT NOT NULL CHECK (operation IN ('insert', 'update', 'delete', 'note', 'attach')),
      fields TEXT NOT NULL,
      PRIMARY KEY (sys_id, entry, step)
    ) STRICT, WITHOUT ROWID
    CREATE TABLE sender_lease (
      only INTEGER PRIMARY KEY CHECK (only = 1),
      token INTEGER NOT NULL,
      taken_at TEXT NOT NULL
    ) STRICT
    CREATE TABLE setting (
      name TEXT PRIMARY KEY NOT NULL,
      value TEXT NOT NULL
    ) STRICT
    CREATE TABLE stored_file (
      hash TEXT PRIMARY KEY NOT NULL,
      size INTEGER NOT NULL,
      added_at TEXT NOT NULL
    ) STRICT"
  `);
});

test('every table of ours is strict', ({ database }) => {
  const loose = database.select(
    statement(
      sql`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'kysely%'`,
    ),
  );
  expect(loose).toEqual([]);
});

function execute(database: Database, text: string): void {
  database.transaction((write) => {
    write.execute(statement(sql.raw(text)));
  });
}

const columns =
  'seq, key, revision, format, action, label, title, touches, inputs, steps, step, state, triggered, question';
const entry = (state: string, step = '0', question = 'NULL') =>
  `INSERT INTO outbox_entry (${columns}) VALUES (1, 'k', 0, 1, 'a', 'A', '', '[]', '{}', '[]', ${step}, '${state}', '{}', ${question})`;
const attempt = (entry: number, ended: string, flags = '0, 0') =>
  `INSERT INTO outbox_attempt (entry, number, step, revision, at, ended, elsewhere, charged) VALUES (${entry}, 1, 0, 0, '{}', ${ended}, ${flags})`;

const askNobody = ['queued', 'sending', 'unknown', 'sent'];
const askAPerson = ['refused', 'conflict', 'old', 'unclear'];

test.for(askNobody)('an entry may be %s, and asks a person nothing then', (state, { database }) => {
  expect(() => {
    execute(database, entry(state, '0', "'{}'"));
  }).toThrow(/CHECK/);
  execute(database, entry(state));
});

test.for(askAPerson)('an entry may be %s, and asks a person something then', (state, { database }) => {
  expect(() => {
    execute(database, entry(state));
  }).toThrow(/CHECK/);
  execute(database, entry(state, '0', "'{}'"));
});

const endings = [
  'done',
  'not-delivered',
  'turned-away',
  'refused',
  'failed',
  'silent',
  'cut-short',
  'let-go',
  'not-there',
];

test.for(endings)('an attempt may end as %s', (ended, { database }) => {
  execute(database, entry('queued'));
  execute(database, attempt(1, `'${ended}'`));
});

test.for([
  ['an entry in a state nobody knows', entry('held'), /CHECK/],
  ['a step that is no number', entry('queued', "'first'"), /cannot store TEXT value in INTEGER column/],
  ['an entry without steps', entry('queued').replace("'{}', '[]'", "'{}', NULL"), /NOT NULL/],
  [
    'a change of an unknown kind',
    "INSERT INTO pending_change VALUES ('a', 1, 0, 'wm_task', 'upsert', '{}')",
    /CHECK/,
  ],
  [
    'a change of no entry',
    "INSERT INTO pending_change VALUES ('a', 9, 0, 'wm_task', 'update', '{}')",
    /FOREIGN KEY/,
  ],
  [
    'a line of the journal that says something unheard of',
    "INSERT INTO outbox_journal VALUES (1, '', NULL, NULL, NULL, 'forgotten', NULL, NULL, '')",
    /CHECK/,
  ],
  ['an attempt at no entry', attempt(9, 'NULL'), /FOREIGN KEY/],
  ['an attempt that ended somehow', attempt(1, "'somehow'"), /CHECK/],
  ['an attempt that was elsewhere by half', attempt(1, 'NULL', '2, 0'), /CHECK/],
  ['an attempt that was charged twice', attempt(1, 'NULL', '0, 2'), /CHECK/],
  ['a touch of no entry', "INSERT INTO outbox_touch VALUES ('a', 9, 'wm_task', 0)", /FOREIGN KEY/],
  [
    'half a download',
    "INSERT INTO cached_dataset VALUES ('wm_task', '', '', '', '', 2, NULL, NULL, 0)",
    /CHECK/,
  ],
  [
    'a number for a text',
    "INSERT INTO setting VALUES ('work-offline', x'00')",
    /cannot store BLOB value in TEXT column/,
  ],
] as const)('%s is refused', ([, text, why], { database }) => {
  if (!text.includes('INTO outbox_entry')) execute(database, entry('queued'));
  expect(() => {
    execute(database, text);
  }).toThrow(why);
});

test('an entry cannot go while its changes or touches are there', ({ database }) => {
  execute(database, entry('queued'));
  execute(database, "INSERT INTO outbox_touch VALUES ('a', 1, 'wm_task', 0)");
  expect(() => {
    execute(database, 'DELETE FROM outbox_entry');
  }).toThrow(/FOREIGN KEY/);
});

test('an entry has one attempt of a number, and cannot go while it is there', ({ database }) => {
  execute(database, entry('queued'));
  execute(database, attempt(1, 'NULL'));
  expect(() => {
    execute(database, attempt(1, "'done'"));
  }).toThrow(/UNIQUE/);
  expect(() => {
    execute(database, 'DELETE FROM outbox_entry');
  }).toThrow(/FOREIGN KEY/);
});

test('a number that was given is never given again', ({ database }) => {
  execute(database, entry('queued'));
  execute(database, 'DELETE FROM outbox_entry');
  execute(database, entry('queued').replace('VALUES (1,', 'VALUES (NULL,'));
  expect(database.select(statement(sql`SELECT seq FROM outbox_entry`))).toEqual([{ seq: 2 }]);
});
