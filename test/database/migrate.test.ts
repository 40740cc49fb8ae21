import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { expect } from 'vitest';
import { applied, migrate, MigrationFailed, migrations, NewerDatabase } from '../../main/database/migrate.ts';
import { openDatabase } from '../../main/database/open.ts';
import { test, withSqlite } from '../support/disk.ts';

const names = Object.keys(migrations);

/** The migrations up to and with the one of that name. */
function upTo(name: string): Record<string, Migration> {
  return Object.fromEntries(Object.entries(migrations).filter(([known]) => known <= name));
}

/** Brings a file to the version of that name and no further. */
async function migrateTo(file: string, known: Record<string, Migration>): Promise<void> {
  const connection = new Sqlite(file);
  try {
    await migrate(connection, known);
  } finally {
    connection.close();
  }
}

/** Every table of a database with its rows, those of the migrator apart. */
function content(file: string): Record<string, unknown[]> {
  return withSqlite(file, (connection) => {
    const tables = connection
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name NOT LIKE 'sqlite%'",
      )
      .pluck()
      .all();
    return Object.fromEntries(
      tables.map((table) => [table, connection.prepare(`SELECT * FROM ${table}`).all()]),
    );
  });
}

/** Real rows of each version: what a person's laptop may hold when the next Outpost comes. */
const rows: Record<string, string> = {
  '001-outbox': `
    INSERT INTO outbox_entry VALUES
      (1, 'k1', 0, 1, 'accept', 'Accept', 'wm_task', 'a1', 'WOT1', '[]', '{}', '[]', 0, 'refused',
       '{"at":"2026-01-05T08:00:00.000Z","offset":-1200,"after":null}', NULL, NULL, '{"about":"refused","status":403}', NULL),
      (7, 'k7', 2, 1, 'start-shift', 'Start shift', NULL, NULL, '', '[]', '{"note":"é\u{1f600}"}', '[]', 1, 'queued',
       '{"at":"2026-01-05T08:00:02.000Z","offset":null,"after":null}',
       '{"at":{"at":"2026-01-06T08:00:00.000Z","offset":-1200,"after":1767600000000},"attempts":0}', 1767600000000, NULL, NULL);
    INSERT INTO outbox_attempt VALUES
      (1, 1, 0, 0, 0, '{"at":"2026-01-05T08:00:01.000Z","offset":-1200,"after":1767600000000}', '4', 'refused', '{"kind":"refused"}', 1),
      (7, 1, 1, 2, 1, '{"at":"2026-01-05T08:00:02.000Z","offset":null,"after":null}', NULL, NULL, NULL, 0);
    INSERT INTO outbox_touch VALUES ('a1', 1, 'wm_task', 0);
    INSERT INTO pending_change VALUES ('a1', 1, 0, 'wm_task', 'update', '{"state":"17"}');
    INSERT INTO own_change VALUES ('a1', '3', '4', '{}');
    INSERT INTO outbox_discarded VALUES (3, 3, '2026-01-05T09:00:00.000Z', '{"seq":3}', '[]', '[]');
    INSERT INTO sender_lease VALUES (1, 7, '2026-01-05T08:00:00.000Z');`,
  '002-cache': `
    INSERT INTO cached_dataset VALUES ('wm_task', 'abc', 'active=true', '2026-01-05 08:00:00', 'a1', 1, NULL, NULL, 0);
    INSERT INTO cached_base VALUES ('a1', 'wm_task', '{"state":"16"}');
    INSERT INTO dictionary_table VALUES ('wm_task', 'Work Order Task');
    INSERT INTO dictionary_field VALUES ('wm_task', 'state', 'State', 'choice', NULL, 40);
    INSERT INTO dictionary_choice VALUES ('wm_task', 'state', '16', 'Assigned', 0);`,
  '003-settings': `INSERT INTO setting VALUES ('work-offline', 'true');`,
  '004-files': `
    INSERT INTO stored_file VALUES ('f00d', 20000000, '2026-01-05T08:00:00.000Z');
    INSERT INTO file_use VALUES ('f00d', 'entry:1');`,
  '005-drafts': `
    INSERT INTO draft VALUES ('d1', 'close-complete', 'wm_task', 'a1', 'WOT1', '{"close_notes":"Fan repl"}', '3', '2026-01-05T08:00:00.000Z', NULL, 0, '[]'),
      ('d2', 'accept', NULL, NULL, '', '{}', NULL, '2026-01-05T08:00:00.000Z', 7, 1, '[{"sys_id":"a1","title":"WOT1"}]');`,
  '006-journal': `
    INSERT INTO outbox_journal VALUES
      (1, '2026-01-05T08:00:01.000Z', 1, 0, 0, 'attempt', NULL, NULL, 'abc'),
      (2, '2026-01-05T08:00:02.000Z', 1, 0, 0, 'refused', 403, 'Operation Failed', 'def'),
      (3, '2026-01-05T08:00:02.000Z', NULL, NULL, NULL, 'pruned', NULL, '{"upTo":0,"hash":""}', 'f00');`,
};

test('every migration has real rows of its version to be tested with', () => {
  expect(Object.keys(rows)).toEqual(names);
});

test.for(names.slice(1).map((name, index) => [names[index] ?? '', name] as const))(
  'what a database of %s holds is still there after %s, and the new tables are empty',
  async ([before, name], { file }) => {
    await migrateTo(file, upTo(before));
    const filled = names.filter((known) => known <= before);
    withSqlite(file, (connection) => {
      for (const known of filled) connection.exec(rows[known] ?? '');
    });
    const held = content(file);
    expect(Object.values(held).every((table) => table.length > 0)).toBe(true);

    await migrateTo(file, upTo(name));
    const after = content(file);
    expect(after).toMatchObject(held);
    const added = Object.keys(after).filter((table) => !(table in held));
    expect(added).not.toEqual([]);
    for (const table of added) expect(after[table]).toEqual([]);
    withSqlite(file, (connection) => connection.exec(rows[name] ?? ''));
  },
);

test('sequence numbers go on where they were, so that nothing new is taken for something older', async ({
  file,
}) => {
  await migrateTo(file, upTo('001-outbox'));
  withSqlite(file, (connection) => {
    connection.exec(rows['001-outbox'] ?? '');
    connection.exec('DELETE FROM outbox_attempt WHERE entry = 7; DELETE FROM outbox_entry WHERE seq = 7');
  });
  await migrateTo(file, migrations);
  withSqlite(file, (connection) => {
    const columns =
      'key, revision, format, action, label, title, touches, inputs, steps, step, state, triggered';
    const added = connection.prepare(
      `INSERT INTO outbox_entry (${columns}) VALUES ('k', 0, 1, 'a', 'A', '', '[]', '{}', '[]', 0, 'queued', '{}')`,
    );
    expect(added.run().lastInsertRowid).toBe(8);
  });
});

test('a copy of the database is kept before it is migrated', async ({ file }) => {
  await migrateTo(file, upTo('001-outbox'));
  withSqlite(file, (connection) => connection.exec(rows['001-outbox'] ?? ''));
  const held = content(file);
  await migrateTo(file, migrations);
  expect(content(`${file}.before-002-cache`)).toEqual(held);
});

test('a new database and one that is up to date are not copied', async ({ file, folder }) => {
  (await openDatabase(file)).close();
  (await openDatabase(file)).close();
  expect(readdirSync(folder)).toEqual(['outpost.db']);
});

test('a database of a newer Outpost is refused, and not a byte of it changes', async ({ file }) => {
  (await openDatabase(file)).close();
  withSqlite(file, (connection) => {
    connection.exec("INSERT INTO kysely_migration VALUES ('900-newer', '2030-01-01T00:00:00.000Z')");
    connection.exec('CREATE TABLE newer (thing TEXT) STRICT');
  });
  const before = readFileSync(file);
  await expect(openDatabase(file)).rejects.toThrow(NewerDatabase);
  await expect(openDatabase(file)).rejects.toThrow(/it knows 900-newer.*Nothing was changed/);
  expect(readFileSync(file).equals(before)).toBe(true);
  expect(existsSync(`${file}.before-900-newer`)).toBe(false);
});

test('what a newer Outpost left behind when it was killed is not touched either', async ({
  file,
  folder,
}) => {
  const newer = new Sqlite(file);
  newer.pragma('journal_mode = WAL');
  await migrate(newer);
  newer.exec("INSERT INTO kysely_migration VALUES ('900-newer', '2030-01-01T00:00:00.000Z')");
  // Copied while it is open: what stays on the disk after a kill, log and all.
  const killed = `${folder}/killed.db`;
  copyFileSync(file, killed);
  copyFileSync(`${file}-wal`, `${killed}-wal`);
  newer.close();
  const left = () => [readFileSync(killed, 'base64'), readFileSync(`${killed}-wal`, 'base64')];
  const before = left();
  await expect(openDatabase(killed)).rejects.toThrow(NewerDatabase);
  expect(left()).toEqual(before);
});

test('a migration that fails names itself and leaves the database as it was', async ({ file }) => {
  await migrateTo(file, upTo('001-outbox'));
  withSqlite(file, (connection) => connection.exec(rows['001-outbox'] ?? ''));
  const held = content(file);
  const failing: Record<string, Migration> = {
    ...upTo('002-cache'),
    '003-broken': {
      up: async (db) => {
        await sql`CREATE TABLE half (made TEXT) STRICT`.execute(db);
        await sql`DELETE FROM outbox_discarded`.execute(db);
        await sql`INSERT INTO nowhere VALUES (1)`.execute(db);
      },
    },
  };
  const failed = migrateTo(file, failing);
  await expect(failed).rejects.toThrow(MigrationFailed);
  await expect(failed).rejects.toThrow(/\(003-broken\).*no such table: nowhere/);
  expect(content(file)).toEqual(held);
  expect(withSqlite(file, applied)).toEqual(['001-outbox']);

  await migrateTo(file, migrations);
  expect(content(file)).toMatchObject(held);
});
