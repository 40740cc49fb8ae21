import { expect } from 'vitest';
import type { Database } from '../../../main/database/database.ts';
import { NOT_THERE, OUT_OF_SIGHT } from '../../../main/delivery/kinds/kind.ts';
import { me, sysId } from '../../support/catalog.ts';
import { counts, fails, hides, lists, type Scripted, tells, test } from '../../support/scripted.ts';
import { create } from '../../support/steps.ts';
import { found, JUST_BEFORE, look, lookElsewhere, lost, sent } from './looking.ts';

/** The instance has shown whether it keeps the sys_ids that records are sent with. */
function learn(database: Database, { sender }: Scripted, keeps: boolean): void {
  database.transaction((write) => {
    sender.learnSysIds(write, keeps);
  });
}

const fields = { state: '1', short_description: 'Pump' };
const DELETED = '/api/now/table/sys_audit_delete';
/** An instance that has no record of our sys_id, but these of its own; whom it deleted, it does not tell. */
const has = (scripted: Scripted, ...records: Record<string, string>[]) => {
  scripted.answer(({ path, query }) => {
    if (path === DELETED) return fails(403);
    if (query.get('sysparm_query')?.startsWith('sys_id=')) return counts(0);
    return path.includes(sysId(1)) ? fails(404) : counts(records.length, ...records);
  });
};

test('a create is found by the sys_id it was sent with, whatever the record holds now', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => tells({ sys_id: sysId(1), state: '18' }));
  expect(found(await look(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
  expect(scripted.asked).toHaveLength(1);
});

test('a create on an instance known to keep sys_ids is not done when there is none', async ({
  database,
  scripted,
}) => {
  learn(database, scripted, true);
  has(scripted, { sys_id: sysId(9), ...fields });
  expect(await look(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_THERE);
  expect(scripted.asked.map(({ path }) => path)).toEqual([
    `/api/now/table/wm_task/${sysId(1)}`,
    '/api/now/table/wm_task',
    DELETED,
  ]);
});

test('a create that is there, but hidden, was done', async ({ database, scripted }) => {
  scripted.answer((asked) => hides(asked, sysId(1)));
  expect(await look(scripted, lost(database, [create(1, fields)]))).toMatchObject({
    found: 'done',
    acknowledged: { told: { sys_id: sysId(1), record: null } },
  });
});

test('a create may be among what is hidden of what we have made since', async ({ database, scripted }) => {
  const answering = (total: number) => {
    scripted.answer(({ path, query }) => {
      if (path === DELETED) return fails(403);
      if (path.includes(sysId(1))) return fails(404);
      return query.get('sysparm_query')?.startsWith('sys_id=')
        ? counts(0)
        : counts(total, { sys_id: sysId(8) });
    });
  };
  answering(2);
  expect(await look(scripted, lost(database, [create(1, { state: '9' })]))).toMatchObject({
    found: 'done',
  });
  sent(database, create(8));
  expect(await look(scripted, lost(database, [create(1, fields)]))).toEqual(OUT_OF_SIGHT);
  answering(1);
  expect(await look(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_THERE);
});

test('a create that somebody has deleted since was done all the same, where the instance tells who is deleted', async ({
  database,
  scripted,
}) => {
  const answering = (deleted: ReturnType<typeof lists>) => {
    scripted.answer(({ path }) => (path === DELETED ? deleted : fails(404)));
  };
  answering(lists({ documentkey: sysId(1) }));
  const entry = lost(database, [create(1, fields)]);
  expect(await look(scripted, entry)).toMatchObject({
    found: 'done',
    acknowledged: { told: { sys_id: sysId(1), record: null } },
  });
  expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toBe(`documentkey=${sysId(1)}`);
  learn(database, scripted, true);
  answering(lists());
  expect(await look(scripted, entry)).toEqual(NOT_THERE);
});

test.for([null, false])(
  "a create may have a sys_id of the instance's own: it is found by its content (%o)",
  async (keeps, { database, scripted }) => {
    if (keeps !== null) learn(database, scripted, keeps);
    has(scripted, { sys_id: sysId(8), ...fields, state: '2' }, { sys_id: sysId(9), ...fields });
    const looked = await look(scripted, lost(database, [create(1, fields)]));
    expect(looked).toMatchObject({
      found: 'done',
      acknowledged: { told: { sys_id: sysId(1), record: { sys_id: { value: sysId(9) } } } },
    });
    const query = scripted.asked[3]?.query.get('sysparm_query');
    expect(query).toBe(`sys_created_by=${me.userName}^sys_created_on>=${JUST_BEFORE}^ORDERBYsys_created_on`);
  },
);

test('a field that the instance hides speaks neither for nor against', async ({ database, scripted }) => {
  has(scripted, { sys_id: sysId(9), state: '1' });
  expect(found(await look(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
});

test.for([null, false])(
  'a create that is not there may yet come (%o)',
  async (keeps, { database, scripted }) => {
    if (keeps !== null) learn(database, scripted, keeps);
    has(scripted, { sys_id: sysId(8), ...fields, state: '2' });
    expect(await look(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_THERE);
  },
);

test('a create is not another of ours with the same content', async ({ database, scripted }) => {
  sent(database, create(8, fields));
  has(scripted, { sys_id: sysId(8), ...fields });
  expect(await look(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_THERE);
  has(scripted, { sys_id: sysId(8), ...fields }, { sys_id: sysId(9), ...fields });
  expect(found(await look(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
});

test('a create is for a person to find where several could be it', async ({ database, scripted }) => {
  has(scripted, { sys_id: sysId(8), ...fields }, { sys_id: sysId(9), ...fields });
  const looked = await look(scripted, lost(database, [create(1, fields)]));
  expect(looked).toMatchObject({ found: 'cannot-tell' });
  expect(looked.found === 'cannot-tell' && looked.message).toContain('2 records that could be this one');
});

test('a create that another laptop has too is looked for in the same way', async ({ database, scripted }) => {
  const entry = lost(database, [create(1, fields)]);
  learn(database, scripted, true);
  has(scripted);
  expect(await lookElsewhere(scripted, entry)).toEqual(NOT_THERE);
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  expect(found(await lookElsewhere(scripted, entry))).toBe(sysId(1));
});
