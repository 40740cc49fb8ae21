import fc from 'fast-check';
import { expect } from 'vitest';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { type Entry, requestKey } from '../../main/outbox/entry.ts';
import { type Exchanged, exchange } from '../../main/delivery/exchange.ts';
import { requestsIn, serviced, services } from '../support/batched.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry } from '../support/entry.ts';
import { type Asked, fails, recordOf, tells, test } from '../support/scripted.ts';
import { check, note, task, update } from '../support/steps.ts';

const BATCH = '/api/now/v1/batch';
const NO_ANSWER: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
const NOT_DELIVERED: InstanceFailure = { kind: 'not-delivered', message: 'No network' };

const keyOf = (entry: Entry) => requestKey(entry, entry.step);
/** The number of the task that a request is about. */
const taskIn = (url: string) => /wm_task\/([0-9a-f]{32})/.exec(url)?.[1] ?? '';
const done = (url: string) => tells({ sys_id: taskIn(url), sys_mod_count: '4' });
/** Of each result, the record that it tells, or how it failed. */
const told = (results: readonly Exchanged[]) =>
  results.map((result) =>
    result === null ? null : result.ok ? result.value.told?.sys_id : result.failure.kind,
  );
const isBatch = ({ path }: Asked) => path === BATCH;

test('one request goes by itself, several as one, called by the first; each under its own key', async ({
  database,
  scripted,
}) => {
  const { link, sender, asked } = scripted;
  scripted.answer((one) => (isBatch(one) ? services(one, ({ url }) => done(url)) : done(one.path)));
  const entries = [1, 2, 3].map((at) => addStepsEntry(database, note(at)));
  expect(told(await exchange(link, sender, entries.slice(0, 1)))).toEqual([sysId(1)]);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `PATCH /api/now/table/wm_task/${sysId(1)}`,
  ]);
  expect(told(await exchange(link, sender, entries))).toEqual([1, 2, 3].map(sysId));
  expect(asked.slice(1)).toMatchObject([
    { method: 'POST', path: BATCH, body: { batch_request_id: entries[0] && keyOf(entries[0]) } },
  ]);
  const requests = asked[1] ? requestsIn(asked[1]) : [];
  expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(entries.map(keyOf));
  expect(requests.map(({ method, body }) => [method, body])).toEqual(
    entries.map(() => ['PATCH', { work_notes: 'On my way' }]),
  );
});

test('answers belong to their requests in whatever order they come, and what is not among them goes again', async ({
  database,
  scripted,
}) => {
  const { link, sender } = scripted;
  const entries = Array.from({ length: 6 }, (_, at) => addStepsEntry(database, note(at)));
  const outcome = fc.constantFrom('done', 'refused', 'busy', 'unread');
  const story = fc.record({
    order: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    outcomes: fc.array(outcome, { minLength: 6, maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(story, async ({ order, outcomes }) => {
      scripted.answer(() => ({
        status: 200,
        json: {
          serviced_requests: order.map((at) => {
            const record = recordOf({ sys_id: sysId(at), sys_mod_count: '4' });
            if (outcomes[at] === 'done')
              return serviced(String(at), { status: 200, json: { result: record } });
            if (outcomes[at] === 'refused') return serviced(String(at), fails(403));
            return serviced(String(at), outcomes[at] === 'busy' ? fails(500) : { status: 200 });
          }),
        },
      }));
      const kinds = { refused: 'refused', busy: 'retry-later', unread: 'no-answer' } as const;
      expect(told(await exchange(link, sender, entries))).toEqual(
        outcomes.map((one, at) => {
          if (!order.includes(at)) return null;
          return one === 'done' ? sysId(at) : kinds[one];
        }),
      );
      expect(sender.batches).toBe(true);
    }),
  );
});

test('an instance that comes to nothing in a batch is asked one by one from then on', async ({
  database,
  scripted,
}) => {
  const { link, sender, asked } = scripted;
  const entries = [1, 2].map((at) => addStepsEntry(database, note(at)));
  scripted.answer((one) => (isBatch(one) ? services(one, () => null) : done(one.path)));
  expect(await exchange(link, sender, entries)).toEqual([null, null]);
  expect(asked.map(isBatch)).toEqual([true]);
  expect(told(await exchange(link, sender, entries))).toEqual([1, 2].map(sysId));
  expect(asked.map(isBatch)).toEqual([true, false, false]);
});

test.for([403, 404])(
  'an instance that refuses batches with %i is never asked for one again',
  async (status, { database, scripted }) => {
    const { link, sender, asked } = scripted;
    const entries = [1, 2].map((at) => addStepsEntry(database, note(at)));
    scripted.answer((one) => (isBatch(one) ? fails(status) : done(one.path)));
    expect(await exchange(link, sender, entries)).toEqual([null, null]);
    expect(told(await exchange(link, sender, entries))).toEqual([1, 2].map(sysId));
    expect(told(await exchange(link, sender, entries))).toEqual([1, 2].map(sysId));
    expect(asked.filter(isBatch)).toHaveLength(1);
  },
);

test.for<[what: string, answer: ReturnType<typeof fails> | InstanceFailure, kind: string]>([
  ['a failure of the instance', fails(500), 'retry-later'],
  ['a gateway', { status: 502 }, 'no-answer'],
  ['a page of somebody else', { status: 200 }, 'no-answer'],
  ['an answer that is none of a batch', { status: 200, json: { result: [] } }, 'no-answer'],
  ['silence', NO_ANSWER, 'no-answer'],
  ['no way there', NOT_DELIVERED, 'not-delivered'],
  ['a session that has ended', { ...NO_ANSWER, kind: 'sign-in-needed' }, 'sign-in-needed'],
])('%s is the outcome of all that travelled together', async ([, answer, kind], { database, scripted }) => {
  const { link, sender, asked } = scripted;
  const entries = [1, 2, 3].map((at) => addStepsEntry(database, note(at)));
  scripted.answer(() => answer);
  expect(told(await exchange(link, sender, entries))).toEqual([kind, kind, kind]);
  expect(asked.every(isBatch)).toBe(true);
  expect(sender.batches).toBe(true);
});

test('as much travels together as fits, in order; the rest goes next time, not by itself', async ({
  database,
  scripted,
}) => {
  const { link, sender, asked } = scripted;
  const half = 'a'.repeat(360_000);
  scripted.answer((one) => services(one, ({ url }) => done(url)));
  const entries = [note(1, half), note(2, half), note(3, half), note(4)].map((step) =>
    addStepsEntry(database, step),
  );
  expect(told(await exchange(link, sender, entries))).toEqual([sysId(1), sysId(2), null, null]);
  expect(asked.map((one) => requestsIn(one).length)).toEqual([2]);
});

test('one that is too large for any batch goes all the same', async ({ database, scripted }) => {
  const { link, sender } = scripted;
  scripted.answer((one) => services(one, ({ url }) => done(url)));
  const entries = [note(1, 'a'.repeat(800_000)), note(2)].map((step) => addStepsEntry(database, step));
  expect(told(await exchange(link, sender, entries))).toEqual([sysId(1), null]);
});

test('what is no single request goes after the batch, by its own way', async ({ database, scripted }) => {
  const { link, sender, asked } = scripted;
  const state = { sys_id: sysId(2), state: '16' };
  scripted.answer((one) => (isBatch(one) ? services(one, ({ url }) => done(url)) : tells(state)));
  const entries = [note(1), check(2), note(3), update(4, {})].map((step) => addStepsEntry(database, step));
  const results = await exchange(link, sender, entries);
  expect(told(results)).toEqual([sysId(1), sysId(2), sysId(3), undefined]);
  expect(results[3]).toEqual({ ok: true, value: { told: null, affects: [], named: [] } });
  expect(asked.map(({ method, path }) => [method, path])).toEqual([
    ['POST', BATCH],
    ['GET', `/api/now/table/wm_task/${task(2).sys_id}`],
  ]);
});

test.for<[answer: ReturnType<typeof fails> | InstanceFailure, told: (string | null)[]]>([
  [fails(403), ['refused', 'refused']],
  [fails(500), ['retry-later', 'retry-later']],
  [fails(429), ['retry-later', null]],
  [fails(500, 'Later', { 'retry-after': '9' }), ['retry-later', null]],
  [NO_ANSWER, ['no-answer', null]],
  [NOT_DELIVERED, ['not-delivered', null]],
  [{ kind: 'sign-in-needed', message: 'Who are you?' }, ['sign-in-needed', null]],
])(
  'one by one, what concerns everything ends it (%#)',
  async ([answer, expected], { database, scripted }) => {
    const { link, sender } = scripted;
    sender.batches = false;
    scripted.answer(() => answer);
    const entries = [1, 2].map((at) => addStepsEntry(database, note(at)));
    expect(told(await exchange(link, sender, entries))).toEqual(expected);
  },
);
