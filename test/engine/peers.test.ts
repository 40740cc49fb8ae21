import { describe, expect } from 'vitest';
import type { RawAnswer } from '../../main/instance/failed.ts';
import type { Ask, Wire } from '../../main/instance/wire.ts';
import { addFile } from '../support/filing.ts';
import { effects, emptied, press, pressNotes, tasksIn, waiting, workOffline } from '../support/pressing.ts';
import { elsewhere, type Outpost, test, type World } from '../support/world.ts';

/**
 * How the queues of others failed, one test for each row of docs/peers.md, named after what happened there. What a
 * row says about parts in isolation is tested beside them: failures of every kind in test/instance/failed.test.ts, migrations
 * in test/database/migrate.test.ts, round trips in test/outbox/entries.test.ts, jitter in test/delivery/backoff.test.ts.
 */

/** A wire that changes some requests or their answers. */
function instead(change: (ask: Ask, send: Wire['send']) => Promise<RawAnswer> | null): (wire: Wire) => Wire {
  return (wire) => ({ ...wire, send: (ask) => change(ask, wire.send) ?? wire.send(ask) });
}

/** The first requests that fit are treated so; the others pass. */
function first(
  times: number,
  fits: (ask: Ask) => boolean,
  change: (ask: Ask, send: Wire['send']) => Promise<RawAnswer>,
): (wire: Wire) => Wire {
  let left = times;
  return instead((ask, send) => {
    if (left === 0 || !fits(ask)) return null;
    left -= 1;
    return change(ask, send);
  });
}

/** A point at which requests wait until they are let go. */
function barrier() {
  let open = (): void => undefined;
  let arrived = (): void => undefined;
  const gone = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (arrived = resolve));
  return {
    reached,
    arrived: () => {
      arrived();
    },
    open: () => {
      open();
    },
    gone,
  };
}

const isWrite = ({ method, path }: Ask) => method !== 'GET' && path.startsWith('/api/');
const json = { 'content-type': 'application/json' };
const connection = (outpost: Outpost) => outpost.ask('connection.get', null);
const back = (outpost: Outpost) => outpost.until(async () => (await connection(outpost)).state === 'online');
const valueOf = async (outpost: Outpost, sys_id: string, field: string) => {
  const { rows } = await outpost.ask('list.get', {
    list: 'my-tasks',
    search: '',
    after: null,
    limit: 200,
  });
  return rows.find((row) => row.sys_id === sys_id)?.cells[field]?.value;
};

describe('row 1: the instance had done it, the answer was lost, the client sent it again', () => {
  test('whatever travelled together is looked up one by one and is there once', async ({ world }) => {
    const outpost = await world.start();
    await workOffline(outpost, true);
    const tasks = (await tasksIn(outpost, 'Assigned')).slice(0, 3);
    await press(outpost, 'start-shift', null);
    await pressNotes(outpost, tasks);
    world.demo.fault({ name: 'lose-replies', times: 1, match: 'POST /api/now/v1/batch' });
    await workOffline(outpost, false);
    await emptied(outpost);
    expect(effects(world).toSorted()).toEqual(
      ['insert x_outpost_shift', ...tasks.map(() => 'note wm_task')].toSorted(),
    );
  });
});

describe('row 2: the retry was answered with "duplicate", which the client did not know', () => {
  test('a create that the instance has already is done', async ({ world }) => {
    const creates = ({ method, path }: Ask) => method === 'POST' && path.startsWith('/api/now/table/');
    const over = first(1, creates, async (ask, send) => {
      await send(ask);
      return send(ask);
    });
    const outpost = await world.start('dispatcher', { over });
    expect(await press(outpost, 'start-shift', null)).toMatchObject({ outcome: 'sent' });
    expect(effects(world)).toEqual(['insert x_outpost_shift']);
  });
});

describe('row 3: a refusal inside a 200 was taken for success', () => {
  test.for<[string, unknown]>([
    ['a failure', { jsonCode: 407, message: 'Session expired' }],
    ['nothing', {}],
    ['another shape', { result: [] }],
    ['a record without a name', { result: { state: { value: '17', display_value: 'Accepted' } } }],
  ])('%s in it acknowledges nothing', async ([, body], { world }) => {
    const over = first(1, isWrite, () =>
      Promise.resolve({ status: 200, headers: json, body: JSON.stringify(body) }),
    );
    const outpost = await world.start('dispatcher', { over });
    await press(outpost, 'start-shift', null);
    await outpost.pass(15_000);
    await emptied(outpost);
    expect(effects(world)).toEqual(['insert x_outpost_shift']);
  });
});

describe('row 4: one poisoned item blocked everything, even downloads', () => {
  test('the others are sent, and what others changed comes in', async ({ world }) => {
    const outpost = await world.start();
    world.demo.fault({ name: 'error-500', match: 'POST /api/now/table/x_outpost_shift' });
    await press(outpost, 'start-shift', null);
    const [task = '', other = ''] = await tasksIn(outpost, 'Assigned');
    await pressNotes(outpost, [task]);
    elsewhere(world, 'wm_task', other, { short_description: 'Another lift' });
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => (await valueOf(outpost, other, 'short_description')) === 'Another lift');
    await outpost.until(async () => (await waiting(outpost)).length === 1);
    expect(effects(world)).toEqual(['note wm_task']);
  });
});

describe('row 5: what was skipped let its dependents overtake it', () => {
  test('everything behind a refusal on the record is held, says so and is not sent', async ({ world }) => {
    const outpost = await world.start();
    await workOffline(outpost, true);
    const [task = '', other = ''] = await tasksIn(outpost, 'Assigned');
    world.demo.fault({ name: 'error-500', match: `PATCH /api/now/table/wm_task/${task}` });
    const [refused = 0, held = 0] = await pressNotes(outpost, [task, task, other]);
    await workOffline(outpost, false);
    await outpost.until(async () => (await waiting(outpost))[0]?.state === 'refused');
    await outpost.until(async () => (await waiting(outpost)).length === 2);
    expect(await waiting(outpost)).toMatchObject([
      { seq: refused, state: 'refused', holds: 1 },
      { seq: held, state: 'held', heldBy: refused },
    ]);
    expect(world.demo.ledger().map(({ sys_id }) => sys_id)).toEqual([other]);
    world.demo.fault({ name: 'error-500', times: 0 });
    await outpost.ask('outbox.decide', { entries: [refused], decision: 'try-again' });
    await emptied(outpost);
    expect(world.demo.ledger().map(({ sys_id }) => sys_id)).toEqual([other, task, task]);
  });
});

describe('row 6: a passing error was taken for a final one', () => {
  const page = { 'content-type': 'text/html' };
  test.for<[string, RawAnswer]>([
    ['a 520 of a content network', { status: 520, headers: page, body: '<html>520</html>' }],
    ['a 408', { status: 408, headers: json, body: '{}' }],
    [
      'a 503 whose words have a 400 in them',
      {
        status: 503,
        headers: json,
        body: JSON.stringify({ error: { message: 'No thread within 4000ms' }, status: 'failure' }),
      },
    ],
    ['a 400 that is not of the instance', { status: 400, headers: page, body: '<html>Bad Request</html>' }],
  ])('%s refuses nothing', async ([, answer], { world }) => {
    const outpost = await world.start('dispatcher', {
      over: first(1, isWrite, () => Promise.resolve(answer)),
    });
    await press(outpost, 'start-shift', null);
    expect((await waiting(outpost)).filter(({ state }) => state === 'refused')).toEqual([]);
    await outpost.pass(70_000);
    await emptied(outpost);
    expect(effects(world)).toEqual(['insert x_outpost_shift']);
  });
});

describe('row 7: a token that ended during the drain', () => {
  test('stops everything, costs no attempt, and the same person goes on', async ({ world }) => {
    const { tokens } = world.demo.instance;
    const over = first(1, isWrite, (ask, send) => {
      tokens.revokeAll('access');
      tokens.revokeAll('refresh');
      return send(ask);
    });
    const outpost = await world.start('dispatcher', { over });
    await workOffline(outpost, true);
    await press(outpost, 'start-shift', null);
    await pressNotes(outpost, await tasksIn(outpost, 'Assigned'));
    const before = await waiting(outpost);
    await workOffline(outpost, false);
    await outpost.until(async () => (await connection(outpost)).state === 'sign-in-needed');
    expect((await waiting(outpost)).map(({ seq, state, attempts }) => ({ seq, state, attempts }))).toEqual(
      before.map(({ seq }) => ({ seq, state: 'queued', attempts: 0 })),
    );
    const person = { userName: 'dispatcher', password: 'dispatcher', clientId: null, clientSecret: null };
    await outpost.ask('session.signIn', { instance: world.demo.url, ...person });
    await emptied(outpost);
    expect(effects(world)).toHaveLength(before.length);
  });
});

describe('row 8: the queue of an earlier session was sent in a later one', () => {
  test('what somebody left is never sent as somebody else', async ({ world }) => {
    const outpost = await world.start();
    await workOffline(outpost, true);
    await press(outpost, 'start-shift', null);
    const other = { userName: 'supervisor', password: 'supervisor', clientId: null, clientSecret: null };
    await outpost.ask('session.signIn', { instance: world.demo.url, ...other });
    await back(outpost);
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => (await connection(outpost)).lastSync !== null);
    expect(effects(world)).toEqual([]);
    expect(await waiting(outpost)).toEqual([]);
  });
});

describe('row 8: what had waited for weeks was sent as if it had been pressed today', () => {
  const NOTES = 236;
  const DAYS = 86_400_000;
  let gone = 0;
  /** Of laptop and instance alike. */
  const now = () => Date.now() + gone;
  test.override({ instance: { tasks: 60, now } });

  /** Notes without a connection; then the laptop is closed for five weeks, and opened where there is one. */
  async function fiveWeeksLater(world: World, notes: number): Promise<Outpost> {
    gone = 0;
    const outpost = await world.start('dispatcher', { now });
    const tasks = await tasksIn(outpost, 'Assigned');
    await workOffline(outpost, true);
    const records = Array.from({ length: notes }, (_, at) => tasks[at % tasks.length] ?? '');
    await pressNotes(outpost, records, 'Note');
    await outpost.close();
    gone = 34 * DAYS + 3_600_000;
    const again = await world.start('dispatcher', { now });
    await workOffline(again, false);
    await again.until(async () => (await connection(again)).state === 'online');
    await again.until(async () => (await connection(again)).lastSync !== null);
    return again;
  }
  const notesDone = (world: World) => world.demo.ledger().map(({ fields }) => fields['work_notes']);

  test(`${NOTES} notes wait for one word of the person; then each goes once, in order`, async ({ world }) => {
    const outpost = await fiveWeeksLater(world, NOTES);
    expect(effects(world)).toEqual([]);
    const { groups, total, waiting: lines } = await outpost.ask('outbox.get', null);
    expect([total, new Set(lines.map(({ state, message }) => `${state}: ${message ?? ''}`))]).toEqual([
      NOTES,
      new Set(['old: Entered 34 days ago, and not sent since. Send it still?']),
    ]);
    expect(groups).toMatchObject([
      {
        state: 'old',
        message: `${NOTES} actions were entered more than 14 days ago and still wait to be sent`,
        detail: 'Send them still?',
        entries: lines.map(({ seq }) => seq),
        form: null,
      },
    ]);
    expect((await outpost.ask('navigation.get', null)).outbox).toEqual({ waiting: NOTES, decisions: NOTES });

    await outpost.ask('connection.sync', null);
    await outpost.pass(60_000);
    await back(outpost);
    expect(effects(world)).toEqual([]);
    await outpost.ask('outbox.decide', { entries: groups[0]?.entries ?? [], decision: 'try-again' });
    await emptied(outpost);
    expect(notesDone(world)).toEqual(Array.from({ length: NOTES }, (_, at) => `Note ${at}`));
  });

  test('what is discarded instead goes nowhere; undone, it goes', async ({ world }) => {
    const outpost = await fiveWeeksLater(world, 3);
    const [first = 0, second = 0, third = 0] = (await waiting(outpost)).map(({ seq }) => seq);
    await outpost.ask('outbox.decide', { entries: [first, second], decision: 'discard' });
    await outpost.ask('outbox.decide', { entries: [third], decision: 'try-again' });
    await emptied(outpost);
    expect(notesDone(world)).toEqual(['Note 2']);
    await outpost.ask('outbox.undo', { entry: first });
    expect((await waiting(outpost)).map(({ seq, state }) => [seq, state])).toEqual([
      [first, 'old'],
      [second, 'old'],
    ]);
    await outpost.ask('outbox.decide', { entries: [first, second], decision: 'try-again' });
    await emptied(outpost);
    expect(notesDone(world)).toEqual(['Note 2', 'Note 0', 'Note 1']);
  });

  test('what is edited goes as it is edited, and what is new goes past it on other records', async ({
    world,
  }) => {
    const outpost = await fiveWeeksLater(world, 1);
    const [entry] = await waiting(outpost);
    const [, other = ''] = await tasksIn(outpost, 'Assigned');
    expect(entry?.decisions).toEqual(['try-again', 'edit', 'discard']);
    const fresh = await press(outpost, 'add-work-note', other, { note: 'Of today' });
    expect(fresh).toMatchObject({ outcome: 'sent' });
    const held = await press(outpost, 'add-work-note', entry?.record?.sys_id ?? '', { note: 'Behind' });
    expect(held).toMatchObject({ outcome: 'saved', because: 'waiting' });
    expect(await waiting(outpost)).toMatchObject([
      { state: 'old', holds: 1 },
      { state: 'held', heldBy: entry?.seq },
    ]);
    const edited = { action: 'add-work-note', record: entry?.record?.sys_id ?? '', draft: null };
    await outpost.ask('action.trigger', { ...edited, inputs: { note: 'Edited' }, revises: entry?.seq ?? 0 });
    await emptied(outpost);
    expect(notesDone(world)).toEqual(['Of today', 'Edited', 'Behind']);
  });
});

describe('row 9: an update or another schema wiped what was not sent', () => {
  test('an entry outlives a restart and a definition that knows nothing of it any more', async ({
    world,
  }) => {
    const outpost = await world.start();
    await workOffline(outpost, true);
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    await press(outpost, 'start-shift', null);
    await pressNotes(outpost, [task]);
    await outpost.close();
    const { definition } = world.demo.instance;
    const actions = (definition as { actions: { id: string }[] }).actions.filter(
      ({ id }) => id !== 'start-shift' && id !== 'add-work-note',
    );
    world.demo.instance.definition = { ...(definition as object), version: '99', actions };
    const again = await world.start();
    await again.ask('connection.sync', null);
    await workOffline(again, false);
    await emptied(again);
    expect(effects(world)).toEqual(['insert x_outpost_shift', 'note wm_task']);
  });
});

describe('row 10: what was on its way was taken out of the store before it had arrived', () => {
  test('it is in the Outbox, as being sent, until the instance has answered', async ({ world }) => {
    const gate = barrier();
    const over = first(1, isWrite, async (ask, send) => {
      gate.arrived();
      await gate.gone;
      return send(ask);
    });
    const outpost = await world.start('dispatcher', { over });
    const pressed = press(outpost, 'start-shift', null);
    await gate.reached;
    expect(await waiting(outpost)).toMatchObject([{ state: 'sending', attempts: 1, decisions: [] }]);
    gate.open();
    expect(await pressed).toMatchObject({ outcome: 'sent' });
    expect(await waiting(outpost)).toEqual([]);
  });
});

describe('row 11: a 5xx was counted as delivered', () => {
  test('the entry stays, its change stays on the screen, and it is done once in the end', async ({
    world,
  }) => {
    const outpost = await world.start();
    world.demo.fault({ name: 'error-503', seconds: 600, match: 'POST /api/now/table/x_outpost_shift' });
    expect(await press(outpost, 'start-shift', null)).toMatchObject({ outcome: 'saved' });
    const shifts = () => outpost.ask('list.get', { list: 'my-shifts', search: '', after: null, limit: 10 });
    expect((await shifts()).rows[0]).toMatchObject({ unsent: true });
    expect(effects(world)).toEqual([]);
    expect((await outpost.ask('outbox.get', null)).sent).toEqual([]);
  });
});

describe('row 12: what had been sent was edited, and the instance refused the same id with another body for ever', () => {
  test('an entry of unknown outcome cannot be edited or discarded; a refused one goes as a new revision', async ({
    world,
  }) => {
    const keys: string[] = [];
    let lost = true;
    const over = instead((ask) => {
      if (isWrite(ask)) keys.push(ask.headers?.['idempotency-key'] ?? '');
      if (!lost) return null;
      if (isWrite(ask))
        return Promise.resolve({
          status: 502,
          headers: { 'content-type': 'text/html' },
          body: '<html>Bad Gateway</html>',
        });
      return keys.length === 0
        ? null
        : Promise.resolve({ status: 302, headers: { location: '/' }, body: '' });
    });
    const outpost = await world.start('dispatcher', { over });
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    const { entry } = await press(outpost, 'add-work-note', task, { note: 'Door code is 4711' });
    expect(await waiting(outpost)).toMatchObject([{ seq: entry, state: 'unknown', decisions: [] }]);
    const edited = { action: 'add-work-note', record: task, inputs: { note: 'It is 4712' }, revises: entry };
    expect(await outpost.try('action.trigger', { ...edited, draft: null })).toMatchObject({
      ok: false,
      failure: { kind: 'not-offered' },
    });
    lost = false;
    world.demo.fault({ name: 'error-500', match: `PATCH /api/now/table/wm_task/${task}` });
    await outpost.pass(70_000);
    await outpost.until(async () => (await waiting(outpost))[0]?.state === 'refused');
    world.demo.fault({ name: 'error-500', times: 0 });
    await outpost.ask('action.trigger', { ...edited, draft: null });
    await emptied(outpost);
    expect(world.demo.ledger().map(({ op, key }) => [op, key])).toEqual([['note', keys.at(-1)]]);
    expect(new Set(keys).size).toBe(2);
  });
});

describe('row 13: a restart lost a part of what was to be sent', () => {
  test('what is sent after a restart is what would have been sent before', async ({ world }) => {
    const bodies: string[] = [];
    const over = instead((ask) => {
      if (isWrite(ask)) bodies.push(JSON.stringify(ask.body));
      return null;
    });
    const outpost = await world.start('dispatcher', { over });
    const inputs = { short_description: 'Pump “7” trips\n\t— again 🚱', priority: '2' };
    await press(outpost, 'new-order', null, inputs);
    await workOffline(outpost, true);
    await press(outpost, 'new-order', null, inputs);
    await outpost.close();
    const again = await world.start('dispatcher', { over });
    await workOffline(again, false);
    await emptied(again);
    // What may differ: the record's name, and the second of the press.
    const own = /"sys_id":"[0-9a-f]{32}"|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g;
    const [before, after] = bodies
      .filter((body) => body.includes('Pump'))
      .map((body) => body.replace(own, ''));
    expect(before).toBeDefined();
    expect(after).toBe(before);
  });
});

describe('row 14: a second worker sent what the first, slower one was sending', () => {
  test('the second takes over with a token of its own, and the first writes nothing more', async ({
    world,
  }) => {
    const gate = barrier();
    const over = first(1, isWrite, async (ask, send) => {
      gate.arrived();
      const answer = await send(ask);
      await gate.gone;
      return answer;
    });
    const slow = await world.start('dispatcher', { over });
    void slow.try('action.trigger', {
      action: 'start-shift',
      record: null,
      inputs: {},
      revises: null,
      draft: null,
    });
    await gate.reached;
    const second = await world.start();
    await emptied(second);
    gate.open();
    await slow.until(async () => (await connection(slow)).reason !== null);
    expect(effects(world)).toEqual(['insert x_outpost_shift']);
    expect((await second.ask('outbox.get', null)).sent).toMatchObject([{ steps: { done: 1, total: 1 } }]);
  });
});

describe('row 15: what had failed was not tried again until the person did something else', () => {
  test('it is tried again by itself', async ({ world }) => {
    const outpost = await world.start();
    world.demo.fault({
      name: 'rate-limit',
      times: 1,
      seconds: 1,
      match: 'POST /api/now/table/x_outpost_shift',
    });
    expect(await press(outpost, 'start-shift', null)).toMatchObject({ outcome: 'saved' });
    await emptied(outpost);
    expect(effects(world)).toEqual(['insert x_outpost_shift']);
  });

  test('when it is to be tried again outlives a restart', async ({ world }) => {
    const outpost = await world.start();
    world.demo.fault({ name: 'rate-limit', seconds: 600, match: 'POST /api/now/table/x_outpost_shift' });
    await press(outpost, 'start-shift', null);
    const [before] = await waiting(outpost);
    expect(Date.parse(before?.nextAttemptAt ?? '')).toBeGreaterThan(Date.now() + 500_000);
    await outpost.close();
    world.demo.fault({ name: 'rate-limit', times: 0 });
    const again = await world.start();
    await again.ask('connection.sync', null);
    await again.until(async () => (await connection(again)).lastSync !== null);
    expect(await waiting(again)).toMatchObject([{ nextAttemptAt: before?.nextAttemptAt, attempts: 1 }]);
    expect(effects(world)).toEqual([]);
  });
});

describe('row 16: a pause in the middle marked items as sent', () => {
  test('only what the instance has acknowledged is sent, and the rest goes later', async ({ world }) => {
    const gate = barrier();
    const over = first(1, isWrite, async (ask, send) => {
      gate.arrived();
      await gate.gone;
      return send(ask);
    });
    const outpost = await world.start('dispatcher', { over });
    await workOffline(outpost, true);
    const tasks = (await tasksIn(outpost, 'Assigned')).slice(0, 3);
    const [one, ...others] = await pressNotes(outpost, tasks);
    await workOffline(outpost, false);
    await gate.reached;
    await workOffline(outpost, true);
    gate.open();
    await outpost.until(async () => (await waiting(outpost)).every(({ state }) => state === 'queued'));
    expect((await waiting(outpost)).map(({ seq }) => seq)).toEqual(others);
    expect((await outpost.ask('outbox.get', null)).sent.map(({ seq }) => seq)).toEqual([one]);
    await workOffline(outpost, false);
    await emptied(outpost);
    expect(effects(world)).toEqual(tasks.map(() => 'note wm_task'));
  });
});

describe('row 17: a rejected write stayed on the screen as if it were done', () => {
  test('it counts as waiting, and discarding it gives back what the instance has', async ({ world }) => {
    const outpost = await world.start();
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    const before = await outpost.ask('record.get', { table: 'wm_task', sys_id: task });
    const over = { name: 'error-500', match: `PATCH /api/now/table/wm_task/${task}` } as const;
    world.demo.fault(over);
    const { entry } = await press(outpost, 'accept', task);
    await outpost.until(async () => (await waiting(outpost))[0]?.state === 'refused');
    expect((await connection(outpost)).waiting).toBe(1);
    const meanwhile = await outpost.ask('record.get', { table: 'wm_task', sys_id: task });
    expect(meanwhile).not.toEqual(before);
    await outpost.ask('outbox.decide', { entries: [entry], decision: 'discard' });
    const after = await outpost.ask('record.get', { table: 'wm_task', sys_id: task });
    expect({ ...after, asOf: null }).toEqual({ ...before, asOf: null });
    expect(await waiting(outpost)).toEqual([]);
  });
});

describe("row 18: a watermark by the laptop's clock skipped records for good", () => {
  test.for([86_400_000, -86_400_000])('with a clock that is %i ms ahead', async (ahead, { world }) => {
    const outpost = await world.start('dispatcher', { now: () => Date.now() + ahead });
    await outpost.until(async () => (await connection(outpost)).lastSync !== null);
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    elsewhere(world, 'wm_task', task, { short_description: 'Another lift' });
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => (await valueOf(outpost, task, 'short_description')) === 'Another lift');
  });
});

describe('row 19: deleted records came back', () => {
  test('what somebody deleted goes, what was deleted here stays away whatever comes in', async ({
    world,
  }) => {
    const outpost = await world.start();
    const time = { action: 'delete-time', list: 'my-time' };
    const rows = async () =>
      (await outpost.ask('list.get', { list: time.list, search: '', after: null, limit: 50 })).rows.map(
        ({ sys_id }) => sys_id,
      );
    const { records } = world.demo.instance;
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    const user = [...world.demo.store.table('sys_user').all()].find(
      ({ user_name: name }) => name === 'dispatcher',
    );
    const [mine = '', theirs = ''] = ['600', '900'].map((time_in_seconds) => {
      const values = { task, user: user?.['sys_id'] ?? '', time_in_seconds };
      return records.insert(records.system, 'task_time_worked', { values, notes: new Map() })['sys_id'];
    });
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => (await rows()).includes(theirs));
    await workOffline(outpost, true);
    await press(outpost, time.action, mine);
    expect(await rows()).not.toContain(mine);
    elsewhere(world, 'task_time_worked', mine, { comments: 'Was longer' });
    records.remove(records.system, 'task_time_worked', theirs);
    await workOffline(outpost, false);
    await outpost.until(async () => (await waiting(outpost))[0]?.state === 'conflict');
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => !(await rows()).includes(theirs));
    expect(await rows()).not.toContain(mine);
  });
});

describe('row 20: what came in on reconnecting overwrote what had not been sent', () => {
  test('what others changed lies beneath, and what waits stays on top', async ({ world }) => {
    const outpost = await world.start();
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    world.demo.fault({ name: 'rate-limit', seconds: 600, match: `PATCH /api/now/table/wm_task/${task}` });
    await press(outpost, 'accept', task);
    const accepted = await valueOf(outpost, task, 'state');
    elsewhere(world, 'wm_task', task, { short_description: 'Another lift' });
    await outpost.ask('connection.sync', null);
    await outpost.until(async () => (await valueOf(outpost, task, 'short_description')) === 'Another lift');
    expect(await valueOf(outpost, task, 'state')).toBe(accepted);
    expect(accepted).not.toBe(world.demo.store.get('wm_task', task)?.['state']);
  });
});

describe('row 21: the file arrived and its parent did not, or the reverse', () => {
  test('each part goes once, and one that fails resumes where it was', async ({ world }) => {
    const outpost = await world.start();
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    await workOffline(outpost, true);
    const photo = await addFile(outpost, 'pump.jpg', 'image/jpeg', Buffer.alloc(50_000, 7));
    await press(outpost, 'add-files', task, { files: JSON.stringify([photo]), note: 'The pump' });
    const [entry] = await waiting(outpost);
    expect(entry?.steps.total).toBeGreaterThan(1);
    world.demo.fault({ name: 'error-500', match: 'POST /api/now/attachment' });
    world.demo.fault({ name: 'error-500', match: 'PATCH /api/now/table/wm_task' });
    await workOffline(outpost, false);
    await outpost.until(async () => (await waiting(outpost))[0]?.state === 'refused');
    expect(effects(world)).toEqual([]);
    world.demo.fault({ name: 'error-500', times: 0, match: 'PATCH /api/now/table/wm_task' });
    world.demo.fault({ name: 'error-500', times: 0, match: 'POST /api/now/attachment' });
    await outpost.ask('outbox.decide', { entries: [entry?.seq ?? 0], decision: 'try-again' });
    await emptied(outpost);
    expect(effects(world).toSorted()).toEqual(['file wm_task', 'note wm_task']);
  });
});

describe('row 22: everybody came back in the same second', () => {
  test('after an outage one entry goes alone before the rest', async ({ world }) => {
    const writes: string[] = [];
    const over = instead((ask) => {
      if (isWrite(ask)) writes.push(`${ask.method} ${ask.path.split('?')[0] ?? ''}`);
      return null;
    });
    const outpost = await world.start('dispatcher', { over });
    world.demo.fault({ name: 'offline' });
    const list = { list: 'all-open-tasks', search: '', after: null, limit: 4 };
    const tasks = (await outpost.ask('list.get', list)).rows.map(({ sys_id }) => sys_id);
    await pressNotes(outpost, tasks);
    expect((await connection(outpost)).state).toBe('offline');
    writes.length = 0;
    world.demo.fault({ name: 'offline', times: 0 });
    outpost.engine.signal('network-up');
    await emptied(outpost);
    expect(writes).toEqual([`PATCH /api/now/table/wm_task/${tasks[0] ?? ''}`, 'POST /api/now/v1/batch']);
  });
});

describe('row 23: a failure of everything failed a thousand items one by one', () => {
  test('after three the rest is left alone, and none is refused for it', async ({ world }) => {
    const outpost = await world.start('dispatcher', { random: () => 0.05 });
    await workOffline(outpost, true);
    const { rows } = await outpost.ask('list.get', {
      list: 'all-open-tasks',
      search: '',
      after: null,
      limit: 12,
    });
    await pressNotes(
      outpost,
      rows.map(({ sys_id }) => sys_id),
    );
    world.demo.fault({ name: 'error-500', match: 'PATCH ' });
    world.demo.fault({ name: 'error-500', match: 'POST /api/now/v1/batch' });
    await workOffline(outpost, false);
    await outpost.until(async () => {
      const entries = await waiting(outpost);
      const tried = entries.filter(({ attempts }) => attempts > 0);
      return tried.length === 3 && entries.every(({ state }) => state !== 'sending');
    });
    expect((await waiting(outpost)).map(({ state }) => state)).toEqual(rows.map(() => 'queued'));
    world.demo.fault({ name: 'error-500', times: 0 });
    await emptied(outpost);
    expect(effects(world)).toEqual(rows.map(() => 'note wm_task'));
  });
});

describe('row 24: answers grew with the square of what waited', () => {
  test.override({ instance: { tasks: 400 } });

  test('an action costs as many bytes among many as among few', async ({ world }) => {
    let bytes = 0;
    const over: (wire: Wire) => Wire = (wire) => ({
      ...wire,
      send: async (ask) => {
        const answer = await wire.send(ask);
        if (isWrite(ask)) bytes += answer.body.length;
        return answer;
      },
    });
    const outpost = await world.start('supervisor', { over });
    const costs: number[] = [];
    const list = { list: 'all-open-tasks', search: '', after: null, limit: 200 };
    const { rows } = await outpost.ask('list.get', list);
    for (const [from, to] of [
      [0, 20],
      [20, 180],
    ] as const) {
      await workOffline(outpost, true);
      const sysIds = rows.slice(from, to).map(({ sys_id }) => sys_id);
      await pressNotes(outpost, sysIds);
      bytes = 0;
      await workOffline(outpost, false);
      await emptied(outpost);
      costs.push(bytes / sysIds.length);
    }
    const [few = 0, many = 0] = costs;
    expect(few).toBeGreaterThan(0);
    expect(many).toBeLessThan(few * 1.2);
  });
});

describe('row 25: the page of a hotel network answered 200', () => {
  test('it is no connection: nothing counts as sent, nothing is lost, and all goes when it is gone', async ({
    world,
  }) => {
    const outpost = await world.start();
    const [task = ''] = await tasksIn(outpost, 'Assigned');
    world.demo.fault({ name: 'maintenance-html' });
    expect(await press(outpost, 'start-shift', null)).toMatchObject({ outcome: 'saved' });
    await pressNotes(outpost, [task]);
    expect((await connection(outpost)).state).toBe('offline');
    expect(await waiting(outpost)).toHaveLength(2);
    expect(effects(world)).toEqual([]);
    world.demo.fault({ name: 'maintenance-html', times: 0 });
    outpost.engine.signal('network-up');
    await emptied(outpost);
    expect(effects(world)).toEqual(['insert x_outpost_shift', 'note wm_task']);
  });
});
