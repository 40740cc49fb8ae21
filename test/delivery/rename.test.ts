import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { statement } from '../../main/database/query.ts';
import { saveDraft } from '../../main/drafts/drafts.ts';
import { discardedTogether, keepDiscarded } from '../../main/outbox/discarded.ts';
import { heldBy } from '../../main/outbox/order.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { readRow } from '../../main/records/row.ts';
import { baseOf } from '../../main/records/view.ts';
import { renameRecord } from '../../main/delivery/rename.ts';
import { presser, test } from '../actions/definition.ts';
import { sysId } from '../support/catalog.ts';
import { entryOf, move } from '../support/entry.ts';
import { take } from '../support/laptop.ts';

/** The first two records that a press makes: an order and its task. */
const [from, task] = [sysId(0xa00), sysId(0xa01)];
const to = 'f'.repeat(32);

/** Tables in which a text still stands somewhere. */
function holding(database: Database, text: string): string[] {
  const tables = database.select(
    statement(
      sql<{
        name: string;
      }>`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'kysely%'`,
    ),
  );
  return tables
    .map(({ name }) => name)
    .filter((name) =>
      JSON.stringify(database.select(statement(sql`SELECT * FROM ${sql.id(name)}`))).includes(text),
    );
}

test('another sys_id given by the instance takes the place of ours everywhere', ({ database, catalog }) => {
  const press = presser(database, catalog);
  const orders = tableOf(catalog, 'wm_order');
  const tasks = tableOf(catalog, 'wm_task');
  const { seq: made } = press('new-order');
  const { seq: escalated } = press('escalate', { record: task });
  const { seq: noted } = press('add-work-note', { record: task, inputs: { note: `See ${from}` } });
  take(database, tasks, [{ sys_id: sysId(5), parent: from, dv_parent: 'WO1' }]);
  press('add-work-note', { record: sysId(5), inputs: { note: 'Seen' } });
  database.transaction((write) => {
    saveDraft(write, {
      id: 'd1',
      action: 'new-task',
      title: '',
      modCount: null,
      savedAt: '',
      revises: null,
      group: false,
      record: { table: 'wm_order', sys_id: from },
      inputs: { about: from },
      targets: [{ sys_id: from, title: 'WO1' }],
    });
  });
  const { seq: discarded } = press('add-work-note', { record: task, inputs: { note: `Of ${from}` } });
  database.transaction((write) => {
    keepDiscarded(write, entryOf(database, discarded), discarded, '2026-01-05T10:00:00.000Z');
  });
  const cell = { value: from, display: 'WO1' };
  const about = { table: 'wm_task', sys_id: task, by: '', at: '', modCount: '5' } as const;
  const fields = [{ field: 'parent', base: cell, mine: cell, theirs: cell, clash: false }];
  const conflict = { ...about, kind: 'changed', fields } as const;
  move(database, { seq: escalated }, ['conflict'], { question: { about: 'conflict', conflict } });
  const before = holding(database, from);
  expect(before).toEqual(
    expect.arrayContaining([
      'outbox_entry',
      'outbox_touch',
      'outbox_discarded',
      'draft',
      'pending_change',
      'cached_base',
      'cache_wm_order',
      'cache_wm_task',
    ]),
  );

  const sending = move(database, { seq: made }, ['send']);
  database.transaction((write) => {
    expect(renameRecord(write, catalog, sending, from, to)).toMatchObject({
      seq: made,
      state: 'sending',
      record: { sys_id: to },
      touches: [{ sys_id: to }, { sys_id: task }],
      steps: [{ sys_id: to }, { fields: { parent: to } }, { sys_id: task }],
    });
  });

  expect(holding(database, from)).toEqual([]);
  expect(holding(database, to)).toEqual(before);
  expect(readRow(database, orders, from)).toBeUndefined();
  expect(readRow(database, orders, to)).toMatchObject({
    sys_id: to,
    short_description: 'Found',
    priority: '1',
  });
  expect(baseOf(database, orders, to)).toBeNull();
  expect(readRow(database, tasks, task)).toMatchObject({ parent: to });
  expect(readRow(database, tasks, sysId(5))).toMatchObject({ parent: to, dv_parent: 'WO1' });
  expect(baseOf(database, tasks, sysId(5))).toMatchObject({ parent: to, dv_parent: 'WO1' });
  expect(entryOf(database, escalated)).toMatchObject({
    question: { about: 'conflict', conflict: { fields: [{ mine: { value: to, display: 'WO1' } }] } },
  });
  expect(entryOf(database, escalated).touches).toContainEqual({ table: 'wm_order', sys_id: to });
  const [kept] = discardedTogether(database, discarded);
  expect(JSON.parse(kept?.row.inputs ?? '')).toEqual({ note: `Of ${to}` });
  expect(entryOf(database, noted).inputs).toEqual({ note: `See ${to}` });
});

test('who waited for a record still waits for it under its new name', ({ database, catalog }) => {
  const press = presser(database, catalog);
  const { seq: made } = press('new-order');
  const { seq: escalated } = press('escalate', { record: task });
  const sending = move(database, { seq: made }, ['send']);
  database.transaction((write) => renameRecord(write, catalog, sending, from, to));
  move(database, sending, ['refuse']);
  expect(heldBy(database, entryOf(database, escalated))).toBe(made);
});

test('what was sent before stays as it was sent', ({ database, catalog }) => {
  const press = presser(database, catalog);
  const { seq: made } = press('new-order');
  const { seq: escalated } = press('escalate', { record: task });
  move(database, { seq: escalated }, ['send', 'acknowledge']);
  database.transaction((write) => {
    renameRecord(write, catalog, entryOf(database, made), from, to);
  });
  expect(entryOf(database, escalated).touches).toContainEqual({ table: 'wm_order', sys_id: from });
});

test('a record that came in before its creation was known, and was worked on, takes in what was made here', ({
  database,
  catalog,
}) => {
  const press = presser(database, catalog);
  const orders = tableOf(catalog, 'wm_order');
  const { seq: made } = press('new-order');
  take(database, orders, [{ sys_id: to, short_description: 'Found', priority: '1' }]);
  take(database, tableOf(catalog, 'wm_task'), [{ sys_id: sysId(5), parent: to }]);
  const { seq: escalated } = press('escalate', { record: sysId(5) });
  const sending = move(database, { seq: made }, ['send']);
  database.transaction((write) => renameRecord(write, catalog, sending, from, to));
  expect(holding(database, from)).toEqual([]);
  expect(baseOf(database, orders, to)).toMatchObject({ short_description: 'Found' });
  expect(readRow(database, orders, to)).toMatchObject({ sys_id: to, short_description: 'Found' });
  expect(heldBy(database, entryOf(database, escalated))).toBeNull();
});
