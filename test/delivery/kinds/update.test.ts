import { expect } from 'vitest';
import { NOT_THERE, OUT_OF_SIGHT, SAFE_TO_SEND } from '../../../main/delivery/kinds/kind.ts';
import { me, sysId } from '../../support/catalog.ts';
import { addStepsEntry, share } from '../../support/entry.ts';
import { fails, hides, tells, test } from '../../support/scripted.ts';
import { note, update } from '../../support/steps.ts';
import { BEFORE, found, JUST_BEFORE, look, lookElsewhere, lost, THEN } from './looking.ts';

const by = (fields: Record<string, string>) => ({
  sys_id: sysId(1),
  sys_mod_count: '4',
  sys_updated_by: me.userName,
  sys_updated_on: THEN,
  ...fields,
});

test.for<[what: string, record: Record<string, string>, done: boolean | 'unproven']>([
  ['holds what was sent', by({ state: '17' }), true],
  ['holds what somebody else wrote', by({ state: '17', sys_updated_by: 'someone.else' }), 'unproven'],
  ['holds what we wrote before', by({ state: '17', sys_updated_on: BEFORE }), 'unproven'],
  ['holds it after several changes', by({ state: '17', sys_mod_count: '5' }), 'unproven'],
  ['held it already', by({ state: '17', sys_mod_count: '3' }), 'unproven'],
  ['is as it was before', by({ state: '16', sys_mod_count: '3', sys_updated_on: BEFORE }), false],
  ['was changed further by a rule', by({ state: '18' }), true],
  ['was changed by somebody else', by({ state: '18', sys_updated_by: 'someone.else' }), false],
  ['was changed by somebody else, and by us after that', by({ state: '18', sys_mod_count: '5' }), false],
  ['was changed by us, but before the attempt', by({ state: '18', sys_updated_on: BEFORE }), false],
  ['was changed by us as soon as clocks can tell', by({ state: '18', sys_updated_on: JUST_BEFORE }), true],
  ['was changed by us in another field, by another entry', by({ state: '16' }), false],
  ['was not changed since it was read, though it differs', by({ state: '18', sys_mod_count: '3' }), false],
])('an update of a record that %s', async ([, record, done], { database, scripted }) => {
  scripted.answer(() => tells(record));
  const looked = await look(scripted, lost(database, [update(1)]));
  expect(found(looked)).toEqual(done === false ? NOT_THERE : sysId(1));
  expect(looked.found).toBe(done === false ? 'not-there' : done === 'unproven' ? 'looks-done' : 'done');
});

test('an update of a record that is gone is not done', async ({ database, scripted }) => {
  scripted.answer(() => fails(404));
  expect(await look(scripted, lost(database, [update(1)]))).toEqual(SAFE_TO_SEND);
});

test('of an update whose record is hidden nothing is known: it may have hidden it', async ({
  database,
  scripted,
}) => {
  scripted.answer((asked) => hides(asked, sysId(1)));
  expect(await look(scripted, lost(database, [update(1)]))).toEqual(OUT_OF_SIGHT);
  expect(await lookElsewhere(scripted, share(database, addStepsEntry(database, update(1))))).toEqual(
    OUT_OF_SIGHT,
  );
});

test('an update of several fields is done when every one is there, or every one is changed further', async ({
  database,
  scripted,
}) => {
  const seen = { state: { value: '16', display: '' }, priority: { value: '4', display: '' } };
  const entry = lost(database, [{ ...update(1, { state: '17', priority: '2' }), seen }]);
  const cases = [
    { state: '17', priority: '2' },
    { state: '18', priority: '1' },
    { state: '17', priority: '4' },
    { state: '16', priority: '1' },
  ];
  const results: unknown[] = [];
  for (const fields of cases) {
    scripted.answer(() => tells(by(fields)));
    results.push(found(await look(scripted, entry)));
  }
  expect(results).toEqual([sysId(1), sysId(1), NOT_THERE, NOT_THERE]);
});

test('an update of fields that nobody saw cannot be told from another change of ours', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => tells(by({ description: 'another' })));
  const step = { ...update(1, { description: 'mine' }), seen: {} };
  expect(await look(scripted, lost(database, [step]))).toEqual(NOT_THERE);
});

test('an update to what stood there already proves nothing', async ({ database, scripted }) => {
  const entry = lost(database, [update(1, { state: '16' })]);
  scripted.answer(() => tells(by({ state: '18' })));
  expect(await look(scripted, entry)).toEqual(NOT_THERE);
  scripted.answer(() => tells(by({ state: '16' })));
  expect(await look(scripted, entry)).toMatchObject({ found: 'looks-done' });
});

test('an update is told by the version read right before the attempt, rather than the one it was made on', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => tells(by({ state: '18', sys_mod_count: '4' })));
  expect(await look(scripted, lost(database, [update(1)], { modCount: '4' }))).toEqual(NOT_THERE);
  expect(found(await look(scripted, lost(database, [update(1)], { modCount: '3' })))).toEqual(sysId(1));
  expect(await look(scripted, lost(database, [update(1, { state: '17' }, null)]))).toEqual(NOT_THERE);
});

test('an update asks for what it sets, too, where that is not cached', async ({ database, scripted }) => {
  scripted.answer(() => tells({ sys_id: sysId(1), u_code: '4711' }));
  const looked = await look(scripted, lost(database, [update(1, { u_code: '4711' })]));
  expect(found(looked)).toBe(sysId(1));
  const asked = scripted.asked[0]?.query.get('sysparm_fields')?.split(',') ?? [];
  expect(asked).toEqual(
    expect.arrayContaining(['u_code', 'sys_mod_count', 'sys_updated_by', 'sys_updated_on']),
  );
  expect(new Set(asked).size).toBe(asked.length);
});

test.for([
  ['holds it', { state: '17', sys_mod_count: '4' }, 'looks-done'],
  ['was changed otherwise', { state: '18', sys_mod_count: '4' }, 'not-there'],
  ['is as it was seen', { state: '17', sys_mod_count: '3' }, 'safe-to-send'],
] as const)(
  'an update that another laptop has too, of a record that %s',
  async ([, record, expected], { database, scripted }) => {
    const entry = share(database, addStepsEntry(database, update(1)));
    scripted.answer(() => tells({ sys_id: sysId(1), ...record }));
    expect(await lookElsewhere(scripted, entry)).toMatchObject({ found: expected });
  },
);

test('an update that another laptop has too is looked for behind what that one did later', async ({
  database,
  scripted,
}) => {
  const entry = share(database, addStepsEntry(database, update(1), update(1, { state: '18' })));
  const later = addStepsEntry(database, update(1, { state: '3' }));
  const looks = async (state: string) => {
    scripted.answer(() => tells({ sys_id: sysId(1), state, sys_mod_count: '5' }));
    return (await lookElsewhere(scripted, entry)).found;
  };
  expect([await looks('18'), await looks('3')]).toEqual(['looks-done', 'not-there']);
  // What only we have, it cannot have done.
  share(database, later);
  expect([await looks('3'), await looks('2')]).toEqual(['looks-done', 'not-there']);
});

test('a note that an update sets is found in the journal, where another laptop has it too', async ({
  database,
  scripted,
}) => {
  const step = update(1, { work_notes: 'On my way' });
  const entry = share(database, addStepsEntry(database, step));
  const record = (author: string) => ({
    sys_id: sysId(1),
    sys_mod_count: '4',
    sys_updated_on: THEN,
    work_notes: `${THEN} - ${author} (Work notes)\nOn my way\n\n`,
  });
  scripted.answer(() => tells(record(me.name)));
  expect((await lookElsewhere(scripted, entry)).found).toBe('looks-done');
  scripted.answer(() => tells(record('Max')));
  expect((await lookElsewhere(scripted, entry)).found).toBe('not-there');
});

test('an update of a record that is gone is safe to send, though another laptop has it too', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => fails(404));
  const entry = share(database, addStepsEntry(database, update(1), note(1)));
  expect(await lookElsewhere(scripted, entry)).toEqual(SAFE_TO_SEND);
});
