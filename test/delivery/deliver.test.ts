import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { readSetting } from '../../main/database/settings.ts';
import { failuresOf, triesOf } from '../../main/outbox/doubt.ts';
import { deliver } from '../../main/delivery/deliver.ts';
import { services } from '../support/batched.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry, entryOf } from '../support/entry.ts';
import { type Answered, counts, fails, hides, lists, tells, test } from '../support/scripted.ts';
import { create, note, remove, task, update } from '../support/steps.ts';

const taskIn = (url: string) => /wm_task\/([0-9a-f]{32})/.exec(url)?.[1] ?? '';
const done = (url: string) => tells({ sys_id: taskIn(url), sys_mod_count: '4' });

test('the attempt is on the disk before the request leaves', async ({ database, scripted }) => {
  const entry = addStepsEntry(database, note(1));
  scripted.answer(({ path }) => {
    expect(entryOf(database, entry.seq)).toMatchObject({ state: 'sending', attempts: [{ ended: null }] });
    return done(path);
  });
  const { entries, stop } = await deliver(scripted.link, scripted.sender, [entry]);
  expect([entries.map(({ state }) => state), stop, scripted.asked.length]).toEqual([['sent'], null, 1]);
});

test('each gets its own outcome; what the instance did not come to goes again and was no attempt', async ({
  database,
  scripted,
}) => {
  const entries = [1, 2, 3, 4].map((at) => addStepsEntry(database, note(at)));
  const answers = new Map<string, Answered>([
    [sysId(2), fails(403)],
    [sysId(3), fails(500)],
  ]);
  scripted.answer((asked) =>
    services(asked, ({ url }) => (taskIn(url) === sysId(4) ? null : (answers.get(taskIn(url)) ?? done(url)))),
  );
  const delivered = await deliver(scripted.link, scripted.sender, entries);
  expect(delivered.entries).toMatchObject([
    { state: 'sent' },
    { state: 'refused', attempts: [{ ended: 'refused' }] },
    { state: 'queued', attempts: [{ ended: 'failed', isCharged: true }] },
    {
      state: 'queued',
      nextAttemptAt: null,
      attempts: [{ ended: 'not-delivered', isCharged: false, failure: null }],
    },
  ]);
  expect(delivered.entries.map(triesOf)).toEqual([0, 1, 1, 0]);
  expect(delivered.stop).toBeNull();
  expect(entries.map(({ seq }) => entryOf(database, seq))).toEqual(delivered.entries);
});

test('what else was answered in a batch does not end the pause that the instance asks for in it', async ({
  database,
  scripted,
}) => {
  const entries = [1, 2, 3].map((at) => addStepsEntry(database, note(at)));
  const busy = { ...fails(429), headers: { 'retry-after': '90' } };
  scripted.answer((asked) => services(asked, ({ url }) => (taskIn(url) === sysId(1) ? busy : done(url))));
  const { entries: left, stop } = await deliver(scripted.link, scripted.sender, entries);
  expect(left.map(({ state }) => state)).toEqual(['queued', 'sent', 'sent']);
  expect(stop).toMatchObject({ kind: 'retry-later', status: 429 });
  expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(scripted.now + 90_000);
});

test.for([fails(500), fails(503), fails(429), { status: 502 }])(
  'a batch that fails as a whole is one pause, and nobody in it is charged (%#)',
  async (answer, { database, scripted }) => {
    const entries = Array.from({ length: 20 }, (_, at) => addStepsEntry(database, note(at)));
    scripted.answer(() => answer);
    const { stop } = await deliver(scripted.link, scripted.sender, entries);
    expect(stop).not.toBeNull();
    expect(JSON.parse(readSetting(database, 'pause') ?? '{}')).toMatchObject({
      times: 1,
      until: scripted.now + 1000,
    });
    const left = entries.map(({ seq }) => entryOf(database, seq));
    expect(new Set(left.map(failuresOf))).toEqual(new Set([0]));
    expect(new Set(left.map(({ state }) => state))).toEqual(
      new Set([answer.status === 502 ? 'unknown' : 'queued']),
    );
  },
);

test('who has further steps goes back into the queue when another one stops everything', async ({
  database,
  scripted,
}) => {
  const silence: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
  const first = addStepsEntry(database, note(1), note(1));
  const second = addStepsEntry(database, note(2));
  scripted.sender.batches = false;
  scripted.answer(({ path }) => (taskIn(path) === sysId(2) ? silence : done(path)));
  const { entries, stop } = await deliver(scripted.link, scripted.sender, [first, second]);
  expect(stop).toEqual(silence);
  expect(entries).toMatchObject([
    { state: 'queued', step: 1 },
    { state: 'unknown', step: 0 },
  ]);
  expect(scripted.asked).toHaveLength(2);
});

test('when the instance cannot be asked before a later step, the entry goes back with what it has', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, note(2), update(1));
  scripted.answer(({ method, path }) => (method === 'GET' ? fails(503) : done(path)));
  const { entries, stop } = await deliver(scripted.link, scripted.sender, [entry]);
  expect(entries).toMatchObject([{ state: 'queued', step: 1, attempts: [{ ended: 'done' }] }]);
  expect(entries.map(({ attempts }) => attempts.length)).toEqual([1]);
  expect(stop).toMatchObject({ kind: 'retry-later', status: 503 });
  expect(scripted.sender.breaker.pausedUntil(scripted.now)).toBe(scripted.now + 1000);
});

test('when it cannot be asked before the first, nothing has been attempted', async ({
  database,
  scripted,
}) => {
  const entries = [update(1), note(2)].map((step) => addStepsEntry(database, step));
  scripted.answer(() => ({ kind: 'not-delivered', message: 'No network' }));
  const delivered = await deliver(scripted.link, scripted.sender, entries);
  expect(delivered).toMatchObject({ entries, stop: { kind: 'not-delivered' } });
  expect(scripted.sender.breaker.careful).toBe(false);
  expect(entries.map(({ seq }) => entryOf(database, seq))).toEqual(entries);
});

test('the next step on the same record goes without another look, and does not clash with the one before', async ({
  database,
  scripted,
}) => {
  const entry = addStepsEntry(database, update(1), update(1, { priority: '2' }));
  const record = { sys_id: sysId(1), sys_updated_by: 'nina.falk', state: '16', sys_mod_count: '3' };
  let modCount = 3;
  scripted.answer(({ method }) => {
    if (method === 'GET') return lists(record);
    modCount += 1;
    return tells({ ...record, state: '17', sys_mod_count: String(modCount) });
  });
  const { entries } = await deliver(scripted.link, scripted.sender, [entry]);
  expect(entries).toMatchObject([
    {
      state: 'sent',
      step: 2,
      attempts: [
        { step: 0, ended: 'done', modCount: '3' },
        { step: 1, ended: 'done', modCount: '4' },
      ],
    },
  ]);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH']);
  const keys = scripted.asked.slice(1).map(({ headers }) => headers['idempotency-key']);
  expect(keys).toEqual([`${entry.key}-0-0`, `${entry.key}-0-1`]);
});

test.for<[what: string, look: Answered | InstanceFailure | 'hidden', left: string]>([
  ['was done', tells({ sys_id: sysId(1), state: '1' }), 'sent'],
  ['was done and is hidden', 'hidden', 'sent'],
  ['was not', fails(404), 'refused'],
  ['cannot be looked for', { kind: 'not-delivered', message: 'No network' }, 'unknown'],
])(
  'a create that is refused because it is there already is looked at: it %s',
  async ([, look, left], { database, scripted }) => {
    const entry = addStepsEntry(database, create(1));
    scripted.answer((asked) => {
      if (asked.method !== 'GET') return fails(403, 'Duplicate');
      return look === 'hidden' ? hides(asked, sysId(1)) : look;
    });
    const { entries } = await deliver(scripted.link, scripted.sender, [entry]);
    expect(entries).toMatchObject([{ state: left }]);
  },
);

test.for<[what: string, refusal: number, look: Answered, left: string, asked: string[]]>([
  ['is gone', 404, fails(404), 'sent', ['DELETE', 'GET', 'GET']],
  ['is there', 404, tells({ sys_id: sysId(1) }), 'refused', ['DELETE', 'GET']],
  ['may not be deleted', 403, fails(404), 'refused', ['DELETE']],
])(
  'a delete that is refused because there is no such record is looked at: the record %s',
  async ([, refusal, look, left, methods], { database, scripted }) => {
    const record = { sys_id: sysId(1), sys_mod_count: '3' };
    const entry = addStepsEntry(database, remove(1));
    scripted.answer(({ method, path, query }) => {
      if (method === 'DELETE') return fails(refusal);
      if (query.get('sysparm_query')?.startsWith('sys_id=')) return counts(0);
      return path.endsWith(sysId(1)) ? look : lists(record);
    });
    const { entries } = await deliver(scripted.link, scripted.sender, [entry]);
    expect(entries).toMatchObject([{ state: left }]);
    expect(scripted.asked.slice(1).map(({ method }) => method)).toEqual(methods);
  },
);

test('what is to be deleted and is hidden is not gone: the instance refuses it', async ({
  database,
  scripted,
}) => {
  scripted.answer((asked) => hides(asked, sysId(1)));
  const { entries } = await deliver(scripted.link, scripted.sender, [addStepsEntry(database, remove(1))]);
  expect(entries).toMatchObject([{ state: 'refused', question: { message: 'No Record found' } }]);
  expect(scripted.asked.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
});

test('a refusal of anything else is looked at by nobody', async ({ database, scripted }) => {
  scripted.answer(() => fails(403));
  await deliver(scripted.link, scripted.sender, [addStepsEntry(database, note(1))]);
  expect(scripted.asked.map(({ method }) => method)).toEqual(['PATCH']);
});

test('what there is nothing to send of is acknowledged beside what is sent', async ({
  database,
  scripted,
}) => {
  const nothing = addStepsEntry(database, { ...update(1), policies: { state: 'theirs' } });
  const sent = addStepsEntry(database, note(2));
  const theirs = { sys_id: sysId(1), state: '18', sys_mod_count: '5', sys_updated_by: 'someone.else' };
  scripted.answer(({ method, path }) => (method === 'GET' ? lists(theirs) : done(path)));
  const { entries } = await deliver(scripted.link, scripted.sender, [nothing, sent]);
  expect(entries.map(({ seq, state }) => [seq, state])).toEqual([
    [nothing.seq, 'sent'],
    [sent.seq, 'sent'],
  ]);
  expect(scripted.asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/now/table/wm_task',
    `PATCH /api/now/table/wm_task/${task(2).sys_id}`,
  ]);
});

test('the first acknowledgement ends the carefulness after an outage; a failure does not', async ({
  database,
  scripted,
}) => {
  const { link, sender } = scripted;
  sender.careful = true;
  scripted.answer(() => fails(500));
  await deliver(link, sender, [addStepsEntry(database, note(1))]);
  expect(sender.careful).toBe(true);
  scripted.answer(({ path }) => done(path));
  await deliver(link, sender, [addStepsEntry(database, note(2))]);
  expect(sender.careful).toBe(false);
});
