import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Database } from '../../main/database/database.ts';
import { doubtOf, failuresOf } from '../../main/outbox/doubt.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import { LeaseLost } from '../../main/outbox/lease.ts';
import { stamp } from '../../main/outbox/stamp.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { look } from '../../main/delivery/look.ts';
import { Sender } from '../../main/delivery/sender.ts';
import { me, sysId } from '../support/catalog.ts';
import {
  addBareEntry,
  addStepsEntry,
  AT,
  attempt,
  BROKEN,
  entryOf,
  failOften,
  move,
  type Moving,
  share,
  SILENCE,
  triggeredAt,
} from '../support/entry.ts';
import { type Asked, counts, fails, type Scripted, tells, test } from '../support/scripted.ts';
import { attach, call, check, create, note, remove, task, update } from '../support/steps.ts';

const CUT_SHORT: InstanceFailure = { kind: 'no-answer', message: 'Silence', cutShort: true };

const run = ({ link, sender }: Scripted, entry: Entry) => look(link, sender, entry);
/** The record of the first update as our request leaves it. */
const arrived = {
  sys_id: sysId(1),
  state: '17',
  sys_mod_count: '4',
  sys_updated_by: 'nina.falk',
  sys_updated_on: '2026-01-05 08:00:00',
};

/** Its record without any note. */
const journal = {
  sys_id: sysId(1),
  sys_mod_count: '3',
  work_notes: '',
  sys_updated_on: '2026-01-05 07:00:00',
};

/** When answers are lost: by then the clocks agreed. */
const begins = { at: stamp(Date.parse(AT), 0) };

/** An entry whose answer was lost. */
function lost(database: Database, failure: InstanceFailure, ...steps: CompiledStep[]): Entry {
  const change: Moving = { begins, failure, isCharged: true, nextAttemptAt: 7 };
  return move(database, addStepsEntry(database, ...steps), ['send', 'no-answer'], change);
}

/** One of which a person was told that nobody knows, and that they have let go. */
function letGo(database: Database, ...steps: CompiledStep[]): Entry {
  return move(database, lost(database, SILENCE, ...steps), ['unclear', 'let-go']);
}

/** The entry as it is once its attempts have been looked for and were not there. */
const goes = (entry: Entry): Entry => ({
  ...entry,
  state: 'queued',
  nextAttemptAt: null,
  attempts: entry.attempts.map((one) => ({ ...one, ended: 'not-there', failure: null })),
});

test('what was done is settled as if the answer had come', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => tells(arrived));
  const settled = await run(scripted, entry);
  expect(settled).toMatchObject({
    state: 'sent',
    step: 1,
    sentAt: AT,
    attempts: [{ ended: 'done', failure: null }],
  });
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
  const waiting = await run(scripted, entry);
  expect(waiting).toMatchObject(waits);
  scripted.now += 12_000;
  const sender = new Sender(database, scripted.link.time);
  expect(await look(scripted.link, sender, waiting)).toMatchObject({ state: 'sent' });
});

test('what was not done goes again, and keeps how often it failed', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.now += 12_000;
  scripted.ahead(0);
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  const settled = await run(scripted, entry);
  expect(settled).toEqual(goes(entry));
  expect(failuresOf(settled)).toBe(1);
  expect(entryOf(database, entry.seq)).toEqual(settled);
});

test('where the instance cannot tell, a person looks', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, call(false));
  scripted.now += 12_000;
  scripted.ahead(0);
  const settled = await run(scripted, entry);
  const message = expect.stringContaining('cannot be asked whether it did this') as string;
  expect(settled).toMatchObject({
    state: 'unclear',
    question: { about: 'unclear', message },
    nextAttemptAt: null,
  });
  expect(settled.attempts).toEqual(entry.attempts);
  expect([scripted.asked, scripted.announced]).toEqual([[], [entry.seq]]);
});

test('a person is not asked to look while the request may still arrive', async ({ database, scripted }) => {
  const entry = lost(database, CUT_SHORT, call(false));
  const settled = await run(scripted, entry);
  expect(settled).toEqual({ ...entry, state: 'unknown', nextAttemptAt: scripted.now + 60_000 });
  expect(scripted.announced).toEqual([]);
});

test('what a person has let go is sent when it still cannot be told', async ({ database, scripted }) => {
  const entry = letGo(database, call(false));
  const settled = await run(scripted, entry);
  expect(settled).toEqual(goes(entry));
  expect(settled.attempts).toMatchObject([{ isCharged: false }]);
  // That it is being checked is told.
  expect(scripted.announced).toEqual([entry.seq]);
});

test('what a person has let go is not sent when it is seen that it was done', async ({
  database,
  scripted,
}) => {
  const entry = letGo(database, update(1));
  scripted.answer(() => tells(arrived));
  expect(await run(scripted, entry)).toMatchObject({ state: 'sent' });
});

test('what a person has let go waits for a straggler like any other, where that would do it twice', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => tells(journal));
  expect(await run(scripted, letGo(database, note(1)))).toMatchObject({ state: 'unknown' });
});

test('what was handed over after a person has let it go is asked about again', async ({
  database,
  scripted,
}) => {
  const entry = share(database, letGo(database, call(false)));
  scripted.now += 12_000;
  scripted.ahead(0);
  expect(await run(scripted, entry)).toMatchObject({ state: 'unclear' });
});

test('an instance that cannot be asked changes nothing', async ({ database, scripted }) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => fails(503));
  await expect(run(scripted, entry)).rejects.toMatchObject({
    failure: { kind: 'retry-later' },
  });
  expect(entryOf(database, entry.seq)).toEqual(entry);
});

test.for(['done', 'not done'])(
  'who is taken over from while looking writes nothing, be it %s',
  async (what, { database, scripted }) => {
    const entry = lost(database, SILENCE, update(1));
    scripted.answer(() => {
      new Sender(database, scripted.link.time);
      return tells({ sys_id: sysId(1), state: what === 'done' ? '17' : '16', sys_mod_count: '3' });
    });
    await expect(run(scripted, entry)).rejects.toThrow(LeaseLost);
    expect(entryOf(database, entry.seq)).toEqual(entry);
  },
);

const SECOND = 1000;
test.for<[what: string, failure: InstanceFailure, after: number, waitsUntil: number | null]>([
  ['a broken connection', SILENCE, 0, 10],
  ['a broken connection', SILENCE, 11.999, 12],
  ['a broken connection', SILENCE, 12, null],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 10, 62],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 61.999, 62],
  ['a time-out, a gateway error or a crash', CUT_SHORT, 62, null],
  ['a clock set back behind the attempt', CUT_SHORT, -1, 59],
])(
  'after %s a straggler that would be there twice is waited for (%#)',
  async ([, failure, after, until], { database, scripted }) => {
    const entry = lost(database, failure, note(1));
    const began = scripted.now;
    scripted.now += after * SECOND;
    scripted.ahead(0);
    scripted.answer(() => tells(journal));
    const settled = await run(scripted, entry);
    const waits = { ...entry, state: 'unknown', nextAttemptAt: began + (until ?? 0) * SECOND };
    expect(settled).toEqual(until === null ? goes(entry) : waits);
    expect(entryOf(database, entry.seq)).toEqual(settled);
  },
);

test('what the instance has failed on cannot come any more', async ({ database, scripted }) => {
  const failed = { begins, failure: BROKEN, isCharged: true };
  const entry = move(database, addStepsEntry(database, note(1)), ['send', 'later'], failed);
  scripted.answer(() => tells(journal));
  expect(await run(scripted, entry)).toEqual(goes(entry));
});

test('a straggler that would come after what is set later is waited for, too', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  expect(await run(scripted, entry)).toMatchObject({
    state: 'unknown',
    nextAttemptAt: scripted.now + 10_000,
  });
});

test('a straggler that would do the same again is not waited for', async ({ database, scripted }) => {
  const entry = lost(database, CUT_SHORT, remove(1));
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  expect(await run(scripted, entry)).toMatchObject({ state: 'queued' });
});

test('one that gets no answer again and again is refused, and says how it failed', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, SILENCE, update(1));
  scripted.now += 12_000;
  scripted.ahead(0);
  scripted.answer(() => tells({ sys_id: sysId(1), state: '16', sys_mod_count: '3' }));
  expect(await run(scripted, entry)).toMatchObject({ state: 'queued' });
  failOften(database, entry, 8);
  const tenth = move(database, entry, ['send', 'no-answer'], { begins, failure: SILENCE, isCharged: true });
  const refused = await run(scripted, tenth);
  expect(refused).toMatchObject({ state: 'refused', nextAttemptAt: null });
  expect(refused.question).toEqual({
    about: 'refused',
    status: 0,
    detail: 'Silence',
    message: 'The instance gives no answer to this action, 10 times in a row',
  });
  expect(doubtOf(refused)).toBe('none');
  expect(scripted.announced).toEqual([tenth.seq]);
});

test.for([
  ['would be there twice', note(1)],
  ['is known again by its key', call(true)],
] as const)(
  'even a hopeless one that %s is waited for before it is refused',
  async ([, step], { database, scripted }) => {
    const { seq } = failOften(database, addStepsEntry(database, step), 9);
    const entry = move(database, { seq }, ['send', 'no-answer'], {
      begins,
      failure: SILENCE,
      isCharged: true,
    });
    scripted.answer(() => tells(journal));
    expect(await run(scripted, entry)).toMatchObject({ state: 'unknown' });
    scripted.now += 12_000;
    scripted.ahead(0);
    const sender = new Sender(database, scripted.link.time);
    expect(await look(scripted.link, sender, entry)).toMatchObject({ state: 'refused' });
  },
);

test('nothing to do was never done, and goes again', async ({ database, scripted }) => {
  expect(await run(scripted, lost(database, SILENCE))).toMatchObject({ state: 'queued', step: 0 });
  expect(await run(scripted, lost(database, SILENCE, check(1)))).toMatchObject({ state: 'queued', step: 0 });
  expect(scripted.asked).toEqual([]);
});

test('the step that is looked for is the one that was on its way', async ({ database, scripted }) => {
  scripted.answer(() => fails(404));
  const steps = [call(false), remove(2), call(false)];
  const events = ['send', 'step-done', 'next-step', 'no-answer'] as const;
  const entry = move(database, addStepsEntry(database, ...steps), events, { begins, failure: SILENCE });
  expect(await run(scripted, entry)).toMatchObject({ state: 'queued', step: 2 });
  expect(
    new Set(scripted.asked.map(({ path, query }) => path.includes(sysId(2)) || query.get('sysparm_query'))),
  ).toEqual(new Set([true, `sys_id=${sysId(2)}`]));
});

test('one in the queue is told to be looked for before the instance is asked', async ({
  database,
  scripted,
}) => {
  const entry = move(database, addStepsEntry(database, remove(1)), ['send', 'later'], {
    begins,
    failure: BROKEN,
  });
  scripted.answer(() => {
    expect(entryOf(database, entry.seq)).toMatchObject({ state: 'unknown', attempts: [{ ended: 'failed' }] });
    expect(scripted.announced).toEqual([entry.seq]);
    return fails(404);
  });
  expect(await run(scripted, entry)).toMatchObject({ state: 'sent' });
  expect(scripted.announced).toEqual([entry.seq, entry.seq]);
});

test('one that is found on its way was cut short, and is looked for', async ({ database, scripted }) => {
  const entry = move(database, addStepsEntry(database, note(1)), ['send'], { begins });
  scripted.answer(() => tells(journal));
  expect(await run(scripted, entry)).toMatchObject({
    state: 'unknown',
    nextAttemptAt: scripted.now + 60_000,
    attempts: [{ ended: 'cut-short' }],
  });
});

test('what another laptop has too may have been done since it was triggered, whatever was attempted here', async ({
  database,
  scripted,
}) => {
  const notes = (at: string) => ({
    ...journal,
    work_notes: `${at} - ${me.name} (Work notes)\nOn my way\n\n`,
  });
  const later = { begins: { at: stamp(Date.parse(AT) + 3_600_000, 0) }, failure: BROKEN };
  const entry = move(database, addStepsEntry(database, note(1)), ['send', 'later'], later);
  scripted.now += 2 * 3_600_000;
  scripted.answer(() => tells(notes('2026-01-05 08:30:00')));
  expect(await run(scripted, entry)).toMatchObject({ state: 'queued' });
  expect(await run(scripted, share(database, entry))).toMatchObject({ state: 'sent' });
});

test('what another laptop has too is not taken to be there because of what another entry of ours wrote since', async ({
  database,
  scripted,
}) => {
  const hours = (count: number) => stamp(Date.parse(AT) + count * 3_600_000, 0);
  const [first, second] = [note(1), note(1)].map((step) => share(database, addStepsEntry(database, step)));
  if (!first || !second) throw new Error('two there are');
  move(database, first, ['send', 'acknowledge'], { begins: { at: hours(1) }, sentAt: hours(1).at });
  const silent = move(database, second, ['send', 'no-answer'], {
    begins: { at: hours(2) },
    failure: SILENCE,
  });
  scripted.now += 3 * 3_600_000;
  scripted.ahead(0);
  const work_notes = `2026-01-05 09:00:00 - ${me.name} (Work notes)\nOn my way\n\n`;
  scripted.answer(() => tells({ ...journal, work_notes }));
  expect(await run(scripted, silent)).toMatchObject({ state: 'queued', step: 0 });
});

/** An instance that has none of the records. */
const hasNothing = ({ path }: Asked) => (/[0-9a-f]{32}$/.test(path) ? fails(404) : counts(0));
/** Since when the instance was asked for what we have created. */
const since = ({ asked }: Scripted) =>
  asked.flatMap(({ query }) => /sys_created_on>=([^^]*)/.exec(query.get('sysparm_query') ?? '')?.[1] ?? []);

test('the first of several attempts that may have done it tells from when on it is looked for', async ({
  database,
  scripted,
}) => {
  const { seq } = addStepsEntry(database, create(1));
  for (const hours of [0, 1, 2]) {
    const at = stamp(Date.parse(AT) + hours * 3_600_000, 0);
    move(database, { seq }, ['send', 'later'], { begins: { at }, failure: BROKEN });
  }
  scripted.now += 3 * 3_600_000;
  scripted.ahead(0);
  scripted.answer(hasNothing);
  await run(scripted, entryOf(database, seq));
  expect(since(scripted)).toEqual(['2026-01-05 07:59:58']);
});

test('one that is shared and was never attempted here is looked for from its trigger on, by the instance’s clock', async ({
  database,
  scripted,
}) => {
  const triggered = { ...triggeredAt, offset: 3_600_000 };
  const seq = addBareEntry(database, { steps: [create(1)], touches: [task(1)], triggered });
  const entry = share(database, { seq });
  scripted.ahead(3_600_000);
  scripted.answer(hasNothing);
  await run(scripted, entry);
  expect(since(scripted).map((time) => time.slice(0, 15))).toEqual(['2026-01-05 08:5']);
});

test('a step that was done is followed by a look at the next, as long as that is in doubt', async ({
  database,
  scripted,
}) => {
  const entry = share(database, addStepsEntry(database, remove(1), remove(2), remove(3)));
  scripted.answer((asked) =>
    asked.path.endsWith(sysId(3)) ? tells({ sys_id: sysId(3) }) : hasNothing(asked),
  );
  const looked = await run(scripted, entry);
  expect(looked).toMatchObject({ state: 'queued', step: 2 });
  // It has been looked for just now, and is not there; the doubt stays, because the other laptop may do it yet.
  expect(doubtOf(looked)).toBe('elsewhere');
  expect(looked.attempts).toEqual([attempt({ isElsewhere: true, ended: null })]);

  const own = lost(database, SILENCE, remove(1), attach(2));
  scripted.asked.length = 0;
  expect(await run(scripted, own)).toMatchObject({ state: 'queued', step: 1 });
  expect(scripted.asked.some(({ path }) => path.includes('attachment'))).toBe(false);
});

test('a condition that another laptop may have passed is judged by the step after it', async ({
  database,
  scripted,
}) => {
  const entry = share(database, addStepsEntry(database, check(1), remove(1)));
  scripted.answer(() => fails(404));
  expect(await run(scripted, entry)).toMatchObject({ state: 'sent', step: 2 });
  const other = share(database, addStepsEntry(database, check(2), remove(2)));
  scripted.answer(() => tells({ sys_id: sysId(2), state: '18' }));
  expect(await run(scripted, other)).toMatchObject({ state: 'queued', step: 0 });
});
