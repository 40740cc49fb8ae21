import { describe, expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import type { Change } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { probeStep } from '../../main/delivery/probe.ts';
import { OUT_OF_SIGHT, type Probed } from '../../main/delivery/probed.ts';
import { me, sysId } from '../support/catalog.ts';
import { addStepsEntry, move } from '../support/entry.ts';
import { counts, fails, hides, lists, type Scripted, tells, test } from '../support/scripted.ts';
import { attach, call, check, create, note, remove, update } from '../support/steps.ts';

/** When the answer was lost. */
const AT = '2026-01-05T08:00:00.000Z';
/** The same moment as the instance writes it, and some around it. */
const [BEFORE, JUST_BEFORE, THEN, AFTER] = [
  '2026-01-05 07:59:57',
  '2026-01-05 07:59:58',
  '2026-01-05 08:00:00',
  '2026-01-05 08:00:03',
] as const;

function lost(database: Database, steps: CompiledStep[], change: Change = {}): Entry {
  const failure = { kind: 'no-answer', message: 'Silence' } as const;
  return move(database, addStepsEntry(database, ...steps), ['send', 'no-answer'], {
    ...{ attemptedAt: AT, attemptOffset: 0, attempts: 1, failure },
    ...change,
  });
}

/** An entry that was acknowledged. */
function sent(database: Database, step: CompiledStep, sentAt = AT): Entry {
  return move(database, addStepsEntry(database, step), ['send', 'acknowledge'], { sentAt, step: 1 });
}

const probe = ({ link, sender }: Scripted, entry: Entry) => probeStep(link, sender, entry);
const NOT_DONE: Probed = { found: 'not-done', again: 'harmless' };
const NOT_YET: Probed = { found: 'not-done', again: 'double' };
/** What was found done, by the record it tells; what was not, as it is. */
const found = (probed: Probed) => (probed.found === 'done' ? probed.acknowledged.told?.sys_id : probed);

describe('an update', () => {
  const by = (fields: Record<string, string>) => ({
    ...{ sys_id: sysId(1), sys_mod_count: '4', sys_updated_by: me.userName, sys_updated_on: THEN },
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
  ])('of a record that %s', async ([, record, done], { database, scripted }) => {
    scripted.answer(() => tells(record));
    const probed = await probe(scripted, lost(database, [update(1)]));
    expect(found(probed)).toEqual(done === false ? NOT_YET : sysId(1));
    expect(probed).toMatchObject(done === 'unproven' ? { unproven: true } : {});
    if (done === true) expect(probed).not.toHaveProperty('unproven');
  });

  test('of a record that is gone is not done', async ({ database, scripted }) => {
    scripted.answer(() => fails(404));
    expect(await probe(scripted, lost(database, [update(1)]))).toEqual(NOT_DONE);
  });

  test('of several fields is done when every one is there, or every one is changed further', async ({
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
      results.push(found(await probe(scripted, entry)));
    }
    expect(results).toEqual([sysId(1), sysId(1), NOT_YET, NOT_YET]);
  });

  test('of fields that nobody saw cannot be told from another change of ours', async ({
    database,
    scripted,
  }) => {
    scripted.answer(() => tells(by({ description: 'another' })));
    const step = { ...update(1, { description: 'mine' }), seen: {} };
    expect(await probe(scripted, lost(database, [step]))).toEqual(NOT_YET);
  });

  test('to what stood there already proves nothing', async ({ database, scripted }) => {
    const entry = lost(database, [update(1, { state: '16' })]);
    scripted.answer(() => tells(by({ state: '18' })));
    expect(await probe(scripted, entry)).toEqual(NOT_YET);
    scripted.answer(() => tells(by({ state: '16' })));
    expect(await probe(scripted, entry)).toMatchObject({ found: 'done', unproven: true });
  });

  test('is told by the version read right before the attempt, rather than the one it was made on', async ({
    database,
    scripted,
  }) => {
    scripted.answer(() => tells(by({ state: '18', sys_mod_count: '4' })));
    expect(await probe(scripted, lost(database, [update(1)], { modCountBefore: '4' }))).toEqual(NOT_YET);
    expect(found(await probe(scripted, lost(database, [update(1)], { modCountBefore: '3' })))).toEqual(
      sysId(1),
    );
    expect(await probe(scripted, lost(database, [update(1, { state: '17' }, null)]))).toEqual(NOT_YET);
  });

  test('asks for what it sets, too, where that is not cached', async ({ database, scripted }) => {
    scripted.answer(() => tells({ sys_id: sysId(1), u_code: '4711' }));
    const probed = await probe(scripted, lost(database, [update(1, { u_code: '4711' })]));
    expect(found(probed)).toBe(sysId(1));
    const asked = scripted.asked[0]?.query.get('sysparm_fields')?.split(',') ?? [];
    expect(asked).toEqual(
      expect.arrayContaining(['u_code', 'sys_mod_count', 'sys_updated_by', 'sys_updated_on']),
    );
    expect(new Set(asked).size).toBe(asked.length);
  });
});

describe('a delete', () => {
  test('is done when the record is gone, and not when it is there', async ({ database, scripted }) => {
    scripted.answer(() => fails(404));
    expect(await probe(scripted, lost(database, [remove(1)]))).toMatchObject({
      ...{ found: 'done', acknowledged: { told: { sys_id: sysId(1), record: null } } },
    });
    scripted.answer(() => tells({ sys_id: sysId(1) }));
    expect(await probe(scripted, lost(database, [remove(1)]))).toEqual(NOT_DONE);
  });

  test('of a record that is only hidden is not done', async ({ database, scripted }) => {
    scripted.answer((asked) => hides(asked, sysId(1)));
    expect(await probe(scripted, lost(database, [remove(1)]))).toEqual(NOT_DONE);
    expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toBe(`sys_id=${sysId(1)}`);
  });
});

describe('a create', () => {
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

  test('is found by the sys_id it was sent with, whatever the record holds now', async ({
    database,
    scripted,
  }) => {
    scripted.answer(() => tells({ sys_id: sysId(1), state: '18' }));
    expect(found(await probe(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
    expect(scripted.asked).toHaveLength(1);
  });

  test('on an instance known to keep sys_ids is not done when there is none', async ({
    database,
    scripted,
  }) => {
    scripted.sender.keepsSysIds = true;
    has(scripted, { sys_id: sysId(9), ...fields });
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_YET);
    expect(scripted.asked.map(({ path }) => path)).toEqual([
      `/api/now/table/wm_task/${sysId(1)}`,
      '/api/now/table/wm_task',
      DELETED,
    ]);
  });

  test('that is there, but hidden, was done', async ({ database, scripted }) => {
    scripted.answer((asked) => hides(asked, sysId(1)));
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toMatchObject({
      ...{ found: 'done', acknowledged: { told: { sys_id: sysId(1), record: null } } },
    });
  });

  test('may be among what is hidden of what we have made since', async ({ database, scripted }) => {
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
    expect(await probe(scripted, lost(database, [create(1, { state: '9' })]))).toMatchObject({
      found: 'done',
    });
    sent(database, create(8));
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toEqual(OUT_OF_SIGHT);
    answering(1);
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_YET);
  });

  test('that somebody has deleted since was done all the same, where the instance tells who is deleted', async ({
    database,
    scripted,
  }) => {
    const answering = (deleted: ReturnType<typeof lists>) => {
      scripted.answer(({ path }) => (path === DELETED ? deleted : fails(404)));
    };
    answering(lists({ documentkey: sysId(1) }));
    const entry = lost(database, [create(1, fields)]);
    expect(await probe(scripted, entry)).toMatchObject({
      ...{ found: 'done', acknowledged: { told: { sys_id: sysId(1), record: null } } },
    });
    expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toBe(`documentkey=${sysId(1)}`);
    scripted.sender.keepsSysIds = true;
    answering(lists());
    expect(await probe(scripted, entry)).toEqual(NOT_YET);
  });

  test.for([null, false])(
    "may have a sys_id of the instance's own: it is found by its content (%o)",
    async (keeps, { database, scripted }) => {
      scripted.sender.keepsSysIds = keeps;
      has(scripted, { sys_id: sysId(8), ...fields, state: '2' }, { sys_id: sysId(9), ...fields });
      const probed = await probe(scripted, lost(database, [create(1, fields)]));
      expect(probed).toMatchObject({
        found: 'done',
        acknowledged: { told: { sys_id: sysId(1), record: { sys_id: { value: sysId(9) } } } },
      });
      const query = scripted.asked[3]?.query.get('sysparm_query');
      expect(query).toBe(
        `sys_created_by=${me.userName}^sys_created_on>=${JUST_BEFORE}^ORDERBYsys_created_on`,
      );
    },
  );

  test('a field that the instance hides speaks neither for nor against', async ({ database, scripted }) => {
    has(scripted, { sys_id: sysId(9), state: '1' });
    expect(found(await probe(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
  });

  test.for([null, false])('that is not there may yet come (%o)', async (keeps, { database, scripted }) => {
    scripted.sender.keepsSysIds = keeps;
    has(scripted, { sys_id: sysId(8), ...fields, state: '2' });
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_YET);
  });

  test('is not another of ours with the same content', async ({ database, scripted }) => {
    sent(database, create(8, fields));
    has(scripted, { sys_id: sysId(8), ...fields });
    expect(await probe(scripted, lost(database, [create(1, fields)]))).toEqual(NOT_YET);
    has(scripted, { sys_id: sysId(8), ...fields }, { sys_id: sysId(9), ...fields });
    expect(found(await probe(scripted, lost(database, [create(1, fields)])))).toBe(sysId(1));
  });

  test('is for a person to find where several could be it', async ({ database, scripted }) => {
    has(scripted, { sys_id: sysId(8), ...fields }, { sys_id: sysId(9), ...fields });
    const probed = await probe(scripted, lost(database, [create(1, fields)]));
    expect(probed).toMatchObject({ found: 'unclear' });
    expect(probed.found === 'unclear' && probed.message).toContain('2 records that could be this one');
  });
});

/** A journal as the instance renders it for a user whose clock shows UTC. */
const journal = (...notes: [at: string, author: string, text: string][]) =>
  notes.map(([at, author, text]) => `${at} - ${author} (Work notes)\n${text}\n\n`).join('');
const withNotes = (...notes: [at: string, author: string, text: string][]) => ({
  ...{ sys_id: sysId(1), sys_updated_on: THEN, work_notes: journal(...notes) },
});

describe('a note', () => {
  test.for<[what: string, notes: [string, string, string][], done: boolean]>([
    ['is there', [[THEN, me.name, 'On my way']], true],
    [
      'is there among others',
      [
        [AFTER, 'Max', 'Thanks'],
        [THEN, me.name, 'On my way'],
      ],
      true,
    ],
    ['is there from before', [[BEFORE, me.name, 'On my way']], false],
    ['is there from as early as clocks can tell', [[JUST_BEFORE, me.name, 'On my way']], true],
    ["is somebody else's", [[THEN, 'Max', 'On my way']], false],
    ['is another', [[THEN, me.name, 'On my way home']], false],
    ['is not there', [], false],
  ])('%s', async ([, notes, done], { database, scripted }) => {
    scripted.answer(() => tells(withNotes(...notes)));
    expect(found(await probe(scripted, lost(database, [note(1)])))).toEqual(done ? sysId(1) : NOT_YET);
    const asked = scripted.asked[0]?.query.get('sysparm_fields')?.split(',') ?? [];
    expect(asked).toEqual(expect.arrayContaining(['work_notes', 'sys_updated_on']));
  });

  test('is not one that another entry of ours has written in the same moment', async ({
    database,
    scripted,
  }) => {
    sent(database, note(1));
    scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
    expect(await probe(scripted, lost(database, [note(1)]))).toEqual(NOT_YET);
    scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'], [THEN, me.name, 'On my way'])));
    expect(found(await probe(scripted, lost(database, [note(1)])))).toBe(sysId(1));
  });

  test('is not one that an earlier step of its own entry has written', async ({ database, scripted }) => {
    const entry = lost(database, [note(1), note(1)], { step: 1 });
    scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
    expect(await probe(scripted, entry)).toEqual(NOT_YET);
  });

  test.for<[what: string, other: CompiledStep, sentAt: string]>([
    ['long before', note(1), '2026-01-05T07:59:57.999Z'],
    ['on another record', note(2), AT],
    ['of another text', note(1, 'Here'), AT],
    ['into another journal', { ...note(1), field: 'comments' }, AT],
  ])('what we wrote %s is not mistaken for it', async ([, other, sentAt], { database, scripted }) => {
    sent(database, other, sentAt);
    scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
    expect(found(await probe(scripted, lost(database, [note(1)])))).toBe(sysId(1));
  });

  test('on a record that is gone or hidden cannot be seen', async ({ database, scripted }) => {
    scripted.answer(() => fails(404));
    expect(await probe(scripted, lost(database, [note(1)]))).toEqual(OUT_OF_SIGHT);
  });
});

describe('a file', () => {
  const { file } = attach(1);
  const meta = (fields: Record<string, string> = {}) => ({
    ...{ sys_id: sysId(7), file_name: file.name, size_bytes: '3', hash: file.hash },
    ...{ table_name: 'wm_task', table_sys_id: sysId(1), content_type: file.type },
    ...{ sys_created_on: THEN, sys_updated_on: THEN },
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
  ])('%s', async ([, files, done], { database, scripted }) => {
    has(scripted, ...files);
    expect(found(await probe(scripted, lost(database, [attach(1)])))).toEqual(done ? sysId(7) : NOT_YET);
    const query = `table_sys_id=${sysId(1)}^file_name=${file.name}^size_bytes=3`;
    expect(scripted.asked[0]?.query.get('sysparm_query')).toBe(query);
    expect(scripted.asked).toHaveLength(done ? 1 : 2);
  });

  test('on a record that is gone or hidden cannot be seen', async ({ database, scripted }) => {
    scripted.answer(({ path }) => (path.startsWith('/api/now/attachment') ? lists() : fails(404)));
    expect(await probe(scripted, lost(database, [attach(1)]))).toEqual(OUT_OF_SIGHT);
  });

  test('is not one that another entry of ours has put there in the same moment', async ({
    database,
    scripted,
  }) => {
    for (const other of [attach(2), attach(1, 'other.jpg')]) sent(database, other);
    has(scripted, meta());
    expect(found(await probe(scripted, lost(database, [attach(1)])))).toBe(sysId(7));
    sent(database, attach(1));
    expect(await probe(scripted, lost(database, [attach(1)]))).toEqual(NOT_YET);
    has(scripted, meta(), meta({ sys_id: sysId(8) }));
    expect(found(await probe(scripted, lost(database, [attach(1)])))).toBe(sysId(8));
  });
});

describe('others', () => {
  test('a call that honours its key is simply made again; any other is for a person', async ({
    database,
    scripted,
  }) => {
    expect(await probe(scripted, lost(database, [call(true)]))).toEqual(NOT_DONE);
    expect(await probe(scripted, lost(database, [call(false)]))).toMatchObject({ found: 'unclear' });
    // After weeks nobody knows whether the endpoint still remembers the key.
    scripted.now += 15 * 24 * 60 * 60_000;
    expect(await probe(scripted, lost(database, [call(true)]))).toMatchObject({ found: 'unclear' });
    expect(scripted.asked).toEqual([]);
  });

  test('a condition does nothing, and nothing is nothing', async ({ database, scripted }) => {
    expect(await probe(scripted, lost(database, [check(1)]))).toEqual(NOT_DONE);
    expect(await probe(scripted, lost(database, []))).toEqual(NOT_DONE);
  });

  test('the step that is looked for is the one that was on its way', async ({ database, scripted }) => {
    scripted.answer(() => fails(404));
    const entry = lost(database, [call(false), remove(2), call(false)], { step: 1 });
    expect(found(await probe(scripted, entry))).toBe(sysId(2));
  });

  test.for<[what: string, step: CompiledStep]>([
    ['an update', update(1)],
    ['a delete', remove(1)],
    ['a create', create(1)],
    ['a note', note(1)],
    ['a file', attach(1)],
  ])('while the instance cannot be asked nothing is said of %s', async ([, step], { database, scripted }) => {
    scripted.answer(() => fails(500));
    await expect(probe(scripted, lost(database, [step]))).rejects.toMatchObject({
      failure: { kind: 'retry-later' },
    });
  });
});
