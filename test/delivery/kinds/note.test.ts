import { expect } from 'vitest';
import { NOT_THERE, OUT_OF_SIGHT } from '../../../main/delivery/kinds/kind.ts';
import type { CompiledStep } from '../../../main/outbox/steps.ts';
import { me, sysId } from '../../support/catalog.ts';
import { AT } from '../../support/entry.ts';
import { fails, tells, test } from '../../support/scripted.ts';
import { note } from '../../support/steps.ts';
import { AFTER, BEFORE, found, JUST_BEFORE, look, lookElsewhere, lost, sent, THEN } from './looking.ts';

/** A journal as the instance renders it for a user whose clock shows UTC. */
const journal = (...notes: [at: string, author: string, text: string][]) =>
  notes.map(([at, author, text]) => `${at} - ${author} (Work notes)\n${text}\n\n`).join('');
const withNotes = (...notes: [at: string, author: string, text: string][]) => ({
  sys_id: sysId(1),
  sys_updated_on: THEN,
  work_notes: journal(...notes),
});

test.for<[what: string, notes: [string, string, string][], done: boolean]>([
  ['is there', [[THEN, me.name, 'On my way']], true],
  [
    'is there among others',
    [
      [AFTER, 'Max', 'Thanks'],
      [THEN, me.name, 'On my way'],
    ],
    true,
  ],
  ['is there from before', [[BEFORE, me.name, 'On my way']], false],
  ['is there from as early as clocks can tell', [[JUST_BEFORE, me.name, 'On my way']], true],
  ["is somebody else's", [[THEN, 'Max', 'On my way']], false],
  ['is another', [[THEN, me.name, 'On my way home']], false],
  ['is not there', [], false],
])('a note %s', async ([, notes, done], { database, scripted }) => {
  scripted.answer(() => tells(withNotes(...notes)));
  expect(found(await look(scripted, lost(database, [note(1)])))).toEqual(done ? sysId(1) : NOT_THERE);
  const asked = scripted.asked[0]?.query.get('sysparm_fields')?.split(',') ?? [];
  expect(asked).toEqual(expect.arrayContaining(['work_notes', 'sys_updated_on']));
});

test('a note is not one that another entry of ours has written in the same moment', async ({
  database,
  scripted,
}) => {
  sent(database, note(1));
  scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
  expect(await look(scripted, lost(database, [note(1)]))).toEqual(NOT_THERE);
  scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'], [THEN, me.name, 'On my way'])));
  expect(found(await look(scripted, lost(database, [note(1)])))).toBe(sysId(1));
});

test('a note is not one that an earlier step of its own entry has written', async ({
  database,
  scripted,
}) => {
  const entry = lost(database, [note(1), note(1)], { after: 1 });
  scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
  expect(await look(scripted, entry)).toEqual(NOT_THERE);
});

test.for<[what: string, other: CompiledStep, sentAt: string]>([
  ['long before', note(1), '2026-01-05T07:59:57.999Z'],
  ['on another record', note(2), AT],
  ['of another text', note(1, 'Here'), AT],
  ['into another journal', { ...note(1), field: 'comments' }, AT],
])('what we wrote %s is not mistaken for it', async ([, other, sentAt], { database, scripted }) => {
  sent(database, other, sentAt);
  scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
  expect(found(await look(scripted, lost(database, [note(1)])))).toBe(sysId(1));
});

test('a note on a record that is gone or hidden cannot be seen', async ({ database, scripted }) => {
  scripted.answer(() => fails(404));
  expect(await look(scripted, lost(database, [note(1)]))).toEqual(OUT_OF_SIGHT);
});

test('a note that another laptop has too is looked for in the same way', async ({ database, scripted }) => {
  const entry = lost(database, [note(1)]);
  scripted.answer(() => tells(withNotes([THEN, me.name, 'On my way'])));
  expect(found(await lookElsewhere(scripted, entry))).toBe(sysId(1));
  scripted.answer(() => tells(withNotes()));
  expect(await lookElsewhere(scripted, entry)).toEqual(NOT_THERE);
});
