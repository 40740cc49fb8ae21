import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { preflight } from '../../main/delivery/preflight.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry } from '../support/entry.ts';
import { fails, lists, recordOf, test } from '../support/scripted.ts';
import { note, update } from '../support/steps.ts';

const told = (sys_id: string, state: string) => ({
  sys_id,
  state,
  sys_mod_count: '4',
  sys_updated_by: 'someone.else',
});

function candidate(database: Database, step: CompiledStep): { entry: Entry; step: number } {
  return { entry: addStepsEntry(database, step), step: 0 };
}

test('entries that travel together are looked at with one request for each table, and no more is asked than needed', async ({
  database,
  scripted,
}) => {
  scripted.answer(({ query }) => {
    const [, ids = ''] = (query.get('sysparm_query') ?? '').split('sys_idIN');
    return lists(...ids.split(',').map((id) => told(id, '16')));
  });
  const order = { table: 'wm_order', sys_id: sysId(9) };
  const candidates = [
    ...[1, 2, 3, 3].map((at) => candidate(database, update(at))),
    candidate(database, { ...update(9), ...order }),
    candidate(database, note(1)),
  ];
  const verdicts = await preflight(scripted.link, candidates);
  expect([...verdicts.values()].map(({ verdict }) => verdict)).toEqual(candidates.map(() => 'go'));
  expect(scripted.asked.map(({ path, query }) => [path, query.get('sysparm_query')])).toEqual([
    ['/api/now/table/wm_task', `sys_idIN${sysId(1)},${sysId(2)},${sysId(3)}`],
    ['/api/now/table/wm_order', `sys_idIN${sysId(9)}`],
  ]);
  const fields = scripted.asked[0]?.query.get('sysparm_fields')?.split(',') ?? [];
  expect(fields).toEqual(expect.arrayContaining(['sys_id', 'sys_mod_count', 'sys_updated_by', 'state']));
  expect(new Set(fields).size).toBe(fields.length);
});

test('more records than fit into one request are asked for in several', async ({ database, scripted }) => {
  scripted.answer(() => lists());
  const candidates = Array.from({ length: 41 }, (_, at) => candidate(database, update(at)));
  const verdicts = await preflight(scripted.link, candidates);
  expect(scripted.asked.length).toBe(3);
  expect([...verdicts.values()].every(({ verdict }) => verdict === 'conflict')).toBe(true);
});

test('a record that the instance has just told is not asked for again, and compared all the same', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => fails(500));
  const given = candidate(database, update(1));
  const verdicts = await preflight(scripted.link, [{ ...given, told: recordOf(told(sysId(1), '18')) }]);
  expect(verdicts.get(given.entry.seq)).toMatchObject({ verdict: 'conflict' });
  expect(scripted.asked).toEqual([]);
});

test('where the instance shows nobody a table, what is sent is left to it', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => fails(403, 'User Not Authorized'));
  const given = candidate(database, update(1));
  const verdicts = await preflight(scripted.link, [given]);
  expect(verdicts.get(given.entry.seq)).toMatchObject({ verdict: 'go' });
});

test('an instance that cannot be asked lets nothing go', async ({ database, scripted }) => {
  scripted.answer(() => fails(503));
  await expect(preflight(scripted.link, [candidate(database, update(1))])).rejects.toMatchObject({
    failure: { kind: 'retry-later' },
  });
});

test('what an update sets is asked for, too, where that is not cached', async ({ database, scripted }) => {
  scripted.answer(() => lists(told(sysId(1), '16')));
  await preflight(scripted.link, [candidate(database, update(1, { u_code: '4711' }))]);
  expect(scripted.asked[0]?.query.get('sysparm_fields')?.split(',')).toContain('u_code');
});
