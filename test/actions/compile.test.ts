import { expect } from 'vitest';
import { compileAction, createdBy } from '../../main/actions/compile.ts';
import { actionOf, type Catalog } from '../../main/records/catalog.ts';
import { sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';
import { test } from './definition.ts';
import type { Database } from '../../main/database/database.ts';
import type { Row } from '../../main/records/cacheTable.ts';

function compile(
  database: Database,
  catalog: Catalog,
  id: string,
  record: Row | null,
  kept = new Map<number, string>(),
) {
  let made = 0xa00;
  const given = {
    record,
    inputs: {},
    now: '2026-01-05 08:00:00',
    newSysId: () => sysId(made++),
    kept,
    mends: null,
  };
  return compileAction(database, catalog, actionOf(catalog, id), given);
}

const task = { sys_id: sysId(1), number: 'WOT 1/2', priority: '1', parent: sysId(100) };

test('a revision keeps the sys_ids of the records that the entry made before', ({ database, catalog }) => {
  const first = compile(database, catalog, 'new-order', null);
  const kept = createdBy(actionOf(catalog, 'new-order'), first.steps);
  expect([...kept]).toEqual([
    [0, sysId(0xa00)],
    [1, sysId(0xa01)],
  ]);
  const other = new Map([...kept].map(([position]) => [position, sysId(0xb00 + position)]));
  expect(compile(database, catalog, 'new-order', null, other)).toMatchObject({
    record: { sys_id: sysId(0xb00) },
    steps: [
      { sys_id: sysId(0xb00) },
      { sys_id: sysId(0xb01), fields: { parent: sysId(0xb00) } },
      { sys_id: sysId(0xb01) },
    ],
    changes: [
      { sys_id: sysId(0xb00), step: 0 },
      { sys_id: sysId(0xb01), step: 1 },
    ],
  });
});

test('a step runs where it says: offline in the view, online on the instance', ({ database, catalog }) => {
  const { steps, changes, touches } = compile(database, catalog, 'escalate', task);
  expect(changes).toEqual([
    {
      ...{ table: 'wm_order', sys_id: sysId(100), step: 0, operation: 'update' },
      fields: { priority: '1', dv_priority: '1 - Critical' },
    },
  ]);
  expect(steps).toEqual([
    {
      ...{
        do: 'call',
        method: 'POST',
        path: `/api/x/escalate/${task.sys_id}`,
        body: { at: '2026-01-05 08:00:00' },
      },
      ...{ affects: ['wm_order'], idempotent: false },
    },
  ]);
  expect(touches).toEqual([
    { table: 'wm_task', sys_id: task.sys_id },
    { table: 'wm_order', sys_id: sysId(100) },
  ]);
});

test('checks that run offline are handed out, and those that run online go along', ({
  database,
  catalog,
}) => {
  const { steps, checks } = compile(database, catalog, 'guarded', task);
  expect(checks.map(({ message }) => message)).toEqual(['Only critical tasks can be guarded']);
  expect(steps.map((step) => step.do)).toEqual(['check', 'check', 'update']);
});

test('an update knows the version of the record that the instance last told, not that of the view', ({
  database,
  catalog,
  tasks,
}) => {
  expect(compile(database, catalog, 'guarded', task).steps[2]).toMatchObject({ modCount: null });
  take(database, tasks, [{ ...task, sys_mod_count: '7' }]);
  const { steps } = compile(database, catalog, 'guarded', { ...task, sys_mod_count: '9' });
  expect(steps[2]).toMatchObject({ modCount: '7' });
});

test('a value in a path is one segment of it', ({ database, catalog }) => {
  expect(compile(database, catalog, 'ask-office', task).steps).toMatchObject([
    { path: '/api/x/ask/WOT%201%2F2' },
  ]);
});

test('an update takes along what the view shows of the fields it sets, a later step what the earlier make of it', ({
  database,
  catalog,
  tasks,
}) => {
  take(database, tasks, [{ ...task, state: '16', dv_state: 'Assigned', description: 'As it was' }]);
  const { steps } = compile(database, catalog, 'twice', { ...task, state: '17', dv_state: 'Accepted' });
  expect(steps).toMatchObject([
    { do: 'update', seen: { state: { value: '17', display: 'Accepted' } }, policies: {} },
    {
      do: 'update',
      seen: { state: { value: '18', display: 'Work In Progress' } },
      policies: { work_end: 'mine' },
    },
  ]);
  expect(steps[1]).not.toHaveProperty('seen.work_notes');
});

test('a delete takes along everything that is cached of the record, but for journals', ({
  database,
  catalog,
  tasks,
}) => {
  const row = { ...task, description: 'As it was', sys_mod_count: '7' };
  take(database, tasks, [row]);
  const [step] = compile(database, catalog, 'cancel', row).steps;
  expect(step).toMatchObject({
    ...{ do: 'delete', modCount: '7' },
    seen: { description: { value: 'As it was', display: 'As it was' }, priority: { value: '1' } },
  });
  expect(step).not.toHaveProperty('seen.work_notes');
  expect(step).not.toHaveProperty('seen.sys_updated_by');
});
