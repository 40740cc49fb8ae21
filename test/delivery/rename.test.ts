import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { build, statement } from '../../main/database/query.ts';
import { saveDraft } from '../../main/drafts/drafts.ts';
import { keepAside, readAside } from '../../main/outbox/discarded.ts';
import { moveEntry, readEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { heldBy } from '../../main/outbox/order.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { readRow } from '../../main/records/row.ts';
import { baseOf } from '../../main/records/view.ts';
import { renameRecord } from '../../main/delivery/rename.ts';
import { presser, test } from '../actions/definition.ts';
import { sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';

/** The first two records that a press makes: an order and its task. */
const [from, task] = [sysId(0xa00), sysId(0xa01)];
const to = 'f'.repeat(32);

function entry(database: Database, seq: number): Entry {
  const read = readEntry(database, seq);
  if (!read) throw new Error(`there is no entry ${seq}`);
  return read;
}

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
      ...{
        id: 'd1',
        action: 'new-task',
        title: '',
        modCount: null,
        savedAt: '',
        revises: null,
        group: false,
      },
      record: { table: 'wm_order', sys_id: from },
      inputs: { about: from },
      targets: [{ sys_id: from, title: 'WO1' }],
    });
  });
  const { seq: discarded } = press('add-work-note', { record: task, inputs: { note: `Of ${from}` } });
  database.transaction((write) => {
    keepAside(write, entry(database, discarded), discarded, '2026-01-05T10:00:00.000Z');
    const conflict = JSON.stringify({ fields: [{ field: 'parent', mine: from }] });
    write.execute(build.updateTable('outbox_entry').set({ conflict }).where('seq', '=', escalated));
  });
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

  database.transaction((write) => {
    const sending = moveEntry(write, entry(database, made), 'send');
    expect(renameRecord(write, catalog, sending, from, to)).toMatchObject({
      ...{ seq: made, state: 'sending', record: { sys_id: to }, touches: [{ sys_id: to }, { sys_id: task }] },
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
  expect(entry(database, escalated)).toMatchObject({ conflict: { fields: [{ mine: to }] } });
  expect(entry(database, escalated).touches).toContainEqual({ table: 'wm_order', sys_id: to });
  const [aside] = readAside(database, discarded);
  expect(JSON.parse(aside?.row.inputs ?? '')).toEqual({ note: `Of ${to}` });
  expect(entry(database, noted).inputs).toEqual({ note: `See ${to}` });
});

test('who waited for a record still waits for it under its new name', ({ database, catalog }) => {
  const press = presser(database, catalog);
  const { seq: made } = press('new-order');
  const { seq: escalated } = press('escalate', { record: task });
  database.transaction((write) => {
    const sending = moveEntry(write, entry(database, made), 'send');
    moveEntry(write, renameRecord(write, catalog, sending, from, to), 'refuse');
  });
  expect(heldBy(database, entry(database, escalated))).toBe(made);
});

test('what was sent before stays as it was sent', ({ database, catalog }) => {
  const press = presser(database, catalog);
  const { seq: made } = press('new-order');
  const { seq: escalated } = press('escalate', { record: task });
  database.transaction((write) => {
    moveEntry(write, moveEntry(write, entry(database, escalated), 'send'), 'acknowledge');
    renameRecord(write, catalog, entry(database, made), from, to);
  });
  expect(entry(database, escalated).touches).toContainEqual({ table: 'wm_order', sys_id: from });
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
  database.transaction((write) => {
    renameRecord(write, catalog, moveEntry(write, entry(database, made), 'send'), from, to);
  });
  expect(holding(database, from)).toEqual([]);
  expect(baseOf(database, orders, to)).toMatchObject({ short_description: 'Found' });
  expect(readRow(database, orders, to)).toMatchObject({ sys_id: to, short_description: 'Found' });
  expect(heldBy(database, entry(database, escalated))).toBeNull();
});
