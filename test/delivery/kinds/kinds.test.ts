import { expect } from 'vitest';
import type { InstanceFailure } from '../../../preload/contract/failure.ts';
import { kindOf } from '../../../main/delivery/kinds/kinds.ts';
import { requestKey } from '../../../main/outbox/entry.ts';
import type { CompiledStep } from '../../../main/outbox/steps.ts';
import { addStepsEntry, BROKEN, REFUSAL, SILENCE } from '../../support/entry.ts';
import { fails, test } from '../../support/scripted.ts';
import { attach, call, check, create, note, remove, task, update } from '../../support/steps.ts';
import { look, lookElsewhere, lost } from './looking.ts';

const record = `/api/now/table/wm_task/${task(1).sys_id}`;

test.for<[step: CompiledStep, asked: string | null, body: unknown]>([
  [create(1), 'POST /api/now/table/wm_task', { state: '1', sys_id: task(1).sys_id }],
  [update(1), `PATCH ${record}`, { state: '17' }],
  [update(1, {}), null, null],
  [remove(1), `DELETE ${record}`, undefined],
  [note(1), `PATCH ${record}`, { work_notes: 'On my way' }],
  [call(), 'POST /api/x_outpost/shift/end', undefined],
  [check(1), null, null],
  [attach(1), null, null],
])(
  'what is one request goes as it is, under the key of its step; all else by its own way: %o',
  ([step, asked, body], { database, scripted }) => {
    const { link, sender } = scripted;
    const entry = addStepsEntry(database, note(9), step);
    const request = kindOf(step).request({ link, sender, entry: { ...entry, step: 1, revision: 2 } }, step);
    if (asked === null || request === null) {
      expect(request).toBe(asked);
      return;
    }
    const { method, path, headers, body: sent } = request.ask;
    expect([`${method} ${path.split('?')[0] ?? ''}`, sent]).toEqual([asked, body]);
    expect(headers).toEqual({ 'idempotency-key': requestKey({ key: entry.key, revision: 2 }, 1) });
  },
);

test.for<[step: CompiledStep, leavesTrace: boolean]>([
  [check(1), true],
  [create(1), true],
  [update(1), true],
  [remove(1), true],
  [note(1), true],
  [attach(1), true],
  [call(true), false],
])('whether a look can tell anything weeks later (%o)', ([step, leavesTrace]) => {
  expect(kindOf(step).leavesTrace).toBe(leavesTrace);
});

const GONE: InstanceFailure = { ...REFUSAL, status: 404 };

test.for<[step: CompiledStep, by: InstanceFailure[], isThere: boolean | null]>([
  [create(1), [REFUSAL, GONE], true],
  [remove(1), [GONE], false],
  [check(1), [], null],
  [update(1), [], null],
  [note(1), [], null],
  [attach(1), [], null],
  [call(), [], null],
])('a refusal that may mean that it was done already (%o)', ([step, by, isThere]) => {
  const { refusedWhenDone } = kindOf(step);
  const failures = [REFUSAL, GONE, SILENCE, BROKEN];
  expect(failures.filter((failure) => refusedWhenDone?.by(failure))).toEqual(by);
  expect(refusedWhenDone?.isThere ?? null).toBe(isThere);
});

test.for<[step: CompiledStep, isCompared: boolean]>([
  [update(1), true],
  [remove(1), true],
  [create(1), false],
  [note(1), false],
  [attach(1), false],
  [call(), false],
  [check(1), false],
])(
  'what somebody else may have changed meanwhile is compared before it is sent (%o)',
  ([step, isCompared]) => {
    expect(kindOf(step).compares !== null).toBe(isCompared);
  },
);

test.for<[what: string, step: CompiledStep]>([
  ['an update', update(1)],
  ['a delete', remove(1)],
  ['a create', create(1)],
  ['a note', note(1)],
  ['a file', attach(1)],
])('while the instance cannot be asked nothing is said of %s', async ([, step], { database, scripted }) => {
  scripted.answer(() => fails(500));
  for (const ask of [look, lookElsewhere])
    await expect(ask(scripted, lost(database, [step]))).rejects.toMatchObject({
      failure: { kind: 'retry-later' },
    });
});
