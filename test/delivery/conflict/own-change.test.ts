import { expect } from 'vitest';
import type { Database } from '../../../main/database/database.ts';
import type { CompiledStep } from '../../../main/outbox/steps.ts';
import type { Catalog } from '../../../main/records/catalog.ts';
import {
  afterOwn,
  isOurs,
  noteOwnChange,
  type OwnChange,
  ownChangeOf,
} from '../../../main/delivery/conflict/own-change.ts';
import { me, sysId } from '../../support/catalog.ts';
import { addBareEntry, move } from '../../support/entry.ts';
import { take, test } from '../../support/laptop.ts';

const one = { table: 'wm_task', sys_id: sysId(1) };
const update = (fields: Record<string, string>): CompiledStep => {
  return { do: 'update', ...one, fields, seen: {}, modCount: '3', policies: {} };
};

interface Answer {
  modCount: string;
  by?: string;
  fields?: Record<string, string>;
}

/** An entry with this step is acknowledged with this answer; `before` is the `sys_mod_count` read right before. */
function acknowledge(
  database: Database,
  catalog: Catalog,
  step: CompiledStep,
  before: string | null,
  { modCount, by = me.userName, fields = {} }: Answer,
): OwnChange | null {
  const seq = addBareEntry(database, { steps: [step], touches: [one] });
  const sending = move(database, { seq }, ['send'], { begins: { modCount: before } });
  const told = { ...one, ...fields, sys_mod_count: modCount, sys_updated_by: by };
  const record = Object.entries(told).map(([field, value]) => [field, { value, display_value: value }]);
  database.transaction((write) => {
    noteOwnChange(write, catalog, sending, {
      ...one,
      record: Object.fromEntries(record) as Record<string, { value: string; display_value: string }>,
    });
  });
  move(database, sending, ['acknowledge']);
  return ownChangeOf(database, one.sys_id);
}

test('while nobody else waits on the record nothing is taken down', ({ database, catalog }) => {
  expect(acknowledge(database, catalog, update({ state: '17' }), '3', { modCount: '4' })).toBeNull();
});

test('changes of our own in a row are one run, and what they replaced is known', ({
  database,
  catalog,
  tasks,
}) => {
  addBareEntry(database, { touches: [one] });
  take(database, tasks, [{ sys_id: one.sys_id, close_notes: 'onsite', state: '16', sys_mod_count: '3' }]);
  const fields = { state: '18', close_notes: 'complete' };
  const own = acknowledge(database, catalog, update({ state: '17' }), '3', { modCount: '4', fields });
  expect(own).toMatchObject({ since: '3', until: '4' });
  expect(isOurs(own, '3', '4')).toBe(true);
  expect(isOurs(own, '2', '4')).toBe(false);
  expect(isOurs(own, '3', '5')).toBe(false);
  expect(afterOwn(own, 'state', '17', '3')).toBe('18');
  expect(afterOwn(own, 'state', '16', '3')).toBe('18');
  expect(afterOwn(own, 'close_notes', 'onsite', '3')).toBe('complete');
  expect(afterOwn(own, 'close_notes', 'another', '3')).toBe('another');
  // Seen when the change was there already: whoever put the old value back was somebody else.
  expect(afterOwn(own, 'state', '16', '4')).toBe('16');
  const next = acknowledge(database, catalog, update({ state: '3' }), '4', {
    modCount: '5',
    fields: { state: '3', close_notes: 'complete' },
  });
  expect(isOurs(next, '3', '5')).toBe(true);
  expect(isOurs(next, '4', '5')).toBe(true);
});

test.for<[what: string, before: string | null, answer: Answer]>([
  ['somebody else may have changed it in between', '3', { modCount: '5' }],
  ['somebody else changed it last', '3', { modCount: '4', by: 'someone.else' }],
  ['it is not known what was there before', null, { modCount: '4' }],
  ['the answer does not tell how often it was changed', '3', { modCount: '' }],
])('nothing is taken for ours when %s', ([, before, answer], { database, catalog }) => {
  addBareEntry(database, { touches: [one] });
  const fields = { state: '18' };
  const own = acknowledge(database, catalog, update({ state: '17' }), before, { ...answer, fields });
  expect(isOurs(own, '3', answer.modCount)).toBe(false);
  expect(afterOwn(own, 'state', '17', '3')).toBe('17');
});

test('a record that we made is ours from the start, defaults and all', ({ database, catalog }) => {
  addBareEntry(database, { touches: [one] });
  const create: CompiledStep = { do: 'create', ...one, fields: { state: '1' } };
  const fields = { state: '10', priority: '4' };
  const own = acknowledge(database, catalog, create, null, { modCount: '0', fields });
  expect(isOurs(own, null, '0')).toBe(true);
  expect(afterOwn(own, 'state', '1', null)).toBe('10');
  expect(afterOwn(own, 'priority', '', null)).toBe('4');
});

test('after a change of somebody else a new run begins', ({ database, catalog }) => {
  addBareEntry(database, { touches: [one] });
  acknowledge(database, catalog, update({ state: '17' }), '3', { modCount: '4' });
  const own = acknowledge(database, catalog, update({ state: '18' }), '6', { modCount: '7' });
  expect(isOurs(own, '3', '7')).toBe(false);
  expect(isOurs(own, '6', '7')).toBe(true);
});

test.for([
  ['17', { was: ['16'], now: '17', at: '4' }],
  ['18', undefined],
])(
  'what we made of a field is known as long as it stands so: it is %s now',
  ([state, became], { database, catalog, tasks }) => {
    addBareEntry(database, { touches: [one] });
    take(database, tasks, [{ sys_id: one.sys_id, state: '16', sys_mod_count: '3' }]);
    acknowledge(database, catalog, update({ state: '17' }), '3', { modCount: '4', fields: { state: '17' } });
    const fields = { state: state as string };
    const own = acknowledge(database, catalog, update({ priority: '2' }), '6', { modCount: '7', fields });
    expect(own?.became['state']).toEqual(became);
  },
);
