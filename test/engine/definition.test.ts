import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { changed } from '../support/changed.ts';
import { type Outpost, test } from '../support/world.ts';

const definition = async (outpost: Outpost) => (await outpost.ask('settings.get', null)).definition;
const lists = async (outpost: Outpost) =>
  (await outpost.ask('navigation.get', null)).lists.map(({ label }) => label);
const usual = '/api/x_outpost/v1/definition';

test("a definition loaded from a file takes the place of the instance's, through pulls and a restart, until it is left", async ({
  world,
}) => {
  let outpost = await world.start();
  expect((await definition(outpost))?.source).toEqual({ path: usual, file: null });
  const own = changed(world.demo.instance.definition, 'lists[0].label', 'What I do');
  await outpost.ask('definition.load', { name: 'own.json', text: JSON.stringify(own) });
  expect(await lists(outpost)).toContain('What I do');
  await outpost.close();
  outpost = await world.start();
  await outpost.until(async () => (await outpost.ask('connection.get', null)).lastSync !== null);
  expect(await lists(outpost)).toContain('What I do');
  expect(await definition(outpost)).toMatchObject({
    source: { path: usual, file: 'own.json' },
    problems: [],
  });
  await outpost.ask('definition.leaveFile', null);
  await outpost.until(async () => (await lists(outpost)).includes('My tasks'));
  expect((await definition(outpost))?.source).toEqual({ path: usual, file: null });
});

test('a file that is loaded while the instance is asked for its definition is not overtaken by that', async ({
  world,
}) => {
  const asked = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<undefined>();
  let holds = false;
  const outpost = await world.start('dispatcher', {
    over: (wire) => ({
      close: () => {
        wire.close();
      },
      send: async (ask) => {
        const answer = await wire.send(ask);
        if (holds && ask.path === usual) {
          asked.resolve(undefined);
          await answered.promise;
        }
        return answer;
      },
    }),
  });
  holds = true;
  const before = (await outpost.ask('connection.get', null)).lastSync;
  await outpost.ask('connection.sync', null);
  await asked.promise;
  const own = changed(world.demo.instance.definition, 'lists[0].label', 'What I do');
  await outpost.ask('definition.load', { name: 'own.json', text: JSON.stringify(own) });
  answered.resolve(undefined);
  await outpost.until(async () => (await outpost.ask('connection.get', null)).lastSync !== before);
  expect(await lists(outpost)).toContain('What I do');
});

test.for([
  ['is no JSON', () => '{', /^own\.json: it is no JSON/],
  [
    'breaks a law',
    (json: unknown) => JSON.stringify(changed(json, 'lists[0].columns[0]', 'colour')),
    /^lists\[0\]\.columns: /,
  ],
] as const)(
  'a file that %s leaves the last good definition in force and says so',
  async ([, textOf, problem], { world }) => {
    const outpost = await world.start();
    const before = await definition(outpost);
    const synced = (await outpost.ask('connection.get', null)).lastSync;
    const text = textOf(world.demo.instance.definition);
    await outpost.ask('definition.load', { name: 'own.json', text });
    await outpost.until(async () => {
      const { progress, lastSync } = await outpost.ask('connection.get', null);
      return progress === null && lastSync !== synced;
    });
    const after = await definition(outpost);
    expect(after?.problems.join('\n')).toMatch(problem);
    expect({ ...after, problems: [] }).toEqual(before);
    expect(await lists(outpost)).toContain('My tasks');
  },
);

test('a person names another place on the instance; what is broken there, or not there, changes nothing', async ({
  world,
}) => {
  let outpost = await world.start();
  const good = world.demo.instance.definition;
  const before = await definition(outpost);
  const place = `${usual}?for=supervisors`;
  await outpost.until(async () => (await outpost.ask('connection.get', null)).state === 'online');
  expect(await outpost.try('definition.from', { path: '/api/acme/nothing' })).toMatchObject({ ok: false });
  expect(await definition(outpost)).toEqual(before);

  world.demo.instance.definition = changed(good, 'lists[0].columns[0]', 'colour');
  await outpost.ask('definition.from', { path: place });
  const refused = await definition(outpost);
  expect(refused?.problems.join()).toContain('does not cache the field colour');
  expect(refused?.source).toEqual(before?.source);
  expect(await lists(outpost)).toContain('My tasks');

  world.demo.instance.definition = changed(good, 'lists[0].label', 'What we do');
  await outpost.ask('definition.from', { path: place });
  expect(await lists(outpost)).toContain('What we do');
  expect(await definition(outpost)).toMatchObject({ source: { path: place, file: null }, problems: [] });
  await outpost.close();

  outpost = await world.start();
  expect((await definition(outpost))?.source.path).toBe(place);
  await outpost.ask('connection.workOffline', { on: true });
  expect(await outpost.try('definition.from', { path: usual })).toMatchObject({
    failure: { kind: 'not-offered', message: 'Needs a connection' },
  });
});

test('--definition names a file, for the first sign-in and later ones', async ({ world }) => {
  const file = join(world.folder, 'own.json');
  const own = (label: string) => {
    writeFileSync(file, JSON.stringify(changed(world.demo.instance.definition, 'lists[0].label', label)));
  };
  own('What I do');
  let outpost = await world.start('dispatcher', { definition: file });
  expect(await lists(outpost)).toContain('What I do');
  await outpost.close();
  own('What I did');
  outpost = await world.start('dispatcher', { definition: file });
  expect(await lists(outpost)).toContain('What I did');
  await outpost.close();
  writeFileSync(file, '{}');
  outpost = await world.start('dispatcher', { definition: file });
  expect(await lists(outpost)).toContain('What I did');
  expect((await definition(outpost))?.problems).not.toEqual([]);
});

test('--definition names another place on the instance, which is kept', async ({ world }) => {
  let outpost = await world.start();
  await outpost.close();
  outpost = await world.start('dispatcher', { definition: '/api/acme/app' });
  await outpost.until(async () => (await outpost.ask('connection.get', null)).reason !== null);
  expect((await definition(outpost))?.source).toEqual({ path: '/api/acme/app', file: null });
  expect(await lists(outpost)).toContain('My tasks');
});
