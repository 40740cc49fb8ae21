import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Sender } from '../../main/delivery/sender.ts';
import { Sync } from '../../main/sync/sync.ts';
import { addStepsEntry, entryOf } from '../support/entry.ts';
import { type Asked, fails, lists, type Scripted, tells, test } from '../support/scripted.ts';
import { note, task } from '../support/steps.ts';

const NO_NETWORK: InstanceFailure = { kind: 'not-delivered', message: 'No network' };

interface Timer {
  ms: number;
  run: () => void;
}

/** What sends, with timers that a test lets ring. */
function syncOf({ link }: Scripted, workOffline = false): { sync: Sync; timers: Timer[] } {
  const timers: Timer[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { ms, run };
    timers.push(timer);
    return () => {
      if (timers.includes(timer)) timers.splice(timers.indexOf(timer), 1);
    };
  };
  return { sync: new Sync({ ...link, time: { now: link.time.now, after } }, workOffline), timers };
}

const waits = (timers: readonly Timer[]) => timers.map(({ ms }) => ms);
/** An instance that has nothing new and does what it is asked for. */
const willing = ({ method }: Asked) =>
  method === 'GET'
    ? { ...lists(), headers: { 'x-total-count': '0' } }
    : tells({ sys_id: task(1).sys_id, sys_mod_count: '4' });

/** It asks for the versions of all records of a table. */
const isComparing = ({ query }: Asked) => query.get('sysparm_fields') === 'sys_id,sys_mod_count';

test('what waits is sent before anything is fetched, and then there is a timer for the next look', async ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, note(1));
  scripted.answer(willing);
  const { sync, timers } = syncOf(scripted);
  expect(sync.connection).toMatchObject({ state: 'offline', waiting: 1, lastSync: null });
  await sync.request('push', 'pull');
  expect(entryOf(database, seq)).toMatchObject({ state: 'sent' });
  const [reach, sent, ...fetched] = scripted.asked.map(({ method }) => method);
  expect([reach, sent, new Set(fetched)]).toEqual(['GET', 'PATCH', new Set(['GET'])]);
  expect(sync.connection).toMatchObject({ state: 'online', waiting: 0, progress: null, reason: null });
  expect(sync.connection.lastSync).toBe(new Date(scripted.now).toISOString());
  expect(waits(timers)).toEqual([60_000]);
});

test('without a connection it is tried again ever later, and a timer that rings tries', async ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, note(1));
  scripted.answer(() => NO_NETWORK);
  const { sync, timers } = syncOf(scripted);
  await sync.request('push');
  expect([sync.connection.state, sync.connection.reason, sync.online]).toEqual([
    'offline',
    'No network',
    false,
  ]);
  expect(waits(timers)).toEqual([1250]);
  await sync.request('push');
  expect(waits(timers)).toEqual([2250]);
  scripted.answer(willing);
  timers.splice(0).forEach(({ run }) => {
    run();
  });
  await sync.request();
  expect(entryOf(database, seq)).toMatchObject({ state: 'sent' });
});

test('an entry that has to wait has the timer, before the next look is due', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  scripted.answer((asked) => (asked.method === 'PATCH' ? fails(500) : willing(asked)));
  const { sync, timers } = syncOf(scripted);
  await sync.request('push');
  expect(sync.connection).toMatchObject({ state: 'online', waiting: 1 });
  expect(waits(timers)).toEqual([1000]);
});

test('who has to sign in is asked, and nothing is tried until there is a new hope', async ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, note(1));
  scripted.answer(() => ({ status: 401, json: { error: { message: 'Sign in', detail: null } } }));
  const { sync, timers } = syncOf(scripted);
  await sync.request('push');
  expect(sync.connection).toMatchObject({ state: 'sign-in-needed', waiting: 1 });
  expect(timers).toEqual([]);
  expect(entryOf(database, seq)).toMatchObject({ state: 'queued', attempts: [] });
  scripted.answer(willing);
  sync.tryNow();
  await sync.request();
  expect(entryOf(database, seq)).toMatchObject({ state: 'sent' });
});

test('who works offline is left alone, and switching that off tries at once', async ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, note(1));
  scripted.answer(willing);
  const { sync, timers } = syncOf(scripted, true);
  await sync.request('push', 'pull');
  expect([scripted.asked, timers]).toEqual([[], []]);
  sync.setWorkOffline(false);
  await sync.request();
  expect(entryOf(database, seq)).toMatchObject({ state: 'sent' });
  sync.setWorkOffline(true);
  expect(timers).toEqual([]);
  expect(sync.connection).toMatchObject({ state: 'offline', reason: 'You are working offline' });
});

test('what is asked for while it works is done in the same go', async ({ database, scripted }) => {
  const { sync } = syncOf(scripted);
  const late: number[] = [];
  scripted.answer((asked) => {
    if (late.length === 0) {
      late.push(addStepsEntry(database, note(1)).seq);
      void sync.request('push');
    }
    return willing(asked);
  });
  await sync.request('pull');
  expect(late.map((seq) => entryOf(database, seq).state)).toEqual(['sent']);
});

test('who asks for it while a pull runs has everything compared in the next, and never again', async ({
  scripted,
}) => {
  const { sync } = syncOf(scripted);
  const compared = () => scripted.asked.filter(isComparing).length;
  const tables = scripted.link.catalog().tables.size;
  scripted.answer(willing);
  await sync.request('pull');
  expect(compared()).toBe(0);
  let isAsked = false;
  scripted.answer((asked) => {
    if (!isAsked && asked.path.includes('/table/')) sync.tryNow('compare');
    isAsked ||= asked.path.includes('/table/');
    return willing(asked);
  });
  await sync.request('pull');
  expect(compared()).toBe(tables);
  await sync.request('pull');
  expect(compared()).toBe(tables);
  sync.tryNow('compare');
  await sync.request();
  expect(compared()).toBe(2 * tables);
});

test('when another process has taken over it stops for good, and says why', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  const { sync, timers } = syncOf(scripted);
  new Sender(database, scripted.link.time);
  scripted.answer(willing);
  await sync.request('push');
  expect(sync.connection).toMatchObject({
    state: 'offline',
    reason: 'Another Outpost on this laptop has taken over for this account',
  });
  const asked = scripted.asked.length;
  await sync.request('push');
  expect([scripted.asked.length, timers]).toEqual([asked, []]);
});

test('closing waits for what is under way, and leaves no timer', async ({ scripted }) => {
  scripted.answer(willing);
  const { sync, timers } = syncOf(scripted);
  let isOver = false;
  void sync.request('pull').then(() => (isOver = true));
  await sync.stop();
  expect([isOver, timers]).toEqual([true, []]);
  expect(sync.connection).toMatchObject({ state: 'offline', reason: 'Outpost is closing' });
});
