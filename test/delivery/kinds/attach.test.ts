import { expect } from 'vitest';
import { NOT_THERE, OUT_OF_SIGHT } from '../../../main/delivery/kinds/kind.ts';
import { sysId } from '../../support/catalog.ts';
import { fails, lists, type Scripted, tells, test } from '../../support/scripted.ts';
import { attach } from '../../support/steps.ts';
import { BEFORE, found, JUST_BEFORE, look, lookElsewhere, lost, sent, THEN } from './looking.ts';

const { file } = attach(1);
const meta = (fields: Record<string, string> = {}) => ({
  sys_id: sysId(7),
  file_name: file.name,
  size_bytes: '3',
  hash: file.hash,
  table_name: 'wm_task',
  table_sys_id: sysId(1),
  content_type: file.type,
  sys_created_on: THEN,
  sys_updated_on: THEN,
  ...fields,
});
const has = (scripted: Scripted, ...files: Record<string, string>[]) => {
  scripted.answer(({ path }) =>
    path.startsWith('/api/now/attachment')
      ? { status: 200, json: { result: files } }
      : tells({ sys_id: sysId(1) }),
  );
};

test.for<[what: string, files: Record<string, string>[], done: boolean]>([
  ['is there', [meta()], true],
  ['is there from before', [meta({ sys_updated_on: BEFORE })], false],
  ['is there from as early as clocks can tell', [meta({ sys_updated_on: JUST_BEFORE })], true],
  ['says that it was taken before', [meta({ sys_created_on: BEFORE })], true],
  ['has another content', [meta({ hash: 'cd'.repeat(32) })], false],
  ['does not tell its content', [meta({ hash: '' })], true],
  ['is not there', [], false],
])('a file %s', async ([, files, done], { database, scripted }) => {
  has(scripted, ...files);
  expect(found(await look(scripted, lost(database, [attach(1)])))).toEqual(done ? sysId(7) : NOT_THERE);
  const query = `table_sys_id=${sysId(1)}^file_name=${file.name}^size_bytes=3`;
  expect(scripted.asked[0]?.query.get('sysparm_query')).toBe(query);
  expect(scripted.asked).toHaveLength(done ? 1 : 2);
});

test('a file on a record that is gone or hidden cannot be seen', async ({ database, scripted }) => {
  scripted.answer(({ path }) => (path.startsWith('/api/now/attachment') ? lists() : fails(404)));
  expect(await look(scripted, lost(database, [attach(1)]))).toEqual(OUT_OF_SIGHT);
});

test('a file is not one that another entry of ours has put there in the same moment', async ({
  database,
  scripted,
}) => {
  for (const other of [attach(2), attach(1, 'other.jpg')]) sent(database, other);
  has(scripted, meta());
  expect(found(await look(scripted, lost(database, [attach(1)])))).toBe(sysId(7));
  sent(database, attach(1));
  expect(await look(scripted, lost(database, [attach(1)]))).toEqual(NOT_THERE);
  has(scripted, meta(), meta({ sys_id: sysId(8) }));
  expect(found(await look(scripted, lost(database, [attach(1)])))).toBe(sysId(8));
});

test('a file that another laptop has too is looked for in the same way', async ({ database, scripted }) => {
  const entry = lost(database, [attach(1)]);
  has(scripted, meta());
  expect(found(await lookElsewhere(scripted, entry))).toBe(sysId(7));
  has(scripted);
  expect(await lookElsewhere(scripted, entry)).toEqual(NOT_THERE);
});
