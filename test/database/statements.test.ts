import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { Database } from '../../main/database/database.ts';
import { build, query, statement } from '../../main/database/query.ts';
import { test } from '../support/disk.ts';

/** A connection that writes down what it prepares. */
function watched(file: string): { connection: Sqlite.Database; prepared: string[] } {
  const prepared: string[] = [];
  const connection = new Proxy(new Sqlite(file), {
    get(target, name) {
      if (name === 'prepare') {
        return (text: string) => {
          prepared.push(text);
          return target.prepare(text);
        };
      }
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { connection, prepared };
}

test('a statement is prepared once, however often it runs', ({ file }) => {
  const { connection, prepared } = watched(file);
  const database = new Database(connection, Date.now);
  const put = query<{ value: number }>((p) => statement(sql`INSERT INTO thing VALUES (${p('value')})`));
  database.transaction((write) => {
    write.execute(statement(sql`CREATE TABLE thing (value INTEGER) STRICT`));
    for (let value = 0; value < 50; value++) write.run(put, { value });
  });
  expect(database.select(statement(sql`SELECT count(*) AS count FROM thing`))).toEqual([{ count: 50 }]);
  expect(prepared).toHaveLength(3);
  database.close();
});

test('past 400 statements the oldest are let go, and prepared again when they come back', ({ file }) => {
  const { connection, prepared } = watched(file);
  const database = new Database(connection, Date.now);
  const answer = (at: number) => statement(sql<{ value: number }>`SELECT ${sql.lit(at)} AS value`);
  for (let at = 0; at <= 400; at++) expect(database.select(answer(at))).toEqual([{ value: at }]);
  expect(prepared).toHaveLength(401);
  database.select(answer(400));
  database.select(answer(1));
  expect(prepared).toHaveLength(401);
  expect(database.select(answer(0))).toEqual([{ value: 0 }]);
  expect(prepared).toHaveLength(402);
  database.close();
});

test('an insert answers the key it was given, a change the number of rows it changed', ({ database }) => {
  const discard = query<{ entry: string }>((p) =>
    build.insertInto('outbox_discarded').values({
      seq: sql`NULL`,
      together: 1,
      discarded_at: '',
      entry: p('entry'),
      attempts: '[]',
      changes: '[]',
    }),
  );
  database.transaction((write) => {
    expect(write.insert(discard, { entry: 'a' })).toBe(1);
    expect(write.insert(discard, { entry: 'b' })).toBe(2);
    expect(write.execute(build.updateTable('outbox_discarded').set({ entry: 'c' }))).toBe(2);
    expect(write.execute(build.deleteFrom('outbox_discarded').where('seq', '=', 9))).toBe(0);
  });
});
