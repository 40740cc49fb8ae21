import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Reader } from '../../main/database/database.ts';
import { statement } from '../../main/database/query.ts';
import { writeSetting } from '../../main/database/settings.ts';
import { test } from '../support/disk.ts';

function pragma(reader: Reader, name: string): unknown {
  const [row] = reader.select(statement(sql<Record<string, unknown>>`PRAGMA ${sql.id(name)}`));
  return Object.values(row ?? {})[0];
}

test('commits are flushed to the disk, also after the first write', ({ database }) => {
  database.transaction((write) => {
    writeSetting(write, 'work-offline', 'true');
  });
  // Read only now: before the first write the pragma says 2 whatever was set (better-sqlite3 then falls to 1).
  expect(pragma(database, 'synchronous')).toBe(2);
});

test.for([
  ['journal_mode', 'wal'],
  ['foreign_keys', 1],
  ['busy_timeout', 5000],
  ['wal_autocheckpoint', 8192],
] as const)('%s is %s', ([name, value], { database }) => {
  expect(pragma(database, name)).toBe(value);
});

test('SQL folds text with the function that queries in JavaScript use', ({ database }) => {
  expect(database.select(statement(sql`SELECT fold('STRASSE') = fold('Straße') AS same`))).toEqual([
    { same: 1 },
  ]);
});
