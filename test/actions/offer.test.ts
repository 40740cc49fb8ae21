import { expect } from 'vitest';
import { meets, offer } from '../../main/actions/offer.ts';
import { actionOf } from '../../main/records/catalog.ts';
import type { Row } from '../../main/query/row.ts';
import { context, me, sysId } from '../support/catalog.ts';
import { test } from './definition.ts';

const mine = { sys_id: sysId(1), state: '16', priority: '2', assigned_to: me.sys_id };

test.for<[what: string, action: string, row: Row | null, connected: boolean, why: string | null]>([
  ['offered when its condition holds', 'accept', mine, true, null],
  ['offered offline when a step of it runs there', 'accept', mine, false, null],
  [
    'not offered, in the words of the definition',
    'accept',
    { ...mine, state: '17' },
    true,
    'Only a task that is assigned to you can be accepted',
  ],
  [
    'not offered, in the words of the condition',
    'ask-office',
    { ...mine, state: '3' },
    true,
    'Only when State is Assigned or Accepted and Priority is less than 3 - Moderate',
  ],
  ['offered with a connection when it runs online only', 'ask-office', mine, true, null],
  ['not offered without one when it runs online only', 'ask-office', mine, false, 'Needs a connection'],
  [
    'not offered for its condition before its connection',
    'ask-office',
    { ...mine, state: '3' },
    false,
    'Only when State is Assigned or Accepted and Priority is less than 3 - Moderate',
  ],
  ['offered without a condition', 'cancel', {}, false, null],
  ['offered without a record', 'start-shift', null, false, null],
])('an action is %s', ([, id, row, connected, why], { database, catalog }) => {
  const action = actionOf(catalog, id);
  expect(offer(database, catalog, action, row, { connected, now: context.now })).toEqual({
    id,
    label: action.label,
    offered: why === null,
    why,
    form: action.form !== null,
    confirm: null,
  });
});

test('a condition that goes by the time is asked anew each time', ({ database, catalog }) => {
  const day = 24 * 60 * 60_000;
  const row = { ...mine, sys_updated_on: '2026-01-05 07:00:00' };
  const query = 'sys_updated_on>=javascript:gs.daysAgoStart(1)';
  const days = [0, 1, 2, 3].map((later) =>
    meets(database, catalog, 'wm_task', query, row, context.now + later * day),
  );
  expect(days).toEqual([true, true, false, false]);
});

test('an action says whether a form opens first', ({ database, catalog }) => {
  const form = (id: string) =>
    offer(database, catalog, actionOf(catalog, id), mine, { connected: true, now: context.now }).form;
  expect([form('close-complete'), form('accept')]).toEqual([true, false]);
});
