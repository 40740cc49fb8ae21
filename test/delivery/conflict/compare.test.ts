import { expect } from 'vitest';
import type { Conflict } from '../../../preload/contract/outbox.ts';
import type { CompiledStep } from '../../../main/outbox/steps.ts';
import { compareDelete, compareUpdate } from '../../../main/delivery/conflict/compare.ts';
import { sysId } from '../../support/catalog.ts';
import { test } from '../../support/laptop.ts';
import { recordOf } from '../../support/scripted.ts';
import { remove, update } from '../../support/steps.ts';

const theirs = (fields: Record<string, string>) =>
  recordOf({ sys_id: sysId(1), sys_mod_count: '5', sys_updated_by: 'max', ...fields });
const seen = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, { value, display: value }]));
const fieldsOf = (conflict: Conflict) =>
  conflict.fields.map(({ field, base, theirs: other, clash }) => [field, base.value, other.value, clash]);

test('a delete of a record that changed shows what changed of what the person saw', ({
  database,
  catalog,
}) => {
  const around = { reader: database, catalog, own: null };
  const step = { ...remove(1), seen: seen({ state: '16', priority: '4', description: 'Lift' }) };
  const verdict = compareDelete(around, step, theirs({ state: '18', priority: '4' }));
  expect(verdict.verdict === 'conflict' && fieldsOf(verdict.conflict)).toEqual([
    ['state', '16', '18', false],
  ]);
  expect(verdict).toMatchObject({ conflict: { kind: 'changed', by: 'max', modCount: '5' } });
});

test('a delete of a record as the person saw it goes, and one that is gone is done', ({
  database,
  catalog,
}) => {
  const around = { reader: database, catalog, own: null };
  expect(compareDelete(around, remove(1), theirs({ sys_mod_count: '3' }))).toMatchObject({
    verdict: 'go',
    modCount: '3',
  });
  expect(compareDelete(around, remove(1), null)).toMatchObject({ verdict: 'nothing-left', record: null });
});

test.for<
  [
    what: string,
    step: Partial<Extract<CompiledStep, { do: 'update' }>>,
    record: Record<string, string>,
    left: unknown,
  ]
>([
  [
    'nothing is known to clash with what nobody saw',
    { seen: {} },
    { state: '18' },
    { state: '17', priority: '2' },
  ],
  ['what both set alike goes', {}, { state: '17', priority: '4' }, { state: '17', priority: '2' }],
  [
    'what only the other side changed stays theirs',
    { fields: { state: '16', priority: '2' } },
    { state: '18', priority: '4' },
    { priority: '2' },
  ],
  [
    'by policy mine wins',
    { policies: { state: 'mine' } },
    { state: '18', priority: '4' },
    { state: '17', priority: '2' },
  ],
  [
    'by policy theirs wins',
    { policies: { state: 'theirs' } },
    { state: '18', priority: '4' },
    { priority: '2' },
  ],
])('of an update, %s', ([, given, record, left], { database, catalog }) => {
  const step = {
    ...update(1, { state: '17', priority: '2' }),
    seen: seen({ state: '16', priority: '4' }),
    ...given,
  };
  const verdict = compareUpdate({ reader: database, catalog, own: null }, step, theirs(record));
  expect(verdict).toMatchObject({ verdict: 'go', modCount: '5' });
  expect(verdict.verdict === 'go' && verdict.step.do === 'update' && verdict.step.fields).toEqual(left);
});

test('of an update, one field that clashes stops all, and the person sees every side of each', ({
  database,
  catalog,
}) => {
  const step = { ...update(1, { state: '17', priority: '2' }), seen: seen({ state: '16', priority: '4' }) };
  const verdict = compareUpdate(
    { reader: database, catalog, own: null },
    step,
    theirs({ state: '18', priority: '4' }),
  );
  expect(verdict.verdict === 'conflict' && fieldsOf(verdict.conflict)).toEqual([
    ['state', '16', '18', true],
    ['priority', '4', '4', false],
  ]);
});

test('what the person could not see is no side of a conflict', ({ database, catalog }) => {
  const step = { ...update(1, { state: '17', priority: '2' }), seen: seen({ state: '16' }) };
  const verdict = compareUpdate({ reader: database, catalog, own: null }, step, theirs({ state: '18' }));
  expect(verdict.verdict === 'conflict' && fieldsOf(verdict.conflict)).toEqual([['state', '16', '18', true]]);
});

test('only our own changes lie between, but what one of them covered here is somebody else’s', ({
  database,
  catalog,
}) => {
  const own = { since: '3', until: '5', became: {} };
  const around = { reader: database, catalog, own };
  const step = { ...update(1, { state: '17' }, '3'), seen: seen({ state: '16' }) };
  const at = (state: string) => compareUpdate(around, step, theirs({ sys_mod_count: '5', state })).verdict;
  expect([at('16'), at('18')]).toEqual(['go', 'conflict']);
  const ruled = { ...own, became: { state: { was: ['16'], now: '18', at: '5' } } };
  const ours = { ...around, own: ruled };
  expect(compareUpdate(ours, step, theirs({ sys_mod_count: '5', state: '18' })).verdict).toBe('go');
});

test('a record that does not tell its version is compared by its values', ({ database, catalog }) => {
  const around = { reader: database, catalog, own: null };
  const step = { ...update(1, { state: '17' }, ''), seen: seen({ state: '16' }) };
  expect(compareUpdate(around, step, theirs({ sys_mod_count: '', state: '16' }))).toMatchObject({
    verdict: 'go',
    modCount: null,
  });
  expect(compareUpdate(around, step, theirs({ sys_mod_count: '', state: '18' }))).toMatchObject({
    verdict: 'conflict',
  });
});
