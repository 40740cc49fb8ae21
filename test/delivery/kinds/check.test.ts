import { expect } from 'vitest';
import { NOTHING } from '../../../main/delivery/acknowledged.ts';
import { type Looked, NOT_THERE, SAFE_TO_SEND } from '../../../main/delivery/kinds/kind.ts';
import { kindOf } from '../../../main/delivery/kinds/kinds.ts';
import { sysId } from '../../support/catalog.ts';
import { addStepsEntry } from '../../support/entry.ts';
import { fails, tells, test } from '../../support/scripted.ts';
import { check, note } from '../../support/steps.ts';
import { look, lookElsewhere, lost } from './looking.ts';

test('a condition does nothing, so it may be asked again without a look', async ({ database, scripted }) => {
  expect(await look(scripted, lost(database, [check(1)]))).toEqual(SAFE_TO_SEND);
  expect(scripted.asked).toEqual([]);
});

test.for<[what: string, next: Looked | null, passed: boolean]>([
  ['was done', { found: 'done', acknowledged: NOTHING }, true],
  ['looks done', { found: 'looks-done', acknowledged: NOTHING }, true],
  ['is not there', NOT_THERE, false],
  ['is safe to send', SAFE_TO_SEND, false],
  ['cannot be told', { found: 'cannot-tell', message: '' }, false],
  ['does not exist', null, false],
])(
  'where another laptop has it too, it held when the step after it %s: it may hold no longer because of that',
  async ([, next, passed], { database, scripted }) => {
    const entry = lost(database, [check(1), note(1)]);
    const done = { found: 'done', acknowledged: NOTHING };
    expect(await lookElsewhere(scripted, entry, next)).toEqual(passed ? done : SAFE_TO_SEND);
  },
);

test.for<[what: string, answer: ReturnType<typeof tells>, detail: string | null]>([
  ['a record that does not meet it', tells({ sys_id: sysId(1), state: '18' }), null],
  ['a record that is gone', fails(404), 'The record is gone, or access rules hide it'],
])(
  '%s refuses the entry in the words of the definition',
  async ([, answer, detail], { database, scripted }) => {
    const { link, sender } = scripted;
    const step = check(1);
    const sending = { link, sender, entry: addStepsEntry(database, step) };
    scripted.answer(() => answer);
    await expect(kindOf(step).carryOut(sending, step)).rejects.toMatchObject({
      failure: { kind: 'refused', status: 0, message: step.message, detail },
    });
    scripted.answer(() => tells({ sys_id: sysId(1), state: '16' }));
    expect(await kindOf(step).carryOut(sending, step)).toMatchObject({ told: { sys_id: sysId(1) } });
  },
);

test('where its table is not kept any more, a condition refuses the entry as well', async ({
  database,
  scripted,
}) => {
  const { link, sender } = scripted;
  const step = { ...check(1), table: 'u_gone' };
  const sending = { link, sender, entry: addStepsEntry(database, step) };
  await expect(kindOf(step).carryOut(sending, step)).rejects.toMatchObject({
    failure: { kind: 'refused', status: 0, detail: 'The table u_gone is not kept on this laptop any more' },
  });
  expect(scripted.asked).toEqual([]);
});
