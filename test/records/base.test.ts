import { sql } from 'kysely';
import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { statement } from '../../main/database/query.ts';
import type { Row } from '../../main/query/row.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { addPending, forgetPending, pendingOf } from '../../main/records/pending.ts';
import { remoteFields, rowFrom } from '../../main/records/remote.ts';
import { readRow } from '../../main/records/row.ts';
import {
  baseOf,
  isChanged,
  keepBase,
  recomputeView,
  takeBase,
  viewBefore,
  viewWithout,
} from '../../main/records/view.ts';
import { sysId } from '../support/catalog.ts';
import { addBareEntry } from '../support/entry.ts';
import { take, test } from '../support/laptop.ts';

const one = sysId(1);
const whole: Row = { sys_id: one, number: 'WOT1', state: '16', dv_state: 'Assigned', priority: '1' };

/** Rows written to the database so far. */
function written(database: Database): number {
  const [row] = database.select(statement(sql<{ rows: number }>`SELECT total_changes() AS rows`));
  return row?.rows ?? 0;
}

const told = (database: Database, table: CacheTable, row: Row | null): boolean =>
  database.transaction((write) => takeBase(write, table, one, row));

test('what the instance told is the view while nothing is pending', ({ database, tasks }) => {
  expect(told(database, tasks, whole)).toBe(true);
  expect(readRow(database, tasks, one)).toMatchObject(whole);
  expect(baseOf(database, tasks, one)).toEqual(readRow(database, tasks, one));
  expect(isChanged(database, one)).toBe(false);
});

test('an answer with some fields changes those and empties none', ({ database, tasks }) => {
  told(database, tasks, whole);
  expect(told(database, tasks, { sys_id: one, state: '17', dv_state: 'Accepted' })).toBe(true);
  expect(readRow(database, tasks, one)).toMatchObject({ ...whole, state: '17', dv_state: 'Accepted' });
  expect(told(database, tasks, { sys_id: one, number: '' })).toBe(true);
  expect(readRow(database, tasks, one)).toMatchObject({ number: '', state: '17', priority: '1' });
});

test('a record that is gone leaves the view, and once more changes nothing', ({ database, tasks }) => {
  told(database, tasks, whole);
  expect(told(database, tasks, null)).toBe(true);
  expect(readRow(database, tasks, one)).toBeUndefined();
  expect(baseOf(database, tasks, one)).toBeNull();
  expect(told(database, tasks, null)).toBe(false);
});

test('a record told again as it was writes nothing', ({ database, tasks }) => {
  told(database, tasks, whole);
  const full = readRow(database, tasks, one) ?? null;
  const before = written(database);
  expect(told(database, tasks, full)).toBe(false);
  expect(told(database, tasks, { sys_id: one, state: '16' })).toBe(false);
  expect(written(database)).toBe(before);
});

test('a record with pending changes takes the base in beneath them', ({ database, tasks }) => {
  take(database, tasks, [whole]);
  const seq = addBareEntry(database);
  database.transaction((write) => {
    keepBase(write, tasks, one);
    const fields = { state: '17', dv_state: 'Accepted' };
    addPending(write, seq, { table: 'wm_task', sys_id: one, step: 0, operation: 'update', fields });
    recomputeView(write, tasks, one);
  });
  expect(isChanged(database, one)).toBe(true);
  expect(told(database, tasks, { sys_id: one, priority: '5' })).toBe(true);
  expect(told(database, tasks, { sys_id: one, state: '3', dv_state: 'Closed' })).toBe(false);
  expect(readRow(database, tasks, one)).toMatchObject({ number: 'WOT1', state: '17', priority: '5' });
  expect(baseOf(database, tasks, one)).toMatchObject({ number: 'WOT1', state: '3', priority: '5' });

  database.transaction((write) => {
    forgetPending(write, seq, one);
    expect(recomputeView(write, tasks, one)).toBe(true);
  });
  expect(readRow(database, tasks, one)).toMatchObject({ number: 'WOT1', state: '3', dv_state: 'Closed' });
  expect(isChanged(database, one)).toBe(false);
});

test('as it would be without later entries, a record made here is whole, like the view of it', ({
  database,
  tasks,
}) => {
  const seq = addBareEntry(database);
  database.transaction((write) => {
    keepBase(write, tasks, one);
    const fields = { state: '1' };
    addPending(write, seq, { table: 'wm_task', sys_id: one, step: 0, operation: 'insert', fields });
    recomputeView(write, tasks, one);
  });
  const view = readRow(database, tasks, one);
  expect(view).toMatchObject({ sys_id: one, state: '1', description: '' });
  expect(viewBefore(database, tasks, one, seq + 1)).toEqual(view);
  expect(viewWithout(database, tasks, one, new Set())).toEqual(view);
  expect(viewBefore(database, tasks, one, seq)).toBeNull();
});

test('a note is kept with its field and text, and changes nothing of the view', ({ database, tasks }) => {
  take(database, tasks, [whole]);
  const before = readRow(database, tasks, one);
  const seq = addBareEntry(database);
  const note = { operation: 'note', field: 'work_notes', text: 'Key is with the janitor 🔑' } as const;
  database.transaction((write) => {
    keepBase(write, tasks, one);
    addPending(write, seq, { table: 'wm_task', sys_id: one, step: 2, ...note });
    recomputeView(write, tasks, one);
  });
  expect(readRow(database, tasks, one)).toEqual(before);
  expect(pendingOf(database, one)).toEqual([{ table: 'wm_task', sys_id: one, step: 2, entry: seq, ...note }]);
});

test('of what the instance answers, only fields that are cached are taken, and only those it told', ({
  tasks,
}) => {
  const cell = (value: string, display_value = value) => ({ value, display_value });
  const record = {
    sys_id: cell(one),
    state: cell('16', 'Assigned'),
    assigned_to: cell(sysId(5), 'Abel'),
    number: cell('WOT1'),
    u_secret: cell('x'),
  };
  expect(rowFrom(tasks, record, null)).toEqual({
    sys_id: one,
    state: '16',
    dv_state: 'Assigned',
    assigned_to: sysId(5),
    dv_assigned_to: 'Abel',
    number: 'WOT1',
  });
  expect(rowFrom(tasks, {}, null)).toEqual({});
});

test('the instance is asked for the fields of the dataset and what every record needs', ({ tasks }) => {
  expect(remoteFields(tasks)).toEqual([
    ...['sys_id', 'sys_mod_count', 'sys_updated_on', 'sys_updated_by', 'sys_created_on'],
    ...['number', 'short_description', 'description', 'state', 'priority', 'assigned_to', 'assignment_group'],
    ...[
      'location',
      'parent',
      'expected_start',
      'estimated_end',
      'work_start',
      'work_end',
      'close_notes',
      'active',
    ],
  ]);
});
