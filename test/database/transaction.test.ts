import { existsSync } from 'node:fs';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { statement } from '../../main/database/query.ts';
import { readSetting, writeSetting } from '../../main/database/settings.ts';
import { test } from '../support/disk.ts';

test('what a transaction wrote is there when it has returned', ({ database }) => {
  const answer = database.transaction((write) => {
    writeSetting(write, 'work-offline', 'true');
    return readSetting(write, 'work-offline');
  });
  expect(answer).toBe('true');
  expect(readSetting(database, 'work-offline')).toBe('true');
});

test('an exception rolls everything back and comes out', ({ database }) => {
  database.transaction((write) => {
    writeSetting(write, 'work-offline', 'false');
  });
  expect(() => {
    database.transaction((write) => {
      writeSetting(write, 'work-offline', 'true');
      write.execute(statement(sql`CREATE TABLE made (thing TEXT) STRICT`));
      throw new Error('out of the middle');
    });
  }).toThrow('out of the middle');
  expect(readSetting(database, 'work-offline')).toBe('false');
  expect(database.select(statement(sql`SELECT name FROM sqlite_master WHERE name = 'made'`))).toEqual([]);
});

test('a transaction inside a transaction throws, rolls back, and the next one works', ({ database }) => {
  expect(() => {
    database.transaction((write) => {
      writeSetting(write, 'work-offline', 'true');
      database.transaction(() => undefined);
    });
  }).toThrow('a transaction inside a transaction');
  expect(readSetting(database, 'work-offline')).toBeNull();
  database.transaction((write) => {
    writeSetting(write, 'work-offline', 'true');
  });
  expect(readSetting(database, 'work-offline')).toBe('true');
});

test('a closed database may be closed again, and its log is in the file', ({ database, file }) => {
  database.transaction((write) => {
    writeSetting(write, 'work-offline', 'true');
  });
  database.close();
  database.close();
  expect(existsSync(`${file}-wal`)).toBe(false);
});
