import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { LeaseLost } from '../../main/outbox/lease.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { becomeSender } from '../../main/delivery/sender.ts';
import { looksFirst, settleUnknown } from '../../main/delivery/unknown.ts';
import type { Database } from '../../main/database/database.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry, entryOf, move } from '../support/entry.ts';
import { fails, tells, test } from '../support/scripted.ts';
import { call, note, remove, update } from '../support/steps.ts';

const AT = '2026-01-05T08:00:00.000Z';
const SILENCE: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
const CUT_SHORT: InstanceFailure = { ...SILENCE, cutShort: true };
const busy = (status: number): InstanceFailure => ({
  ...{ kind: 'retry-later', status, message: 'Busy', retryAfterMs: null },
});

/** The record of the first update as our request leaves it. */
const arrived = {
  ...{ sys_id: sysId(1), state: '17', sys_mod_count: '4' },
  ...{ sys_updated_by: 'nina.falk', sys_updated_on: '2026-01-05 08:00:00' },
};

/** An entry whose answer was lost. */
function lost(database: Database, failure: InstanceFailure, ...steps: CompiledStep[]): Entry {
  const change = { attemptedAt: AT, attemptOffset: 0, attempts: 1, failures: 1, failure, nextAttemptAt: 7 };
  return move(database, addStepsEntry(database, ...steps), ['send', 'no-answer'], change);
}

test('what was done is settled as if the answer had come', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => tells(arrived));
  const settled = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(settled).toMatchObject({ state: 'sent', step: 1, sentAt: AT, failure: null });
  expect(entryOf(database, entry.seq)).toEqual(settled);
  expect(scripted.announced).toEqual([entry.seq]);
});

test('what may be as it is by somebody else’s doing is done only when a straggler cannot come any more', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.ahead(0);
  scripted.answer(() => tells({ ...arrived, sys_updated_by: 'someone.else' }));
  const waits = { state: 'unknown', nextAttemptAt: scripted.now + 10_000 };
  const waiting = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(waiting).toMatchObject(waits);
  scripted.now += 12_000;
  const sender = becomeSender(database, scripted.link.time);
  expect(await settleUnknown(scripted.link, sender, waiting)).toMatchObject({ state: 'sent' });
});

test('what was not done goes again, and keeps how often it failed', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.now += 12_000;
  scripted.ahead(0);
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  const settled = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(settled).toEqual({ ...entry, state: 'queued', failure: null, nextAttemptAt: null });
  expect(entryOf(database, entry.seq)).toEqual(settled);
});

test('where the instance cannot tell, a person looks', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, call(false));
  scripted.now += 12_000;
  scripted.ahead(0);
  const settled = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(settled).toMatchObject({ state: 'refused', failure: { kind: 'no-answer' }, nextAttemptAt: null });
  expect(settled.failure?.message).toContain('cannot be asked whether it did this');
  expect([scripted.asked, scripted.announced]).toEqual([[], [entry.seq]]);
});

test('a person is not asked to look while the request may still arrive', async ({ database, scripted }) => {
  const entry = lost(database, CUT_SHORT, call(false));
  const settled = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(settled).toEqual({ ...entry, state: 'unknown', nextAttemptAt: scripted.now + 60_000 });
  expect(scripted.announced).toEqual([]);
});

const LET_GO: InstanceFailure = { kind: 'no-answer', message: 'Let go', letGo: true };

test('what a person has let go is sent when it still cannot be told', async ({ database, scripted }) => {
  const entry = lost(database, LET_GO, call(false));
  const settled = await settleUnknown(scripted.link, scripted.sender, entry);
  expect(settled).toEqual({ ...entry, state: 'queued', failure: null, nextAttemptAt: null });
  expect(scripted.announced).toEqual([]);
});

test('what a person has let go is not sent when it is seen that it was done', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, LET_GO, update(1));
  scripted.answer(() => tells(arrived));
  expect(await settleUnknown(scripted.link, scripted.sender, entry)).toMatchObject({ state: 'sent' });
});

test('what was handed over after a person has let it go is asked about again', async ({
  database,
  scripted,
}) => {
  const entry = { ...lost(database, LET_GO, call(false)), shared: true };
  expect(await settleUnknown(scripted.link, scripted.sender, entry)).toMatchObject({ state: 'refused' });
});

test('an instance that cannot be asked changes nothing', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => fails(503));
  await expect(settleUnknown(scripted.link, scripted.sender, entry)).rejects.toMatchObject({
    failure: { kind: 'retry-later' },
  });
  expect(entryOf(database, entry.seq)).toEqual(entry);
});

test.for(['done', 'not done'])(
  'who is taken over from while looking writes nothing, be it %s',
  async (what, { database, scripted }) => {
    const entry = lost(database, SILENCE, update(1));
    scripted.answer(() => {
      becomeSender(database, scripted.link.time);
      return tells({ sys_id: sysId(1), state: what === 'done' ? '17' : '16', sys_mod_count: '3' });
    });
    await expect(settleUnknown(scripted.link, scripted.sender, entry)).rejects.toThrow(LeaseLost);
    expect(entryOf(database, entry.seq)).toEqual(entry);
  },
);

const SECOND = 1000;
const journal = {
  sys_id: sysId(1),
  sys_mod_count: '3',
  work_notes: '',
  sys_updated_on: '2026-01-05 07:00:00',
};

test.for<[what: string, failure: InstanceFailure, after: number, waitsUntil: number | null]>([
  ['a broken connection', SILENCE, 0, 10],
  ['a broken connection', SILENCE, 11.999, 12],
  ['a broken connection', SILENCE, 12, null],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 10, 62],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 61.999, 62],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 62, null],
  ['a failure that the instance told', busy(500), 0, null],
  ['a clock set back behind the attempt', CUT_SHORT, -1, 59],
])(
  'after %s a straggler that would be there twice is waited for (%#)',
  async ([, failure, after, until], { database, scripted }) => {
    const entry = lost(database, failure, note(1));
    const began = scripted.now;
    scripted.now += after * SECOND;
    scripted.ahead(0);
    scripted.answer(() => tells(journal));
    const settled = await settleUnknown(scripted.link, scripted.sender, entry);
    const waits = { ...entry, state: 'unknown', nextAttemptAt: began + (until ?? 0) * SECOND };
    const goes = { ...entry, state: 'queued', failure: null, nextAttemptAt: null };
    expect(settled).toEqual(until === null ? goes : waits);
    expect(entryOf(database, entry.seq)).toEqual(settled);
  },
);

test('a straggler that would come after what is set later is waited for, too', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  expect(await settleUnknown(scripted.link, scripted.sender, entry)).toMatchObject({
    ...{ state: 'unknown', nextAttemptAt: scripted.now + 10_000 },
  });
});

test('a straggler that would do the same again is not waited for', async ({ database, scripted }) => {
  const entry = lost(database, CUT_SHORT, remove(1));
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  expect(await settleUnknown(scripted.link, scripted.sender, entry)).toMatchObject({ state: 'queued' });
});

test('one that gets no answer again and again is refused, and says how it failed', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.now += 12_000;
  scripted.ahead(0);
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  const ninth = { ...entry, failures: 9 };
  expect(await settleUnknown(scripted.link, scripted.sender, ninth)).toMatchObject({ state: 'queued' });
  const tenth = { ...lost(database, SILENCE, update(1)), failures: 10 };
  const refused = await settleUnknown(scripted.link, scripted.sender, tenth);
  expect(refused).toMatchObject({ state: 'refused', failures: 0, nextAttemptAt: null });
  expect(refused.failure).toEqual({
    ...{ kind: 'refused', status: 0, detail: 'Silence' },
    message: 'The instance gives no answer to this action, 10 times in a row',
  });
  expect(scripted.announced).toEqual([tenth.seq]);
});

test.for([
  ['would be there twice', note(1)],
  ['is known again by its key', call(true)],
] as const)(
  'even a hopeless one that %s is waited for before it is refused',
  async ([, step], { database, scripted }) => {
    const entry = { ...lost(database, SILENCE, step), failures: 10 };
    scripted.answer(() => tells(journal));
    expect(await settleUnknown(scripted.link, scripted.sender, entry)).toMatchObject({ state: 'unknown' });
  },
);

test.for<[what: string, given: Partial<Entry>, looks: boolean]>([
  ['as it was triggered', {}, false],
  ['after a failure that the instance told', { failure: busy(500) }, true],
  ['after maintenance', { failure: busy(503) }, true],
  ['after a rate limit', { failure: busy(429) }, false],
  ['after a lost answer that was looked for', { failure: null }, false],
  ['when a person has let it go', { failure: LET_GO }, true],
  ['when another laptop has it too', { shared: true }, true],
  ['when another laptop has it too and it is on its way', { shared: true, state: 'sending' }, false],
  ['when it waits for a person after a failure', { failure: busy(500), state: 'refused' }, false],
])('one in the queue is looked for first: %s', ([, given, looks], { database }) => {
  expect(looksFirst({ ...addStepsEntry(database, note(1)), ...given })).toBe(looks);
});
