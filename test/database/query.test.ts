import { sql } from 'kysely';
import { expect } from 'vitest';
import { build, buildCache, once, query, statement } from '../../main/database/query.ts';
import { test } from '../support/disk.ts';

const named = query<{ name: string; value: string }, { value: string }>((p) =>
  build.selectFrom('setting').select('value').where('value', '=', p('value')).where('name', '=', p('name')),
);

test.for([
  ['a query', named.sql],
  [
    'a statement of one occasion',
    once(build.selectFrom('setting').selectAll().where('name', '=', 'a').limit(1)).sql,
  ],
  ['a cache table', once(buildCache.deleteFrom('cache_wm_task').where('sys_id', '=', 'a')).sql],
  ['raw SQL', once(statement(sql`SELECT ${1} + ${2}`)).sql],
] as const)('parameters of %s are written as +?', ([, text]) => {
  expect(text.match(/.?\?/g)?.every((written) => written === '+?')).toBe(true);
});

test('named parameters go where they belong, whatever their order, and literals stay', () => {
  const mixed = query<{ seq: number }>((p) =>
    build.updateTable('outbox_entry').set({ state: 'queued', step: 0 }).where('seq', '=', p('seq')),
  );
  expect(named.values({ name: 'n', value: 'v' })).toEqual(['v', 'n']);
  expect(mixed.values({ seq: 7 })).toEqual(['queued', 0, 7]);
  expect(mixed.values({ seq: 8 })).toEqual(['queued', 0, 8]);
});

test('a query is compiled once, when it is first used', () => {
  let compiled = 0;
  const counted = query<{ name: string }>((p) => {
    compiled += 1;
    return build.selectFrom('setting').selectAll().where('name', '=', p('name'));
  });
  expect(compiled).toBe(0);
  expect(counted.sql).toBe(counted.sql);
  expect(counted.values({ name: 'a' })).toEqual(['a']);
  expect(compiled).toBe(1);
});

test('an index serves a parameter, and a text stays a text', ({ database }) => {
  database.transaction((write) => {
    write.execute(statement(sql`CREATE TABLE thing (code TEXT NOT NULL) STRICT`));
    write.execute(statement(sql`CREATE INDEX thing_code ON thing (code)`));
    write.execute(statement(sql`INSERT INTO thing VALUES ('07'), ('7'), ('7.0')`));
  });
  const found = statement(sql<{ code: string }>`SELECT code FROM thing WHERE code = ${'7'}`);
  expect(database.select(found)).toEqual([{ code: '7' }]);
  const plan = database.select(
    statement(sql<{ detail: string }>`EXPLAIN QUERY PLAN SELECT code FROM thing WHERE code = ${'7'}`),
  );
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH thing USING COVERING INDEX thing_code (code=?)']);
});
