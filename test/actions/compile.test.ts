import { expect } from 'vitest';
import { compileAction, createdBy } from '../../main/actions/compile.ts';
import { actionOf, type Catalog } from '../../main/records/catalog.ts';
import { sysId } from '../support/catalog.ts';
import { take } from '../support/laptop.ts';
import { test } from './definition.ts';
import type { Database } from '../../main/database/database.ts';
import type { Action } from '../../main/definition/schema.ts';
import type { Step } from '../../main/definition/steps.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Row } from '../../main/query/row.ts';

function compile(
  database: Database,
  catalog: Catalog,
  action: string | Action,
  record: Row | null,
  kept = new Map<number, string>(),
  inputs: Inputs = {},
) {
  let made = 0xa00;
  const given = {
    record,
    inputs,
    now: '2026-01-05 08:00:00',
    newSysId: () => sysId(made++),
    kept,
    edits: null,
  };
  return compileAction(
    database,
    catalog,
    typeof action === 'string' ? actionOf(catalog, action) : action,
    given,
  );
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
      table: 'wm_order',
      sys_id: sysId(100),
      step: 0,
      operation: 'update',
      fields: { priority: '1', dv_priority: '1 - Critical' },
    },
  ]);
  expect(steps).toEqual([
    {
      do: 'call',
      method: 'POST',
      path: `/api/x/escalate/${task.sys_id}`,
      body: { at: '2026-01-05 08:00:00' },
      affects: ['wm_order'],
      idempotent: false,
    },
  ]);
  expect(touches).toEqual([
    { table: 'wm_task', sys_id: task.sys_id },
    { table: 'wm_order', sys_id: sysId(100) },
  ]);
});

const photo = {
  hash: 'a'.repeat(64),
  name: 'pump.jpg',
  type: 'image/jpeg',
  size: 9,
  takenAt: '2026-01-05T07:00:00.000Z',
};

/** One step of each kind, and what it does to the view where it runs offline; a check and a call do nothing there. */
const kinds: [effect: string | null, step: Step][] = [
  [null, { do: 'check', run: 'both', when: 'priority=1', message: 'Only critical ones' }],
  ['insert', { do: 'create', run: 'both', table: 'wm_task', set: { state: '1' } }],
  ['update', { do: 'update', run: 'both', set: { state: '18' } }],
  ['delete', { do: 'delete', run: 'both' }],
  ['note', { do: 'note', run: 'both', field: 'work_notes', text: 'Seen' }],
  ['attach', { do: 'attach', run: 'both', files: 'photos' }],
  [null, { do: 'call', run: 'online', method: 'POST', path: '/api/x/seen', affects: [], idempotent: true }],
];
const runs = ['online', 'offline', 'both'] as const;

test.for(
  kinds.flatMap(([effect, step]) =>
    // A call offline breaks a law; no definition that has one is taken.
    (step.do === 'call' ? (['online'] as const) : runs).map((run) => ({
      effect,
      step: { ...step, run },
    })),
  ),
)('a step of kind $step.do that runs $step.run', ({ effect, step }, { database, catalog }) => {
  const action: Action = {
    id: 'one',
    label: 'One',
    table: 'wm_task',
    context: 'record',
    when: '',
    form: null,
    steps: [step],
  };
  const inputs = { photos: JSON.stringify([photo]) };
  const { steps, changes, checks } = compile(database, catalog, action, task, new Map(), inputs);
  expect(steps.map((one) => one.do)).toEqual(step.run === 'offline' ? [] : [step.do]);
  expect(changes.map(({ operation }) => operation)).toEqual(
    step.run === 'online' || effect === null ? [] : [effect],
  );
  expect(checks).toHaveLength(step.do === 'check' && step.run !== 'online' ? 1 : 0);
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
    do: 'delete',
    modCount: '7',
    seen: { description: { value: 'As it was', display: 'As it was' }, priority: { value: '1' } },
  });
  expect(step).not.toHaveProperty('seen.work_notes');
  expect(step).not.toHaveProperty('seen.sys_updated_by');
});
