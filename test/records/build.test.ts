import { sql } from 'kysely';
import { expect } from 'vitest';
import definition from '../support/definition.json' with { type: 'json' };
import type { Database } from '../../main/database/database.ts';
import { build, statement } from '../../main/database/query.ts';
import type { Catalog } from '../../main/records/catalog.ts';
import { tableOf } from '../../main/records/catalog.ts';
import { advanceWatermark, completePull, progressOf } from '../../main/records/datasets.ts';
import { addPending, type PendingChange } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { baseOf, isChanged, keepBase, recomputeView, takeBase } from '../../main/records/view.ts';
import { catalogOf, sysId } from '../support/catalog.ts';
import { changed } from '../support/changed.ts';
import { addBareEntry } from '../support/entry.ts';
import { fit, take, test } from '../support/laptop.ts';

const asOf = '2026-01-05T08:00:00.000Z';
const downloaded = { watermark: { updatedOn: '2026-01-05 07:00:00', sysId: sysId(1) }, complete: true, asOf };
const begun = { watermark: { updatedOn: '', sysId: '' }, complete: false, asOf };

/** The tasks as after a full download. */
function download(database: Database, catalog: Catalog): void {
  const rows = [
    { number: 'WOT1', short_description: 'Fan', assigned_to: sysId(5), dv_assigned_to: 'Abel' },
    { number: 'WOT2', short_description: 'Pump', location: sysId(6), dv_location: 'Leeds' },
  ];
  take(database, tableOf(catalog, 'wm_task'), rows);
  database.transaction((write) => {
    for (const table of catalog.tables.keys()) {
      advanceWatermark(write, table, '2026-01-05 07:00:00', sysId(1));
      completePull(write, table, asOf);
    }
  });
}

function change(database: Database, catalog: Catalog, made: PendingChange): void {
  const seq = addBareEntry(database);
  const table = tableOf(catalog, made.table);
  database.transaction((write) => {
    keepBase(write, table, made.sys_id);
    addPending(write, seq, made);
    recomputeView(write, table, made.sys_id);
  });
}

function objects(database: Database): string[] {
  return database
    .select(statement(sql<{ name: string }>`SELECT name FROM sqlite_master ORDER BY name`))
    .map(({ name }) => name);
}

test('fitting the same definition again changes nothing and downloads nothing', ({ database, catalog }) => {
  download(database, catalog);
  const before = objects(database);
  expect(fit(database, catalogOf())).toEqual([]);
  expect(objects(database)).toEqual(before);
  expect(progressOf(database, 'wm_task')).toEqual(downloaded);
});

test('an added field keeps what was cached, is empty, and is downloaded', ({ database, catalog }) => {
  download(database, catalog);
  const more = catalogOf(changed(definition, 'datasets[0].fields[15]', 'opened_by'));
  expect(fit(database, more)).toEqual(['wm_task']);
  expect(readRow(database, tableOf(more, 'wm_task'), sysId(0))).toMatchObject({
    number: 'WOT1',
    short_description: 'Fan',
    assigned_to: sysId(5),
    dv_assigned_to: 'Abel',
    opened_by: '',
    dv_opened_by: '',
  });
  expect(progressOf(database, 'wm_task')).toEqual(begun);
  expect(progressOf(database, 'wm_order')).toEqual(downloaded);
});

test('a removed field goes, and the rest stays', ({ database, catalog }) => {
  download(database, catalog);
  const fewer = catalogOf(without(definition, 'estimated_end'));
  expect(fit(database, fewer)).toEqual(['wm_task']);
  const row = readRow(database, tableOf(fewer, 'wm_task'), sysId(0));
  expect(row).toMatchObject({ number: 'WOT1', dv_assigned_to: 'Abel' });
  expect(row).not.toHaveProperty('estimated_end');
});

/** The demo's definition without a field of its tasks that only their screen shows. */
function without(json: typeof definition, field: string): unknown {
  const [tasks] = json.datasets;
  const fewer = changed(
    json,
    'datasets[0].fields',
    tasks?.fields.filter((name) => name !== field),
  );
  return changed(fewer, 'records[0].sections[1].fields', ['parent']);
}

test('another choice of search fields rebuilds the index over what is cached', ({ database, catalog }) => {
  download(database, catalog);
  const other = catalogOf(changed(definition, 'datasets[0].search', ['description', 'location']));
  expect(fit(database, other)).toEqual(['wm_task']);
  const found = statement(
    sql<{ rowid: number }>`SELECT rowid FROM search_wm_task WHERE search_wm_task MATCH ${'leeds'}`,
  );
  expect(database.select(found)).toHaveLength(1);
});

test('another query is downloaded from the start, and what is cached stays until then', ({
  database,
  catalog,
}) => {
  download(database, catalog);
  const other = catalogOf(changed(definition, 'datasets[0].query', 'active=true^priority=1'));
  expect(fit(database, other)).toEqual(['wm_task']);
  expect(progressOf(database, 'wm_task')).toEqual(begun);
  expect(readRow(database, tableOf(other, 'wm_task'), sysId(1))).toMatchObject({ number: 'WOT2' });
});

test('a dropped dataset takes its table, indexes and search with it', ({ database, catalog }) => {
  download(database, catalog);
  fit(database, catalogOf(withoutShifts()));
  expect(objects(database).filter((name) => name.includes('shift'))).toEqual([]);
  expect(progressOf(database, 'x_outpost_shift')).toEqual({ ...begun, asOf: null });
  expect(progressOf(database, 'wm_task')).toEqual(downloaded);
});

/** The demo's definition without its dataset of shifts. */
function withoutShifts(): unknown {
  const { datasets, lists, records, actions } = definition;
  const elsewhere = <T extends { table: string }>(all: readonly T[]) =>
    all.filter(({ table }) => table !== 'x_outpost_shift');
  return {
    ...definition,
    datasets: elsewhere(datasets),
    lists: elsewhere(lists).map((list) => ({ ...list, actions: [] })),
    records: elsewhere(records),
    actions: elsewhere(actions),
  };
}

test('indexes that no list needs any more are dropped, new ones made', ({ database, catalog }) => {
  const before = objects(database).filter((name) => name.startsWith('cache_wm_order_'));
  const other = catalogOf(changed(definition, 'lists[2].query', 'ORDERBYDESCopened_at'));
  expect(fit(database, other)).toEqual([]);
  const after = objects(database).filter((name) => name.startsWith('cache_wm_order_'));
  expect(after).toHaveLength(before.length);
  expect(after).not.toEqual(before);
  expect(catalog.tables.get('wm_order')?.signature).toBe(other.tables.get('wm_order')?.signature);
});

const update: PendingChange = {
  table: 'wm_task',
  sys_id: sysId(0),
  step: 0,
  operation: 'update',
  fields: { short_description: 'Fan, urgent' },
};
const insert: PendingChange = {
  table: 'wm_task',
  sys_id: sysId(8),
  step: 0,
  operation: 'insert',
  fields: { short_description: 'New job' },
};

test('pending changes survive a rebuild, and so does what lies beneath them', ({ database, catalog }) => {
  download(database, catalog);
  change(database, catalog, update);
  change(database, catalog, insert);
  const more = catalogOf(changed(definition, 'datasets[0].fields[15]', 'opened_by'));
  fit(database, more);
  const tasks = tableOf(more, 'wm_task');
  expect(readRow(database, tasks, sysId(0))).toMatchObject({
    number: 'WOT1',
    short_description: 'Fan, urgent',
  });
  expect(baseOf(database, tasks, sysId(0))).toMatchObject({ number: 'WOT1', short_description: 'Fan' });
  expect(readRow(database, tasks, sysId(8))).toMatchObject({ short_description: 'New job', opened_by: '' });
  expect(baseOf(database, tasks, sysId(8))).toBeNull();
});

test('pending changes of a dataset that was dropped are there again when it comes back', ({
  database,
  catalog,
}) => {
  const shift: PendingChange = {
    table: 'x_outpost_shift',
    sys_id: sysId(9),
    step: 0,
    operation: 'insert',
    fields: { state: 'open' },
  };
  const ended: PendingChange = {
    ...shift,
    sys_id: sysId(10),
    operation: 'update',
    fields: { state: 'closed' },
  };
  take(database, tableOf(catalog, 'x_outpost_shift'), [{ sys_id: sysId(10), number: 'SH1', state: 'open' }]);
  change(database, catalog, shift);
  change(database, catalog, ended);
  fit(database, catalogOf(withoutShifts()));
  expect(database.select(build.selectFrom('pending_change').selectAll())).toHaveLength(2);

  const again = catalogOf();
  expect(fit(database, again)).toEqual(['x_outpost_shift']);
  const shifts = tableOf(again, 'x_outpost_shift');
  expect(readRow(database, shifts, sysId(9))).toMatchObject({ state: 'open' });
  database.transaction((write) => {
    takeBase(write, shifts, sysId(10), { sys_id: sysId(10), number: 'SH1', state: 'open' });
  });
  expect(readRow(database, shifts, sysId(10))).toMatchObject({ number: 'SH1', state: 'closed' });
  expect(baseOf(database, shifts, sysId(10))).toMatchObject({ number: 'SH1', state: 'open' });
  expect(isChanged(database, sysId(9))).toBe(true);
});
