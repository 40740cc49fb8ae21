import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database, Reader } from '../../main/database/database.ts';
import { once, statement } from '../../main/database/query.ts';
import { parse } from '../../main/query/parse.ts';
import { type Catalog, listOf, tableOf } from '../../main/records/catalog.ts';
import { countList, type ListQuery, listRows } from '../../main/records/list.ts';
import { context, me, sysId } from '../support/catalog.ts';
import { take, test } from '../support/laptop.ts';

/** Enough that SQLite's planner would notice a difference. */
const MANY = 3000;

function fill(database: Database, catalog: Catalog): void {
  const at = (number: number) => `2026-01-${String((number % 28) + 1).padStart(2, '0')} 08:00:00`;
  for (const name of ['wm_task', 'wm_order', 'x_outpost_shift']) {
    const rows = Array.from({ length: MANY }, (_, number) => ({
      sys_id: sysId(number),
      number: `N${number}`,
      state: String(16 + (number % 3)),
      active: String(number % 20 > 0),
      priority: String((number % 5) + 1),
      assigned_to: number % 50 === 0 ? me.sys_id : sysId(number % 40),
      parent: sysId(number % 700),
      user: number % 10 === 0 ? me.sys_id : sysId(number % 40),
      started: at(number),
      expected_start: at(number),
      opened_at: at(number),
      sys_created_on: at(number),
    }));
    take(database, tableOf(catalog, name), rows);
  }
}

/** Reads as the database does and writes down how SQLite goes about it. */
function explaining(database: Database): { reader: Reader; plan: string[] } {
  const plan: string[] = [];
  const reader: Reader = {
    all: (query, parameters) => database.all(query, parameters),
    first: (query, parameters) => database.first(query, parameters),
    select: (compilable) => {
      const asked = once(compilable);
      const explained = { sql: `EXPLAIN QUERY PLAN ${asked.sql}`, values: () => asked.values({}) };
      for (const { detail } of database.all<object, { detail: string }>(explained, {})) plan.push(detail);
      return database.select(compilable);
    },
  };
  return { reader, plan };
}

/** A step that reads a cache table from end to end, or sorts. */
const slow = /^SCAN cache_\w+$|TEMP B-TREE/;

for (const analyzed of [false, true]) {
  const state = analyzed ? 'after ANALYZE' : 'without ANALYZE';
  test(`${state}, every list is served by an index on every page, and so is its count`, ({
    database,
    catalog,
  }) => {
    fill(database, catalog);
    if (analyzed) {
      database.transaction((write) => {
        write.execute(statement(sql`ANALYZE`));
      });
    }
    for (const { id } of catalog.definition.lists) {
      const list = listOf(catalog, id);
      const question: Omit<ListQuery, 'after'> = {
        table: tableOf(catalog, list.table),
        query: parse(list.query),
        context,
        search: '',
        limit: 20,
      };
      const { reader, plan } = explaining(database);
      const first = listRows(reader, { ...question, after: null });
      expect(first.next).not.toBeNull();
      listRows(reader, { ...question, after: first.next });
      countList(reader, question);
      expect({ id, plan: plan.filter((step) => slow.test(step)) }).toEqual({ id, plan: [] });
      expect(
        plan.every(
          (step) =>
            step.includes(`USING INDEX cache_${list.table}_`) || step.includes('USING COVERING INDEX'),
        ),
      ).toBe(true);
    }
  });

  test(`${state}, a related list finds its records by index`, ({ database, catalog }) => {
    fill(database, catalog);
    if (analyzed) {
      database.transaction((write) => {
        write.execute(statement(sql`ANALYZE`));
      });
    }
    const tasks = tableOf(catalog, 'wm_task');
    const query = parse(`parent=${sysId(7)}^ORDERBYsys_created_on`);
    const question = { table: tasks, query, context, search: '' };
    const { reader, plan } = explaining(database);
    expect(listRows(reader, { ...question, after: null, limit: 50 }).rows).toHaveLength(
      countList(reader, question),
    );
    expect(plan[0]).toMatch(/^SEARCH cache_wm_task USING INDEX cache_wm_task_\w+ \(parent=\?\)$/);
  });
}

test('a search starts at the words, and reads no cache table from end to end', ({ database, catalog }) => {
  fill(database, catalog);
  const { reader, plan } = explaining(database);
  const query = parse(listOf(catalog, 'all-open-tasks').query);
  const question = {
    table: tableOf(catalog, 'wm_task'),
    query,
    context,
    search: 'n29 n299',
  };
  expect(listRows(reader, { ...question, after: null, limit: 50 }).rows).toHaveLength(11);
  expect(plan).toContainEqual(expect.stringMatching(/SCAN search_wm_task VIRTUAL TABLE INDEX/));
  expect(plan.filter((step) => /^SCAN cache_/.test(step))).toEqual([]);
});
