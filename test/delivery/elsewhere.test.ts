import { expect } from 'vitest';
import { probeElsewhere } from '../../main/delivery/elsewhere.ts';
import { sysId } from '../support/catalog.ts';
import { addStepsEntry } from '../support/entry.ts';
import { tells, test } from '../support/scripted.ts';
import { update } from '../support/steps.ts';

test.for([
  ['holds it', { state: '17', sys_mod_count: '4' }, { found: 'done', unproven: true }],
  ['was changed otherwise', { state: '18', sys_mod_count: '4' }, { found: 'not-done', again: 'double' }],
  ['is as it was seen', { state: '17', sys_mod_count: '3' }, { found: 'not-done', again: 'harmless' }],
] as const)(
  'an update that another laptop has too, of a record that %s',
  async ([, record, expected], { database, scripted }) => {
    const entry = { ...addStepsEntry(database, update(1)), shared: true };
    scripted.answer(() => tells({ sys_id: sysId(1), ...record }));
    expect(await probeElsewhere(scripted.link, scripted.sender, entry)).toMatchObject(expected);
  },
);
