import { expect } from 'vitest';
import { checkChain, linesAfter } from '../../main/outbox/journal/chain.ts';
import { tryAgain } from '../../main/outbox/decide.ts';
import { isShared } from '../../main/outbox/doubt.ts';
import { heldBy } from '../../main/outbox/order.ts';
import { DAY_MS, stamp } from '../../main/outbox/stamp.ts';
import type { EntryEvent } from '../../main/outbox/state.ts';
import { askFirst } from '../../main/delivery/ask.ts';
import { drain } from '../../main/delivery/drain.ts';
import type { Database } from '../../main/database/database.ts';
import { requestsIn, services } from '../support/batched.ts';
import { sysId } from '../support/catalog.ts';
import {
  addBareEntry,
  addStepsEntry,
  BROKEN,
  entryOf,
  move,
  share,
  SILENCE,
  triggeredAt,
} from '../support/entry.ts';
import { type Answered, type Asked, fails, type Scripted, tells, test } from '../support/scripted.ts';
import { call, note, remove, task, update } from '../support/steps.ts';

const OLD = { about: 'old', days: 14 };
const WORDS = 'Triggered more than 14 days ago, and still waits to be sent';

const taskIn = (url: string) => /wm_task\/([0-9a-f]{32})/.exec(url)?.[1] ?? '';
const done = (url: string) => tells({ sys_id: taskIn(url), sys_mod_count: '4' });
const willing = (asked: Asked): Answered =>
  asked.path.endsWith('/batch') ? services(asked, ({ url }) => done(url)) : done(asked.path);
const run = ({ link, sender }: Scripted) => drain(link, sender, () => true);
const states = (database: Database, ...seqs: number[]) => seqs.map((seq) => entryOf(database, seq).state);
/** Records that were written to, in order. */
const written = ({ asked }: Scripted) =>
  asked
    .flatMap((one) => (one.path.endsWith('/batch') ? requestsIn(one).map(({ url }) => url) : [one.path]))
    .map(taskIn)
    .filter((record) => record !== '');
const sayYes = (database: Database, { link }: Scripted, ...seqs: number[]) =>
  database.transaction((write) => tryAgain(write, seqs, link.stamp()));

test('after more than fourteen days nothing is sent, and a person is asked', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  addStepsEntry(database, note(1, 'And back'));
  scripted.answer(willing);
  scripted.now += 14 * DAY_MS + 1;
  expect(await run(scripted)).toEqual({ affects: new Set(), failure: null, retryAt: null });
  expect(scripted.asked).toEqual([]);
  for (const seq of [1, 2]) {
    expect(entryOf(database, seq)).toMatchObject({ state: 'old', question: OLD, attempts: [] });
  }
  expect(scripted.announced).toEqual([1, 2]);
  expect(linesAfter(database, 0, 10)).toMatchObject([
    { entry: 1, what: 'ask-first', words: WORDS },
    { entry: 2, what: 'ask-first', words: WORDS },
  ]);
  expect(await checkChain(database, () => Promise.resolve())).toMatchObject({ lines: 2, broken: null });
});

test('after fourteen days everything still goes', async ({ database, scripted }) => {
  addStepsEntry(database, note(1));
  scripted.answer(willing);
  scripted.now += 14 * DAY_MS;
  await run(scripted);
  expect(states(database, 1)).toEqual(['sent']);
});

test('how long it may wait the definition says', async ({ database, scripted, catalog }) => {
  const definition = { ...catalog.definition, askAfterDays: 1 };
  scripted.link.catalog = () => ({ ...catalog, definition });
  addStepsEntry(database, note(1));
  scripted.now += DAY_MS + 1;
  await run(scripted);
  expect(entryOf(database, 1).question).toEqual({ about: 'old', days: 1 });
  const words = 'Triggered more than 1 day ago, and still waits to be sent';
  expect(linesAfter(database, 0, 10)).toMatchObject([{ what: 'ask-first', words }]);
});

test('of a call that was tried nobody knows, whatever its last attempt came to; of one that was not, all is known', async ({
  database,
  scripted,
}) => {
  scripted.answer(willing);
  const tried = addStepsEntry(database, { ...call(true), affects: [] });
  move(database, tried, ['send', 'later', 'send', 'later']);
  addStepsEntry(database, call(true));
  scripted.now += 15 * DAY_MS;
  await run(scripted);
  expect(scripted.asked).toEqual([]);
  const message = expect.stringMatching(/^Tried more than 14 days ago\./) as string;
  expect(entryOf(database, 1)).toMatchObject({ state: 'unclear', question: { about: 'unclear', message } });
  expect(entryOf(database, 2)).toMatchObject({ state: 'old', question: OLD });
});

test('one yes is good for fourteen days more, and for all that it was said of, in their order', async ({
  database,
  scripted,
}) => {
  for (const record of [1, 1, 2]) addStepsEntry(database, note(record, `Note ${record}`));
  scripted.answer(willing);
  scripted.now += 34 * DAY_MS;
  await run(scripted);
  sayYes(database, scripted, 1, 2, 3);
  scripted.now += 13 * DAY_MS;
  await run(scripted);
  expect(states(database, 1, 2, 3)).toEqual(['sent', 'sent', 'sent']);
  expect(written(scripted).filter((record) => record === sysId(1))).toHaveLength(2);

  const late = addStepsEntry(database, note(4));
  await run(scripted);
  sayYes(database, scripted, late.seq);
  scripted.now += 15 * DAY_MS;
  await run(scripted);
  expect(states(database, late.seq)).toEqual(['old']);
});

test('what is younger is held behind it on its record, and goes on others', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  scripted.now += 20 * DAY_MS;
  const triggered = stamp(scripted.now, null);
  for (const [digit, record] of [
    ['b', 1],
    ['c', 2],
  ] as const)
    addBareEntry(database, {
      key: digit.repeat(32),
      steps: [note(record)],
      touches: [task(record)],
      triggered,
    });
  scripted.answer(willing);
  await run(scripted);
  expect(states(database, 1, 2, 3)).toEqual(['old', 'queued', 'sent']);
  expect(heldBy(database, entryOf(database, 2))).toBe(1);
  expect(written(scripted)).toEqual([sysId(2)]);
});

test('what waits behind an instance that asked for patience is asked about as well', async ({
  database,
  scripted,
}) => {
  const failure = { kind: 'retry-later', status: 429, message: 'Slow down', retryAfterMs: 1 } as const;
  const nextAttemptAt = scripted.now + 30 * DAY_MS;
  move(database, addStepsEntry(database, note(1)), ['send', 'later'], { failure, nextAttemptAt });
  scripted.now += 20 * DAY_MS;
  await run(scripted);
  expect(entryOf(database, 1)).toMatchObject({ state: 'old', question: OLD, nextAttemptAt: null });
});

const inDoubt: [what: string, event: EntryEvent, failure: typeof SILENCE][] = [
  ['has no answer', 'no-answer', SILENCE],
  ['the instance failed on', 'later', BROKEN],
];

test.for(inDoubt)(
  'what %s is looked for first: done, it is sent',
  async ([, event, failure], { database, scripted }) => {
    const entry = addStepsEntry(database, update(1));
    move(database, entry, ['send', event], { failure });
    scripted.now += 30 * DAY_MS;
    const proof = { sys_updated_by: 'nina.falk', sys_updated_on: '2026-01-05 08:00:00' };
    scripted.answer(() => tells({ sys_id: sysId(1), state: '17', sys_mod_count: '4', ...proof }));
    await run(scripted);
    expect(states(database, entry.seq)).toEqual(['sent']);
    expect(scripted.asked.map(({ method }) => method)).toEqual(['GET']);
  },
);

test.for(inDoubt)(
  'what %s is looked for first: not done, a person is asked, and so is what is behind it',
  async ([, event, failure], { database, scripted }) => {
    const entry = addStepsEntry(database, remove(1));
    const behind = addStepsEntry(database, note(1));
    move(database, entry, ['send', event], { failure });
    scripted.now += 30 * DAY_MS;
    scripted.answer(() => tells({ sys_id: sysId(1), sys_mod_count: '3' }));
    await run(scripted);
    expect(scripted.asked.map(({ method }) => method)).toEqual(['GET']);
    for (const { seq } of [entry, behind])
      expect(entryOf(database, seq)).toMatchObject({ state: 'old', question: OLD });
  },
);

test('what a person has let go is looked for first as well, however long it waited since', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, remove(1));
  move(database, entry, ['send', 'no-answer', 'unclear'], { failure: SILENCE });
  sayYes(database, scripted, entry.seq);
  scripted.now += 30 * DAY_MS;
  scripted.answer(() => fails(404));
  await run(scripted);
  expect(states(database, entry.seq)).toEqual(['sent']);
});

test('an answer that nobody can look up is asked about as that', async ({ database, scripted }) => {
  const entry = addStepsEntry(database, call(false));
  const begins = { at: { ...triggeredAt, offset: 0 } };
  move(database, entry, ['send', 'no-answer'], { begins, failure: SILENCE });
  scripted.now += 30 * DAY_MS;
  scripted.ahead(0);
  await run(scripted);
  expect(entryOf(database, entry.seq)).toMatchObject({ state: 'unclear', question: { about: 'unclear' } });
});

test('a step that was found done is acknowledged; about those after it a person is asked', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, remove(1), note(2));
  move(database, entry, ['send', 'no-answer'], { failure: SILENCE });
  scripted.now += 30 * DAY_MS;
  scripted.answer(() => fails(404));
  await run(scripted);
  expect(entryOf(database, entry.seq)).toMatchObject({ state: 'old', step: 1, question: OLD });
});

test('what another laptop has too is looked for, and then asked about; all of it at once', async ({
  database,
  scripted,
}) => {
  for (const step of [note(1), note(1, 'And back')]) share(database, addStepsEntry(database, step));
  scripted.now += 30 * DAY_MS;
  scripted.answer(() => tells({ sys_id: sysId(1), sys_mod_count: '3', work_notes: '' }));
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET']);
  for (const seq of [1, 2]) {
    expect(entryOf(database, seq)).toMatchObject({ state: 'old', question: OLD });
    expect(isShared(entryOf(database, seq))).toBe(true);
  }
  sayYes(database, scripted, 1, 2);
  scripted.asked.length = 0;
  await run(scripted);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'GET', 'PATCH']);
  expect(states(database, 1, 2)).toEqual(['sent', 'sent']);
});

test('an entry on its way goes on with its further steps', async ({ database, scripted }) => {
  addStepsEntry(database, note(1), note(2));
  scripted.answer((asked) => {
    scripted.now += 20 * DAY_MS;
    return willing(asked);
  });
  await run(scripted);
  expect(states(database, 1)).toEqual(['sent']);
});

test('a laptop whose clock was set ahead by a year asks about nothing, once the instance has told the time', async ({
  database,
  scripted,
}) => {
  scripted.ahead(0);
  const triggered = scripted.link.stamp();
  const seq = addBareEntry(database, { steps: [note(1)], touches: [task(1)], triggered });
  scripted.now += 365 * DAY_MS;
  scripted.ahead(-365 * DAY_MS);
  scripted.answer(willing);
  await run(scripted);
  expect(triggered.offset).toBe(0);
  expect(states(database, seq)).toEqual(['sent']);
});

test('a step that was never tried is asked about as that, whatever was tried before it', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, note(1), call(true));
  move(database, entry, ['send', 'step-done', 'not-delivered']);
  scripted.now += 15 * DAY_MS;
  await run(scripted);
  expect(entryOf(database, entry.seq)).toMatchObject({ state: 'old', step: 1, question: OLD });
});

test('what was asked about once is asked about no more, and nothing of it is sent', async ({
  database,
  scripted,
}) => {
  addStepsEntry(database, note(1));
  scripted.now += 15 * DAY_MS;
  await run(scripted);
  await run(scripted);
  expect([scripted.announced, scripted.asked]).toEqual([[1], []]);
  expect(linesAfter(database, 0, 10)).toHaveLength(1);
});

test('what a person has decided about meanwhile is left alone', ({ database, scripted }) => {
  const before = addStepsEntry(database, note(1));
  move(database, before, ['send', 'acknowledge']);
  const { link, sender } = scripted;
  expect(askFirst(link, sender, [before])).toMatchObject([{ state: 'sent' }]);
  expect(states(database, 1)).toEqual(['sent']);
});
