import { expect } from 'vitest';
import type { Inputs, Triggered } from '../../preload/contract/forms.ts';
import type { EntryLine } from '../../preload/contract/outbox.ts';
import { changed, type Json } from '../support/changed.ts';
import { elsewhere, type Outpost, test as base, type World } from '../support/world.ts';

const inputs = ['short', 'long', 'note'].map((name) => ({ name, label: name, type: 'text' }));
const update = (set: Record<string, string>) => ({ run: 'both', do: 'update', set });
const action = (id: string, ...steps: Json[]) => ({ id, label: id, table: 'wm_task', form: 'words', steps });
const SHORT = { short_description: '{input.short}' };
const LONG = { description: '{input.long}' };

/** Actions that change a task in the ways that can meet, besides those of the demo. */
const more = [
  action('rename', update(SHORT)),
  action('describe', update(LONG)),
  action('rewrite', update({ ...SHORT, ...LONG })),
  action('rewrite-and-note', update({ ...SHORT, ...LONG }), {
    run: 'both',
    do: 'note',
    field: 'work_notes',
    text: '{input.note}',
  }),
  action('describe-then-rename', update(LONG), update(SHORT)),
  action('note-by-update', update({ ...SHORT, work_notes: '{input.note}' })),
  action('close', update({ state: '3', close_notes: 'Done' })),
  action('mark', update({ sub_state: 'onsite' })),
  action(
    'rename-there',
    { run: 'online', do: 'update', set: SHORT },
    { run: 'both', do: 'note', field: 'work_notes', text: 'Renamed' },
  ),
  action('remove', { run: 'both', do: 'delete' }),
  action('add-note', { run: 'both', do: 'note', field: 'work_notes', text: '{input.note}' }),
];

/** The demo's definition with these actions, and what its dataset of tasks says of conflicts. */
function definitionWith(definition: unknown, conflicts: Record<string, string>): unknown {
  const { actions, forms } = definition as { actions: Json[]; forms: Json[] };
  const words = { id: 'words', label: 'Words', inputs };
  return changed(
    changed(changed(definition, 'actions', [...actions, ...more]), 'forms', [...forms, words]),
    'datasets[0].conflicts',
    conflicts,
  );
}

const test = base.extend<{ policies: Record<string, string>; outpost: Outpost; wot: string }>({
  policies: {},
  outpost: async ({ world, policies }, use) => {
    world.demo.instance.definition = definitionWith(world.demo.instance.definition, policies);
    await use(await world.start('supervisor'));
  },
  wot: async ({ world, outpost }, use) => {
    const page = { list: 'all-open-tasks', search: '', after: null, limit: 200 };
    const { rows } = await outpost.ask('list.get', page);
    // In work, so that it may be closed, and without what the rules fill in then.
    const found = rows.find(({ sys_id }) => {
      const row = there(world, sys_id);
      return row?.['state'] === '18' && row['sub_state'] !== 'complete';
    });
    await use(found?.sys_id ?? '');
  },
});

const press = (outpost: Outpost, action: string, record: string, inputs: Inputs = {}): Promise<Triggered> =>
  outpost.ask('action.trigger', { action, record, inputs, revises: null, draft: null });
const offline = (outpost: Outpost, on: boolean) => outpost.ask('connection.workOffline', { on });
const waiting = async (outpost: Outpost): Promise<EntryLine[]> =>
  (await outpost.ask('outbox.get', null)).waiting;
const effects = (world: World) => world.demo.ledger().map(({ op, fields }) => ({ op, ...fields }));
const there = (world: World, sysId: string) => world.demo.store.get('wm_task', sysId);

/** Sends what can be sent, and answers what then still waits. */
async function online(outpost: Outpost): Promise<EntryLine[]> {
  await offline(outpost, false);
  return rest(outpost);
}

/** What still waits when nothing moves any more. */
async function rest(outpost: Outpost): Promise<EntryLine[]> {
  await outpost.until(async () =>
    (await waiting(outpost)).every(({ state }) => ['conflict', 'refused', 'held'].includes(state)),
  );
  return waiting(outpost);
}

/** Values of fields as the record's screen shows them. */
async function shown(outpost: Outpost, sysId: string, ...fields: string[]): Promise<string[]> {
  const { sections } = await outpost.ask('record.get', { table: 'wm_task', sys_id: sysId });
  const all = sections.flatMap((section) => section.fields);
  return fields.map((field) => all.find((one) => one.field === field)?.value ?? '');
}

test('a change to other fields is merged: both are there in the end', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  elsewhere(world, 'wm_task', wot, { description: 'Theirs' });
  expect(await online(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Mine', description: 'Theirs' });
  expect(await shown(outpost, wot, 'short_description', 'description')).toEqual(['Mine', 'Theirs']);
});

test('the same value on both sides is no conflict', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'The same' });
  elsewhere(world, 'wm_task', wot, { short_description: 'The same' });
  expect(await online(outpost)).toEqual([]);
});

test('two changes of one field wait for a person, with what was seen, mine and theirs', async ({
  world,
  outpost,
  wot,
}) => {
  const [before] = await shown(outpost, wot, 'short_description');
  await offline(outpost, true);
  await press(outpost, 'rewrite', wot, { short: 'Mine', long: 'My words' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  expect(line).toMatchObject({
    state: 'conflict',
    attempts: 0,
    message: 'someone.else changed Short description meanwhile',
    decisions: ['try-again', 'compare', 'edit', 'discard'],
  });
  expect(effects(world)).toEqual([]);
  const cell = (value: string | undefined) => ({ value, display: value });
  expect(await outpost.ask('outbox.compare', { entry: line?.seq ?? 0 })).toMatchObject({
    entry: line?.seq,
    kind: 'changed',
    by: 'someone.else',
    deletes: false,
    record: { table: 'wm_task', sys_id: wot },
    fields: [
      {
        field: 'short_description',
        label: 'Short description',
        type: 'string',
        clash: true,
        base: cell(before),
        mine: cell('Mine'),
        theirs: cell('Theirs'),
        merged: null,
      },
      { field: 'description', clash: false, merged: { side: 'mine', why: 'only-mine' } },
    ],
  });
  expect(await shown(outpost, wot, 'short_description')).toEqual(['Mine']);
});

test.describe('where the definition says that mine wins', () => {
  test.override({ policies: { short_description: 'mine' } });

  test('it goes over the other change', async ({ world, outpost, wot }) => {
    await offline(outpost, true);
    await press(outpost, 'rename', wot, { short: 'Mine' });
    elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
    expect(await online(outpost)).toEqual([]);
    expect(there(world, wot)).toMatchObject({ short_description: 'Mine' });
  });
});

test.describe('where the definition says that theirs wins', () => {
  test.override({ policies: { short_description: 'theirs' } });

  test('the field is left as it is, and the rest goes', async ({ world, outpost, wot }) => {
    await offline(outpost, true);
    await press(outpost, 'rewrite', wot, { short: 'Mine', long: 'My words' });
    elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
    expect(await online(outpost)).toEqual([]);
    expect(effects(world)).toEqual([{ op: 'update', description: 'My words' }]);
    expect(await shown(outpost, wot, 'short_description', 'description')).toEqual(['Theirs', 'My words']);
  });

  test('an update with nothing left needs no request, and what comes after it goes', async ({
    world,
    outpost,
    wot,
  }) => {
    await offline(outpost, true);
    await press(outpost, 'rename', wot, { short: 'Mine' });
    await press(outpost, 'add-note', wot, { note: 'A note' });
    elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
    expect(await online(outpost)).toEqual([]);
    expect(effects(world).map(({ op }) => op)).toEqual(['note']);
    expect(await shown(outpost, wot, 'short_description')).toEqual(['Theirs']);
  });

  test('a field that nobody else has changed goes', async ({ world, outpost, wot }) => {
    await offline(outpost, true);
    await press(outpost, 'rename', wot, { short: 'Mine' });
    elsewhere(world, 'wm_task', wot, { description: 'Theirs' });
    expect(await online(outpost)).toEqual([]);
    expect(there(world, wot)).toMatchObject({ short_description: 'Mine' });
  });
});

test('notes append, whatever else has changed', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'note-by-update', wot, { short: 'Mine', note: 'By an update' });
  await press(outpost, 'add-note', wot, { note: 'By a note' });
  elsewhere(world, 'wm_task', wot, { description: 'Theirs' });
  expect(await online(outpost)).toEqual([]);
  const { stream } = await outpost.ask('record.get', { table: 'wm_task', sys_id: wot });
  const notes = stream.flatMap((item) => (item.kind === 'note' ? [item.text] : []));
  expect(notes.slice(0, 2).sort()).toEqual(['By a note', 'By an update']);
});

test('a record that is gone or hidden waits for a person, who may try again when it is back', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  const row = there(world, wot);
  world.demo.store.remove('wm_task', wot);
  const [line] = await online(outpost);
  expect(line).toMatchObject({
    state: 'conflict',
    message: 'The record is gone, or access rules hide it',
    decisions: ['try-again', 'compare', 'discard'],
  });
  const entry = line?.seq ?? 0;
  expect(await outpost.ask('outbox.compare', { entry })).toMatchObject({ kind: 'gone', by: '', at: '' });
  expect(await outpost.try('outbox.resolve', { entry, choices: {} })).toMatchObject({
    failure: { kind: 'not-offered' },
  });
  if (row) world.demo.store.put('wm_task', row);
  await outpost.ask('outbox.decide', { entries: [entry], decision: 'try-again' });
  expect(await rest(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Mine' });
});

test('a delete of a record that somebody else has changed waits for a person', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'remove', wot);
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  const entry = line?.seq ?? 0;
  expect(line).toMatchObject({ state: 'conflict', message: 'someone.else changed this record meanwhile' });
  expect(await outpost.ask('outbox.compare', { entry })).toMatchObject({
    deletes: true,
    fields: [{ field: 'short_description', theirs: { value: 'Theirs' }, clash: false, merged: null }],
  });
  await outpost.ask('outbox.resolve', { entry, choices: {} });
  expect(await rest(outpost)).toEqual([]);
  expect(there(world, wot)).toBeUndefined();
});

test('a delete of a record that is gone is done', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'remove', wot);
  world.demo.store.remove('wm_task', wot);
  expect(await online(outpost)).toEqual([]);
  expect(effects(world)).toEqual([]);
});

test('a delete after changes of our own only goes', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  await press(outpost, 'add-note', wot, { note: 'A note' });
  await press(outpost, 'remove', wot);
  expect(await online(outpost)).toEqual([]);
  expect(there(world, wot)).toBeUndefined();
});

test('with a side chosen for each field the entry goes, the view following the choice', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  const words = { short: 'Mine', long: 'My words', note: 'A note' };
  await press(outpost, 'rewrite-and-note', wot, words);
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs', description: 'Their words' });
  const [line] = await online(outpost);
  const entry = line?.seq ?? 0;
  expect(await outpost.try('outbox.resolve', { entry, choices: { description: 'mine' } })).toMatchObject({
    failure: { kind: 'invalid-input', inputs: { short_description: 'Choose one side' } },
  });
  await offline(outpost, true);
  await outpost.ask('outbox.resolve', {
    entry,
    choices: { short_description: 'theirs', description: 'mine' },
  });
  expect(await shown(outpost, wot, 'short_description', 'description')).toEqual(['Theirs', 'My words']);
  expect(await online(outpost)).toEqual([]);
  expect(effects(world).map(({ op }) => op)).toEqual(['update', 'note']);
  expect(there(world, wot)).toMatchObject({ short_description: 'Theirs', description: 'My words' });
  expect(await shown(outpost, wot, 'short_description', 'description')).toEqual(['Theirs', 'My words']);
});

test('with theirs chosen for everything the rest of the entry still goes', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rewrite-and-note', wot, { short: 'Mine', long: 'My words', note: 'A note' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs', description: 'Their words' });
  const [line] = await online(outpost);
  const choices = { short_description: 'theirs', description: 'theirs' } as const;
  await outpost.ask('outbox.resolve', { entry: line?.seq ?? 0, choices });
  expect(await rest(outpost)).toEqual([]);
  expect(effects(world).map(({ op }) => op)).toEqual(['note']);
});

test('steps that were acknowledged before the conflict are not repeated', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'describe-then-rename', wot, { short: 'Mine', long: 'My words' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  expect(line).toMatchObject({ state: 'conflict', steps: { done: 1, total: 2 } });
  await outpost.ask('outbox.resolve', { entry: line?.seq ?? 0, choices: { short_description: 'mine' } });
  expect(await rest(outpost)).toEqual([]);
  expect(effects(world)).toEqual([
    { op: 'update', description: 'My words' },
    { op: 'update', short_description: 'Mine' },
  ]);
});

test('a further change after the choice asks again', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [first] = await online(outpost);
  const entry = first?.seq ?? 0;
  await offline(outpost, true);
  await outpost.ask('outbox.resolve', { entry, choices: { short_description: 'mine' } });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs again' });
  expect(await online(outpost)).toMatchObject([{ seq: entry, state: 'conflict' }]);
  expect(await outpost.ask('outbox.compare', { entry })).toMatchObject({
    fields: [{ base: { value: 'Theirs' }, mine: { value: 'Mine' }, theirs: { value: 'Theirs again' } }],
  });
});

test('tried again without a choice it is compared afresh', async ({ world, outpost, wot }) => {
  const before = there(world, wot)?.['short_description'];
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  const again = { entries: [line?.seq ?? 0], decision: 'try-again' as const };
  await outpost.ask('outbox.decide', again);
  expect(await rest(outpost)).toMatchObject([{ state: 'conflict' }]);
  elsewhere(world, 'wm_task', wot, { short_description: before ?? '' });
  await outpost.ask('outbox.decide', again);
  expect(await rest(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Mine' });
});

test('edited, the entry is made anew on what the others have made of the record', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  const inputs = { short: 'Both' };
  const edited = { action: 'rename', record: wot, inputs, revises: line?.seq ?? 0, draft: null };
  expect(await outpost.ask('action.trigger', edited)).toMatchObject({ outcome: 'sent' });
  expect(there(world, wot)).toMatchObject({ short_description: 'Both' });
});

test('discarded, the record shows what the others have made of it', async ({ world, outpost, wot }) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  await outpost.ask('outbox.decide', { entries: [line?.seq ?? 0], decision: 'discard' });
  expect(await shown(outpost, wot, 'short_description')).toEqual(['Theirs']);
});

test('a conflict holds what shares its record and nothing else, and outlasts a restart', async ({
  world,
  outpost,
  wot,
}) => {
  const page = { list: 'all-open-tasks', search: '', after: null, limit: 200 };
  const { rows } = await outpost.ask('list.get', page);
  const other = rows.find(({ sys_id }) => sys_id !== wot)?.sys_id ?? '';
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  await press(outpost, 'describe', wot, { long: 'My words' });
  await press(outpost, 'rename', other, { short: 'Another' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const lines = await online(outpost);
  const expected = [
    { state: 'conflict', heldBy: null },
    { state: 'held', heldBy: lines[0]?.seq },
  ];
  expect(lines).toMatchObject(expected);
  expect(effects(world)).toEqual([{ op: 'update', short_description: 'Another' }]);
  await outpost.close();
  const again = await world.start('supervisor');
  expect(await waiting(again)).toMatchObject(expected);
  const entry = lines[0]?.seq ?? 0;
  expect(await again.ask('outbox.compare', { entry })).toMatchObject({ fields: [{ clash: true }] });
  await again.ask('outbox.resolve', { entry, choices: { short_description: 'theirs' } });
  expect(await rest(again)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Theirs', description: 'My words' });
});

test("one person's entries on the same field do not clash with each other", async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  for (const short of ['One', 'Two', 'Three']) await press(outpost, 'rename', wot, { short });
  for (const short of ['Four', 'Five']) await press(outpost, 'rename-there', wot, { short });
  elsewhere(world, 'wm_task', wot, { description: 'Theirs' });
  expect(await online(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Five', description: 'Theirs' });
});

test('what a business rule made of an earlier entry is no conflict for a later one', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'mark', wot);
  await press(outpost, 'close', wot);
  await press(outpost, 'mark', wot);
  elsewhere(world, 'wm_task', wot, { description: 'Theirs' });
  expect(await online(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ state: '3', sub_state: 'onsite' });
});

test('a change that an earlier entry of ours went past is still seen by a later one', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  await press(outpost, 'describe', wot, { long: 'My words' });
  elsewhere(world, 'wm_task', wot, { description: 'Their words' });
  expect(await online(outpost)).toMatchObject([{ action: 'describe', state: 'conflict' }]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Mine', description: 'Their words' });
});

test('a later entry made on a change that was given up does not clash with what stands there instead', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'Mine' });
  await press(outpost, 'rename', wot, { short: 'Mine, later' });
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  const [line] = await online(outpost);
  await outpost.ask('outbox.resolve', { entry: line?.seq ?? 0, choices: { short_description: 'theirs' } });
  expect(await rest(outpost)).toEqual([]);
  expect(there(world, wot)).toMatchObject({ short_description: 'Mine, later' });
});

test('a later entry made on a change that was discarded or edited does not clash with what nobody did', async ({
  world,
  outpost,
  wot,
}) => {
  await offline(outpost, true);
  await press(outpost, 'rename', wot, { short: 'First' });
  await press(outpost, 'describe', wot, { long: 'First' });
  await press(outpost, 'rewrite', wot, { short: 'Last', long: 'Last' });
  const [first, second] = await waiting(outpost);
  const inputs = { long: 'First, edited' };
  const edited = { action: 'describe', record: wot, inputs, revises: second?.seq ?? 0, draft: null };
  await outpost.ask('action.trigger', edited);
  await outpost.ask('outbox.decide', { entries: [first?.seq ?? 0], decision: 'discard' });
  elsewhere(world, 'wm_task', wot, { close_notes: 'Theirs' });
  expect(await online(outpost)).toEqual([]);
  expect(effects(world)).toEqual([
    { op: 'update', description: 'First, edited' },
    { op: 'update', short_description: 'Last', description: 'Last' },
  ]);
});

test('pressed with a connection on a record that has changed, the form says so', async ({
  world,
  outpost,
  wot,
}) => {
  elsewhere(world, 'wm_task', wot, { short_description: 'Theirs' });
  expect(await press(outpost, 'rename', wot, { short: 'Mine' })).toMatchObject({
    outcome: 'conflict',
    message: 'someone.else changed Short description meanwhile',
  });
});
