import { expect } from 'vitest';
import type { Database } from '../../main/database/database.ts';
import { readSetting } from '../../main/database/settings.ts';
import { build } from '../../main/database/query.ts';
import { failuresOf } from '../../main/outbox/doubt.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { addPending, pendingOf } from '../../main/records/pending.ts';
import { readRow } from '../../main/records/row.ts';
import { baseOf, isChanged, keepBase, recomputeView } from '../../main/records/view.ts';
import { type Acknowledged, NOTHING } from '../../main/delivery/acknowledged.ts';
import { settleDone } from '../../main/delivery/settle.ts';
import { sysId } from '../support/catalog.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import { addStepsEntry, attempt, entryOf, failOften, move } from '../support/entry.ts';
import { take } from '../support/laptop.ts';
import { recordOf, type Scripted, test } from '../support/scripted.ts';
import { attach, call, check, create, note, remove, task, update } from '../support/steps.ts';

const AT = '2026-01-05T08:00:00.000Z';
const told = (record: Record<string, string> | null, number = 1): Acknowledged => ({
  ...NOTHING,
  told: { ...task(number), record: record && recordOf(record) },
});

const answer = { sys_id: sysId(1), sys_mod_count: '4' };

function settle(database: Database, { link, sender }: Scripted, entry: Entry, answered = told(null)): Entry {
  const settled = database.transaction((write) => settleDone(write, { link, sender, entry }, answered));
  expect(entryOf(database, settled.seq)).toEqual(settled);
  return settled;
}

/** An entry on its way whose step changes the view of a task at once. */
function changing(database: Database, tasks: CacheTable, state: string): Entry {
  const { seq } = addStepsEntry(database, update(1, { state }));
  database.transaction((write) => {
    keepBase(write, tasks, sysId(1));
    addPending(write, seq, { ...task(1), step: 0, operation: 'update', fields: { state } });
    recomputeView(write, tasks, sysId(1));
  });
  return move(database, failOften(database, { seq }, 2), ['send'], { nextAttemptAt: 7 });
}

/** Once a step is done, how often it failed before no longer counts. */
const counted = (attempt: Attempt): Attempt => ({ ...attempt, isCharged: false });

test('with the last step the entry is sent, nothing waits for it, and the view is what the instance says', ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16', short_description: 'Lift', sys_mod_count: '3' }]);
  const entry = changing(database, tasks, '17');
  expect(readRow(database, tasks, sysId(1))).toMatchObject({ state: '17' });
  const sent = settle(database, scripted, entry, told({ sys_id: sysId(1), state: '18', sys_mod_count: '4' }));
  expect(sent).toEqual({
    ...entry,
    state: 'sent',
    step: 1,
    nextAttemptAt: null,
    sentAt: AT,
    attempts: [...entry.attempts.slice(0, 2).map(counted), attempt({ number: 3, ended: 'done' })],
  });
  expect(failuresOf(sent)).toBe(0);
  expect(readRow(database, tasks, sysId(1))).toMatchObject({
    state: '18',
    short_description: 'Lift',
    sys_mod_count: '4',
  });
  expect([isChanged(database, sysId(1)), pendingOf(database, sysId(1))]).toEqual([false, []]);
  expect(database.select(build.selectFrom('outbox_touch').selectAll())).toEqual([]);
});

test('what later entries make of the record stays on the view', ({ database, scripted, tasks }) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16' }]);
  const entry = changing(database, tasks, '17');
  changing(database, tasks, '3');
  settle(database, scripted, entry, told({ sys_id: sysId(1), state: '17' }));
  expect(readRow(database, tasks, sysId(1))).toMatchObject({ state: '3' });
  expect(baseOf(database, tasks, sysId(1))).toMatchObject({ state: '17' });
});

test('a record that is gone goes from the view as well', ({ database, scripted, tasks }) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16' }]);
  settle(database, scripted, move(database, addStepsEntry(database, remove(1)), ['send']), told(null));
  expect(readRow(database, tasks, sysId(1))).toBeUndefined();
});

test('an answer about no record leaves the base alone', ({ database, scripted, tasks }) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16' }]);
  settle(database, scripted, move(database, addStepsEntry(database, call()), ['send']), NOTHING);
  expect(readRow(database, tasks, sysId(1))).toMatchObject({ state: '16' });
});

test('a record of a table that is not kept here any more is settled all the same', ({
  database,
  scripted,
}) => {
  const step: CompiledStep = { ...update(1), table: 'u_gone' };
  const entry = move(database, addStepsEntry(database, step), ['send']);
  const record = { ...told(answer), told: { ...task(1), table: 'u_gone', record: recordOf(answer) } };
  expect(settle(database, scripted, entry, record)).toMatchObject({ state: 'sent' });
});

test('an answer proves that the instance works', ({ database, scripted }) => {
  const { sender } = scripted;
  database.transaction((write) =>
    sender.breaker.pause(write, { message: 'Closed', retryAfterMs: 9 }, scripted.now, () => 0),
  );
  settle(database, scripted, move(database, addStepsEntry(database, note(1)), ['send']), NOTHING);
  expect(sender.breaker.careful).toBe(false);
});

test.for<
  [what: string, steps: CompiledStep[], answered: Acknowledged, begins: { modCount: string | null } | null]
>([
  ['a note', [note(1), note(2)], told(answer), { modCount: null }],
  ['a note on the same record', [update(1), note(1)], told(answer), { modCount: '4' }],
  ['an update of the record just told', [note(1), update(1)], told(answer), { modCount: '4' }],
  ['a delete of the record just told', [note(1), remove(1)], told(answer), { modCount: '4' }],
  ['an update of another record', [note(1), update(2)], told(answer), null],
  ['a delete of another record', [note(1), remove(2)], told(answer), null],
  ['an update after an answer that tells no record', [call(), update(1)], NOTHING, null],
  ['an update of a record told without a version', [note(1), update(1)], told({ sys_id: sysId(1) }), null],
  ['a call', [check(1), call()], told(answer), { modCount: null }],
])(
  'after a step the attempt of the next begins, unless its record has to be looked at: %s',
  ([, steps, answered, begins], { database, scripted }) => {
    scripted.ahead(60_000);
    const failed = failOften(database, addStepsEntry(database, ...steps), 2);
    const entry = move(database, failed, ['send'], { nextAttemptAt: 7 });
    const begun =
      begins && attempt({ ...begins, number: 4, step: 1, at: scripted.link.stamp(), ended: null });
    const settled = settle(database, scripted, entry, answered);
    expect(settled).toEqual({
      ...entry,
      state: 'sending',
      step: 1,
      nextAttemptAt: null,
      attempts: [
        ...entry.attempts.slice(0, 2).map(counted),
        attempt({ number: 3, ended: 'done' }),
        ...(begun ? [begun] : []),
      ],
    });
    expect([failuresOf(settled), scripted.link.stamp().offset]).toEqual([0, expect.any(Number)]);
  },
);

test('an entry that was looked for and has further steps goes on from the queue', ({
  database,
  scripted,
}) => {
  const entry = move(database, addStepsEntry(database, note(1), note(1)), ['send', 'no-answer']);
  const settled = settle(database, scripted, entry, told(answer));
  expect(settled).toMatchObject({ state: 'queued', step: 1, attempts: [{ ended: 'done' }] });
  expect(settled.attempts).toHaveLength(1);
});

test('a step in between leaves the changes on the view', ({ database, scripted, tasks }) => {
  const { link, sender } = scripted;
  take(database, tasks, [{ sys_id: sysId(1), state: '16' }]);
  const { seq, steps } = changing(database, tasks, '17');
  const entry = { ...entryOf(database, seq), steps: [...steps, note(1)] };
  database.transaction((write) =>
    settleDone(write, { link, sender, entry }, told({ ...answer, state: '16' })),
  );
  expect(readRow(database, tasks, sysId(1))).toMatchObject({ state: '17' });
  expect(pendingOf(database, sysId(1))).toHaveLength(1);
});

test('a record keeps the sys_id it was sent with, and that is remembered', ({ database, scripted }) => {
  const entry = move(database, addStepsEntry(database, create(1)), ['send']);
  expect(scripted.sender.keepsSysIds).toBeNull();
  settle(database, scripted, entry, told(answer));
  expect([scripted.sender.keepsSysIds, readSetting(database, 'keeps-sys-ids')]).toEqual([true, 'true']);
});

test('under another sys_id everything that refers to the record follows, and that is remembered', ({
  database,
  scripted,
  tasks,
}) => {
  const entry = move(database, addStepsEntry(database, create(1)), ['send']);
  const behind = addStepsEntry(database, note(1));
  settle(database, scripted, entry, told({ ...answer, sys_id: sysId(9), state: '1' }));
  expect(entryOf(database, behind.seq)).toMatchObject({ touches: [task(9)], steps: [{ sys_id: sysId(9) }] });
  expect(readRow(database, tasks, sysId(9))).toMatchObject({ state: '1' });
  expect(readRow(database, tasks, sysId(1))).toBeUndefined();
  expect([scripted.sender.keepsSysIds, readSetting(database, 'keeps-sys-ids')]).toEqual([false, 'false']);
});

test('an update that tells another record renames nothing', ({ database, scripted }) => {
  const entry = move(database, addStepsEntry(database, update(1)), ['send']);
  const behind = addStepsEntry(database, note(1));
  settle(database, scripted, entry, told({ ...answer, sys_id: sysId(9) }));
  expect(entryOf(database, behind.seq)).toEqual(behind);
  expect(scripted.sender.keepsSysIds).toBeNull();
});

test("a file that was sent stays on the laptop as the instance's, and is no longer held by the entry", ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, attach(1));
  const { file } = attach(1);
  database.transaction((write) => {
    write.execute(build.insertInto('stored_file').values({ hash: file.hash, size: file.size, added_at: AT }));
    write.execute(build.insertInto('file_use').values({ hash: file.hash, owner: `entry:${seq}` }));
  });
  const record = {
    ...NOTHING,
    told: { table: 'sys_attachment', sys_id: sysId(7), record: recordOf({ sys_id: sysId(7) }) },
  };
  settle(database, scripted, move(database, { seq }, ['send']), record);
  expect(database.select(build.selectFrom('file_use').selectAll())).toMatchObject([
    { hash: file.hash, owner: `attachment:${sysId(7)}` },
  ]);
});
