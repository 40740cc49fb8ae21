import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { editEntry, removeEntry } from '../../main/outbox/entries.ts';
import type { Entry } from '../../main/outbox/entry.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';
import { baseOf } from '../../main/records/view.ts';
import { begin } from '../../main/delivery/begin.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry, attempt, BROKEN, decisionAt, entryOf, move, triggeredAt } from '../support/entry.ts';
import { take } from '../support/laptop.ts';
import { counts, fails, lists, recordOf, test } from '../support/scripted.ts';
import { attach, create, note, remove, update } from '../support/steps.ts';

const NONE = new Map();
/** What is known of the attempts at an entry. */
const modCounts = ({ attempts }: Entry) => attempts.map(({ modCount }) => modCount);
const endings = ({ attempts }: Entry) => attempts.map(({ ended }) => ended);
const asIs = { sys_id: sysId(1), sys_mod_count: '3', sys_updated_by: 'nina.falk', state: '16' };
const moved = {
  ...asIs,
  sys_mod_count: '5',
  sys_updated_by: 'someone.else',
  sys_updated_on: '2026-01-05 07:30:00',
};

test('the attempt is written down: when, by which clock, and on which version of the record', async ({
  database,
  scripted,
}) => {
  const { link, sender } = scripted;
  scripted.ahead(60_000);
  scripted.answer(() => lists(asIs));
  const entry = addStepsEntry(database, update(1));
  const { going, answered, conflicts } = await begin(link, sender, [entry], NONE);
  const begun = attempt({ at: link.stamp(), modCount: '3', ended: null });
  expect(going).toEqual([{ ...entry, state: 'sending', attempts: [begun] }]);
  expect(begun.at).toMatchObject({ at: triggeredAt.at, offset: link.instance.clockOffset });
  expect(link.instance.clockOffset).toBeGreaterThan(59_000);
  expect(entryOf(database, entry.seq)).toEqual(going[0]);
  expect([answered.size, conflicts.length]).toEqual([0, 0]);
  expect(scripted.announced).toEqual([entry.seq]);
});

test('steps that are compared with nothing are not asked about', async ({ database, scripted }) => {
  const entries = [note(1), create(2), attach(3)].map((step) => addStepsEntry(database, step));
  const { going } = await begin(scripted.link, scripted.sender, entries, NONE);
  expect(going.map((entry) => [entry.seq, entry.state, ...endings(entry)])).toEqual(
    entries.map(({ seq }) => [seq, 'sending', null]),
  );
  expect(scripted.asked).toEqual([]);
});

test.for<[InstanceFailure]>([
  [{ kind: 'not-delivered', message: 'No network' }],
  [{ kind: 'retry-later', status: 503, message: 'Closed', retryAfterMs: null }],
])(
  'an instance that cannot be asked leaves everything as it was (%o)',
  async ([failure], { database, scripted }) => {
    scripted.answer(() => failure);
    const entries = [update(1), note(2)].map((step) => addStepsEntry(database, step));
    await expect(begin(scripted.link, scripted.sender, entries, NONE)).rejects.toMatchObject({ failure });
    expect(entries.map(({ seq }) => entryOf(database, seq))).toEqual(entries);
  },
);

test('what a person decides while the instance is asked wins', async ({ database, scripted }) => {
  const { link, sender } = scripted;
  const [kept, discarded, edited] = [1, 2, 3].map((record) => addStepsEntry(database, update(record)));
  if (!kept || !discarded || !edited) throw new Error('three there are');
  scripted.answer(() => {
    database.transaction((write) => {
      removeEntry(write, discarded);
      editEntry(write, edited, { ...edited, steps: [update(3, { state: '18' })] }, decisionAt);
    });
    return lists(asIs, { ...asIs, sys_id: sysId(2) }, { ...asIs, sys_id: sysId(3) });
  });
  const { going } = await begin(link, sender, [kept, discarded, edited], NONE);
  expect(going.map(({ seq }) => seq)).toEqual([kept.seq]);
  expect(entryOf(database, edited.seq)).toMatchObject({
    state: 'queued',
    revision: 1,
    attempts: [],
  });
});

/** An update of two fields, the first of which the instance wins. */
const yielding = (): CompiledStep => {
  const seen = { state: { value: '16', display: 'Assigned' }, priority: { value: '4', display: 'Low' } };
  return { ...update(1, { state: '17', priority: '2' }), seen, policies: { state: 'theirs' } };
};
const theirs = { ...moved, state: '18', priority: '4' };

test('before any attempt a narrowed payload is no new revision', async ({ database, scripted }) => {
  scripted.answer(() => lists(theirs));
  const entry = addStepsEntry(database, yielding());
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going).toMatchObject([{ revision: 0, steps: [{ fields: { priority: '2' } }] }]);
  expect(going.map(modCounts)).toEqual([['5']]);
  expect(entryOf(database, entry.seq)).toEqual(going[0]);
});

test('after an attempt it is one, so that no key ever goes with two payloads', async ({
  database,
  scripted,
}) => {
  scripted.answer(() => lists(theirs));
  const entry = move(database, addStepsEntry(database, yielding()), ['send', 'later']);
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going).toMatchObject([{ revision: 1, steps: [{ fields: { priority: '2' } }] }]);
  expect(going[0]?.attempts).toMatchObject([
    { number: 1, revision: 0, ended: 'turned-away' },
    { number: 2, revision: 1, ended: null },
  ]);
  expect(entryOf(database, entry.seq)).toEqual(going[0]);
});

test('the base takes what somebody else made of the record, before our own answer comes', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16', sys_mod_count: '3' }]);
  const entry = addStepsEntry(database, update(1, { state: '17' }));
  scripted.answer(() => lists({ ...moved, short_description: 'Another lift' }));
  await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(baseOf(database, tasks, sysId(1))).toMatchObject({
    sys_mod_count: '5',
    short_description: 'Another lift',
  });
});

test('a clash waits for a person; nothing is attempted, and the base is what the conflict is about', async ({
  database,
  scripted,
  tasks,
}) => {
  take(database, tasks, [{ sys_id: sysId(1), state: '16', sys_mod_count: '3' }]);
  const change = { failure: BROKEN, nextAttemptAt: 7 };
  const entry = move(database, addStepsEntry(database, update(1)), ['send', 'later'], change);
  const other = addStepsEntry(database, note(2));
  scripted.answer(() => lists({ ...moved, state: '18' }));
  const { going, conflicts } = await begin(scripted.link, scripted.sender, [entry, other], NONE);
  expect(going.map(({ seq }) => seq)).toEqual([other.seq]);
  const conflict = { kind: 'changed', by: 'someone.else', at: '2026-01-05T07:30:00.000Z', modCount: '5' };
  expect(conflicts).toMatchObject([
    { state: 'conflict', question: { about: 'conflict', conflict }, nextAttemptAt: null },
  ]);
  expect(conflicts.map(({ attempts }) => attempts.length)).toEqual([1]);
  expect(entryOf(database, entry.seq)).toEqual(conflicts[0]);
  expect(baseOf(database, tasks, sysId(1))).toMatchObject({ state: '18', sys_mod_count: '5' });
  expect(scripted.announced).toEqual([entry.seq, other.seq]);
});

test('what there is nothing to send of is answered by the look', async ({ database, scripted }) => {
  const emptied = addStepsEntry(database, { ...update(1), policies: { state: 'theirs' } });
  const deleted = addStepsEntry(database, remove(2));
  const nothing = addStepsEntry(database, update(3, {}));
  scripted.answer(({ query }) =>
    query.get('sysparm_query') === `sys_id=${sysId(2)}` ? counts(0) : lists({ ...moved, state: '18' }),
  );
  const { going, answered } = await begin(scripted.link, scripted.sender, [emptied, deleted, nothing], NONE);
  expect(going.map(({ state }) => state)).toEqual(['sending', 'sending', 'sending']);
  expect(answered.get(emptied.seq)).toEqual({
    told: { table: 'wm_task', sys_id: sysId(1), record: recordOf({ ...moved, state: '18' }) },
    affects: [],
    named: [],
  });
  expect(answered.get(deleted.seq)).toMatchObject({ told: { sys_id: sysId(2), record: null } });
  expect(answered.get(nothing.seq)).toMatchObject({ told: null });
});

test('a later step is compared with what the instance has just told, and not asked for', async ({
  database,
  scripted,
}) => {
  const steps = [note(1), update(1)];
  const begins = { modCount: '3' };
  const entry = move(database, addStepsEntry(database, ...steps), ['send', 'step-done', 'next-step'], {
    begins,
  });
  scripted.now += 500;
  scripted.answer(() => fails(500));
  const told = new Map([[entry.seq, recordOf(asIs)]]);
  expect((await begin(scripted.link, scripted.sender, [entry], told)).going).toEqual([entry]);
  expect(scripted.asked).toEqual([]);
  const clash = new Map([[entry.seq, recordOf({ ...moved, state: '18' })]]);
  expect((await begin(scripted.link, scripted.sender, [entry], clash)).conflicts).toMatchObject([
    { seq: entry.seq, state: 'conflict', step: 1 },
  ]);
  // The request of the second step has not left.
  expect(endings(entryOf(database, entry.seq))).toEqual(['done', 'not-delivered']);
});

test('a later step on another record begins its attempt with what the look tells', async ({
  database,
  scripted,
}) => {
  const entry = move(database, addStepsEntry(database, note(2), update(1)), ['send', 'step-done']);
  scripted.now += 500;
  scripted.answer(() => {
    expect(endings(entryOf(database, entry.seq))).toEqual(['done']);
    return lists(asIs);
  });
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going).toMatchObject([{ state: 'sending', revision: 0 }]);
  expect(going[0]?.attempts[1]).toEqual(
    attempt({ number: 2, step: 1, at: scripted.link.stamp(), modCount: '3', ended: null }),
  );
  expect(entryOf(database, entry.seq)).toEqual(going[0]);
});

test('a later step that is compared with nothing keeps the version that the answer before told', async ({
  database,
  scripted,
}) => {
  const steps = [update(1), note(1)];
  const begins = { modCount: '4' };
  const entry = move(database, addStepsEntry(database, ...steps), ['send', 'step-done', 'next-step'], {
    begins,
  });
  scripted.now += 500;
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going).toEqual([entry]);
  expect(going[0]?.attempts[1]).toMatchObject({ at: triggeredAt, modCount: '4' });
});

test('an attempt knows no version of an earlier one', async ({ database, scripted }) => {
  const begins = { modCount: '2' };
  const entry = move(database, addStepsEntry(database, note(1)), ['send', 'later'], { begins });
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going.map(modCounts)).toEqual([['2', null]]);
});

test('a record that somebody else changed elsewhere takes nothing off the payload, so it stays the same revision', async ({
  database,
  scripted,
}) => {
  const entry = move(database, addStepsEntry(database, update(1)), ['send', 'later']);
  scripted.answer(() => lists(moved));
  const { going } = await begin(scripted.link, scripted.sender, [entry], NONE);
  expect(going).toMatchObject([{ revision: 0, steps: entry.steps }]);
  expect(going.map(modCounts)).toEqual([[null, '5']]);
});

test('a later step that is narrowed before its first request has left is no new revision either', async ({
  database,
  scripted,
}) => {
  const steps = [note(1), yielding()];
  const entry = move(database, addStepsEntry(database, ...steps), ['send', 'step-done', 'next-step']);
  const told = new Map([[entry.seq, recordOf(theirs)]]);
  const { going } = await begin(scripted.link, scripted.sender, [entry], told);
  expect(going).toMatchObject([{ revision: 0, steps: [{}, { fields: { priority: '2' } }] }]);
  expect(going.map(modCounts)).toEqual([[null, '5']]);
});

test('a later step goes on the version that was told, even if another one was taken down', async ({
  database,
  scripted,
}) => {
  const begins = { modCount: '2' };
  const steps = [note(1), update(1)];
  const entry = move(database, addStepsEntry(database, ...steps), ['send', 'step-done', 'next-step'], {
    begins,
  });
  const told = new Map([[entry.seq, recordOf(asIs)]]);
  const { going } = await begin(scripted.link, scripted.sender, [entry], told);
  // It is the same attempt, begun anew: its request has not left.
  expect(going.map(modCounts)).toEqual([['2', '3']]);
  expect(entryOf(database, entry.seq)).toEqual(going[0]);
});
