import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import { drain, type Drained } from '../../main/delivery/drain.ts';
import { requestsIn, services } from '../support/batched.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry, BROKEN, entryOf, move, share, SILENCE } from '../support/entry.ts';
import { type Answered, type Asked, fails, lists, type Scripted, tells, test } from '../support/scripted.ts';
import { call, note, remove, update } from '../support/steps.ts';

const NOT_DELIVERED: InstanceFailure = { kind: 'not-delivered', message: 'No network' };

const taskIn = (url: string) => /wm_task\/([0-9a-f]{32})/.exec(url)?.[1] ?? '';
const done = (url: string) => tells({ sys_id: taskIn(url), sys_mod_count: '4' });
/** An instance that does whatever it is asked, alone or together. */
const willing = (asked: Asked): Answered =>
  asked.path.endsWith('/batch') ? services(asked, ({ url }) => done(url)) : done(asked.path);
/** How many requests came at a time. */
const together = ({ asked }: Scripted) =>
  asked.map((one) => (one.path.endsWith('/batch') ? requestsIn(one).length : 1));
const states = (database: Database, ...seqs: number[]) => seqs.map((seq) => entryOf(database, seq).state);
const run = ({ link, sender }: Scripted, goesOn = () => true): Promise<Drained> =>
  drain(link, sender, goesOn);

test('one goes alone to find out, then up to twenty at a time', async ({ database, scripted }) => {
  for (let at = 1; at <= 42; at += 1) addStepsEntry(database, note(at));
  scripted.answer(willing);
  expect(await run(scripted)).toMatchObject({ failure: null, retryAt: null });
  expect(together(scripted)).toEqual([1, 20, 20, 1]);
  expect(scripted.sender.careful).toBe(false);
});

test('after a pause one goes alone as well', async ({ database, scripted }) => {
  const { sender } = scripted;
  for (let at = 1; at <= 3; at += 1) addStepsEntry(database, note(at));
  sender.careful = false;
  database.transaction((write) =>
    sender.breaker.pause(write, { message: '', retryAfterMs: 1 }, scripted.now, () => 0),
  );
  scripted.answer(willing);
  expect(await run(scripted)).toEqual({ affects: new Set(), failure: null, retryAt: scripted.now + 1 });
  expect(scripted.asked).toEqual([]);
  scripted.now += 1;
  await run(scripted);
  expect(together(scripted)).toEqual([1, 2]);
});

test('where there are no batches everything goes one by one', async ({ database, scripted }) => {
  for (let at = 1; at <= 3; at += 1) addStepsEntry(database, note(at));
  scripted.sender.batches = false;
  scripted.answer(willing);
  await run(scripted);
  expect(together(scripted)).toEqual([1, 1, 1]);
});

test('what the instance did not come to goes again in the same drain, in order', async ({
  database,
  scripted,
}) => {
  for (let at = 1; at <= 5; at += 1) addStepsEntry(database, note(at));
  scripted.sender.careful = false;
  const order: string[] = [];
  scripted.answer((asked) => {
    if (!asked.path.endsWith('/batch')) order.push(taskIn(asked.path));
    let left = 2;
    return asked.path.endsWith('/batch')
      ? services(asked, ({ url }) => {
          if (left === 0) return null;
          left -= 1;
          order.push(taskIn(url));
          return done(url);
        })
      : done(asked.path);
  });
  await run(scripted);
  expect(together(scripted)).toEqual([5, 3, 1]);
  expect(order).toEqual([1, 2, 3, 4, 5].map(sysId));
});

test('so does one that had to wait before', async ({ database, scripted }) => {
  const change = { nextAttemptAt: scripted.now };
  for (const at of [1, 2, 3]) move(database, addStepsEntry(database, note(at)), ['send', 'later'], change);
  scripted.sender.careful = false;
  scripted.answer((asked) =>
    asked.path.endsWith('/batch')
      ? services(asked, ({ id, url }) => (id === '0' ? done(url) : null))
      : done(asked.path),
  );
  expect(await run(scripted)).toMatchObject({ failure: null, retryAt: null });
  expect(states(database, 1, 2, 3)).toEqual(['sent', 'sent', 'sent']);
});

test('entries on one record go one after the other', async ({ database, scripted }) => {
  for (const record of [1, 1, 2]) addStepsEntry(database, note(record));
  scripted.sender.careful = false;
  scripted.answer(willing);
  await run(scripted);
  expect(together(scripted)).toEqual([1, 2]);
});

test('a connection that is gone ends it where it is, and says why', async ({ database, scripted }) => {
  for (let at = 1; at <= 3; at += 1) addStepsEntry(database, note(at));
  scripted.answer((asked) => (scripted.asked.length > 1 ? NOT_DELIVERED : willing(asked)));
  expect(await run(scripted)).toMatchObject({ failure: NOT_DELIVERED, retryAt: null });
  expect(states(database, 1, 2, 3)).toEqual(['sent', 'queued', 'queued']);
  expect(together(scripted)).toEqual([1, 2]);
});

test('one that the instance fails on is left for later, and the rest goes on', async ({
  database,
  scripted,
}) => {
  for (let at = 1; at <= 3; at += 1) addStepsEntry(database, note(at));
  scripted.answer((asked) => (taskIn(asked.path) === sysId(1) ? fails(500) : willing(asked)));
  scripted.sender.batches = false;
  expect(await run(scripted)).toMatchObject({ failure: null, retryAt: scripted.now + 1000 });
  expect(states(database, 1, 2, 3)).toEqual(['queued', 'sent', 'sent']);
});

test('what the instance failed on is looked for before it is sent again', async ({ database, scripted }) => {
  const entry = move(database, addStepsEntry(database, update(1)), ['send', 'later'], { failure: BROKEN });
  scripted.answer(() => tells({ sys_id: sysId(1), state: '17', sys_mod_count: '4' }));
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET']);
  expect(states(database, entry.seq)).toEqual(['sent']);
  expect(scripted.announced).toEqual([entry.seq, entry.seq]);
});

test('what is found not done goes in the same drain; what may still arrive does not', async ({
  database,
  scripted,
}) => {
  for (const step of [remove(1), note(2)])
    move(database, addStepsEntry(database, step), ['send', 'no-answer'], { failure: SILENCE });
  scripted.answer(({ method, path }) => {
    if (method === 'DELETE') return { status: 204, json: null };
    return path.endsWith('wm_task')
      ? lists({ sys_id: sysId(1), sys_mod_count: '3' })
      : tells({ sys_id: taskIn(path), sys_mod_count: '3', work_notes: '' });
  });
  expect(await run(scripted)).toMatchObject({ failure: null, retryAt: scripted.now + 10_000 });
  expect(states(database, 1, 2)).toEqual(['sent', 'unknown']);
});

test('one that was found on its way, by a sender that is no more, is of unknown outcome', async ({
  database,
  scripted,
}) => {
  const { seq } = move(database, addStepsEntry(database, remove(1)), ['send']);
  scripted.answer(() => fails(404));
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET', 'GET']);
  expect(states(database, seq)).toEqual(['sent']);
});

test('when a look is not possible nothing more is tried', async ({ database, scripted }) => {
  move(database, addStepsEntry(database, remove(1)), ['send', 'no-answer'], { failure: SILENCE });
  addStepsEntry(database, note(2));
  scripted.sender.careful = false;
  scripted.answer(() => NOT_DELIVERED);
  expect(await run(scripted)).toMatchObject({ failure: NOT_DELIVERED });
  expect(scripted.asked).toHaveLength(1);
  expect(states(database, 1, 2)).toEqual(['unknown', 'queued']);
});

test('what was found done may have further steps to look for, when another laptop has it too', async ({
  database,
  scripted,
}) => {
  const { seq } = share(database, addStepsEntry(database, remove(1), remove(2)));
  scripted.answer(() => fails(404));
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET', 'GET']);
  expect(states(database, seq)).toEqual(['sent']);
});

test('what is behind one that waits for a person stays, even when it is known not to have been done', async ({
  database,
  scripted,
}) => {
  move(database, addStepsEntry(database, note(1)), ['send', 'refuse']);
  move(database, addStepsEntry(database, remove(1)), ['send', 'no-answer'], { failure: SILENCE });
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET']);
  expect(states(database, 1, 2)).toEqual(['refused', 'queued']);
});

test('nothing goes once it may not go on, and it is asked before each request', async ({
  database,
  scripted,
}) => {
  for (const record of [1, 1, 1]) addStepsEntry(database, note(record));
  scripted.answer(willing);
  await run(scripted, () => false);
  expect(scripted.asked).toEqual([]);
  await run(scripted, () => scripted.asked.length < 2);
  expect(states(database, 1, 2, 3)).toEqual(['sent', 'sent', 'queued']);
});

test('between the groups of a round it may stop as well', async ({ database, scripted }) => {
  addStepsEntry(database, note(1), note(1));
  addStepsEntry(database, note(2));
  scripted.sender.careful = false;
  scripted.answer(willing);
  await run(scripted, () => scripted.asked.length === 0);
  expect(states(database, 1, 2)).toEqual(['sent', 'queued']);
});

test('tables that calls affect are told once each', async ({ database, scripted }) => {
  addStepsEntry(database, call());
  addStepsEntry(database, call());
  scripted.answer(() => ({ status: 200, json: { result: {} } }));
  scripted.sender.batches = false;
  expect((await run(scripted)).affects).toEqual(new Set(['wm_task']));
});

test('a fault of our own is thrown, not taken for a failure of the instance', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  scripted.answer(() => {
    throw new TypeError('a fault of ours');
  });
  await expect(run(scripted)).rejects.toThrow(TypeError);
});
