import { expect } from 'vitest';
import { SAFE_TO_SEND } from '../../../main/delivery/kinds/kind.ts';
import { sysId } from '../../support/catalog.ts';
import { fails, hides, tells, test } from '../../support/scripted.ts';
import { remove } from '../../support/steps.ts';
import { look, lookElsewhere, lost } from './looking.ts';

test('a delete is done when the record is gone, and not when it is there', async ({ database, scripted }) => {
  scripted.answer(() => fails(404));
  expect(await look(scripted, lost(database, [remove(1)]))).toMatchObject({
    found: 'done',
    acknowledged: { told: { sys_id: sysId(1), record: null } },
  });
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  expect(await look(scripted, lost(database, [remove(1)]))).toEqual(SAFE_TO_SEND);
});

test('a delete of a record that is only hidden is not done', async ({ database, scripted }) => {
  scripted.answer((asked) => hides(asked, sysId(1)));
  expect(await look(scripted, lost(database, [remove(1)]))).toEqual(SAFE_TO_SEND);
  expect(scripted.asked.at(-1)?.query.get('sysparm_query')).toBe(`sys_id=${sysId(1)}`);
});

test('a delete that another laptop has too is looked for in the same way', async ({ database, scripted }) => {
  const entry = lost(database, [remove(1)]);
  scripted.answer(() => fails(404));
  expect((await lookElsewhere(scripted, entry)).found).toBe('done');
  scripted.answer(() => tells({ sys_id: sysId(1) }));
  expect(await lookElsewhere(scripted, entry)).toEqual(SAFE_TO_SEND);
});
