import { expect } from 'vitest';
import definition from '../../demo/definition.json' with { type: 'json' };
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { SupportFile } from '../../preload/contract/journal.ts';
import { SupportFileSaving } from '../../renderer/parts/support-file-saving.svelte.ts';
import { JournalModel } from '../../renderer/screens/settings/journal-model.svelte.ts';
import { SettingsModel } from '../../renderer/screens/settings/model.svelte.ts';
import { Route } from '../../renderer/state/route.svelte.ts';
import { changed } from '../support/changed.ts';
import { eventually } from './support/eventually.ts';
import { test as base } from './support/outpost.ts';
import { trigger } from './support/records.ts';
import { makeWindow } from './support/window.ts';

const test = base.extend<{ route: Route; settings: SettingsModel }>({
  // Vitest reads off this pattern which fixtures are asked for: none.
  // eslint-disable-next-line no-empty-pattern
  route: async ({}, use) => {
    await use(new Route(makeWindow('#/settings')));
  },
  settings: async ({ outpost: { bridge }, route }, use) => {
    const settings = new SettingsModel(bridge, route);
    settings.open();
    await bridge.quiet();
    await use(settings);
  },
});

const fileOf = (content: unknown): File => new File([JSON.stringify(content)], 'own.json');

test('signing out leads to the start, for whoever signs in next', async ({ outpost, route, settings }) => {
  settings.signingOut = true;
  await settings.signOut();
  expect(settings).toMatchObject({ signingOut: false, failure: null });
  expect(route.place).toEqual({ screen: 'start' });
  expect((await outpost.ask('session.get', null)).account).toBeNull();
});

test('a sign-out that fails says so', async ({ outpost: { bridge }, route }) => {
  // The engine has no reason to fail at it that a test could bring about.
  const failing = {
    ask: () => Promise.resolve({ ok: false, failure: { kind: 'internal', message: 'The file is locked' } }),
    on: (...given: Parameters<Bridge['on']>) => bridge.on(...given),
  } as Bridge;
  const settings = new SettingsModel(failing, route);
  settings.signingOut = true;
  await settings.signOut();
  expect(settings.failure?.message).toBe('The file is locked');
  expect(settings.signingOut).toBe(false);
});

test('a definition comes from a file, and from the instance again', async ({ settings }) => {
  await settings.loadDefinition(fileOf(changed(definition, 'version', 7)));
  await eventually(() => {
    expect(settings.asked.value?.definition).toMatchObject({
      version: 7,
      source: { file: 'own.json' },
      problems: [],
    });
  });
  await settings.leaveFile();
  await eventually(() => {
    expect(settings.asked.value?.definition).toMatchObject({ version: 2, source: { file: null } });
  });
});

test('what is wrong with a definition is told, and the one before stays in force', async ({ settings }) => {
  await settings.loadDefinition(fileOf({}));
  await eventually(() => {
    expect(settings.asked.value?.definition?.problems).not.toEqual([]);
  });
  expect(settings.asked.value?.definition).toMatchObject({ version: 2, source: { file: null } });
});

test('a definition comes from a place on the instance, if there is one', async ({ settings }) => {
  expect(await settings.loadFrom('acme/app')).toBe('A place on the instance begins with /api/.');
  const { path = '' } = settings.asked.value?.definition?.source ?? {};
  expect(await settings.loadFrom(` ${path} `)).toBeNull();
  expect(settings.failure).toBeNull();
  expect(await settings.loadFrom('/api/acme/app')).toBeNull();
  expect(settings.failure?.kind).toBe('refused');
  expect(settings.asked.value?.definition?.source).toEqual({ path, file: null });
});

test('the journal is checked when it is looked at', async ({ outpost }) => {
  await trigger(outpost, 'start-shift', null);
  const journal = new JournalModel(outpost.bridge);
  journal.open();
  await outpost.bridge.quiet();
  expect(journal.checked.value).toMatchObject({ lines: 2, broken: null });
});

test('the file for support is saved once for two clicks, and a failure is told', async ({ outpost }) => {
  const saved: SupportFile[] = [];
  const support = new SupportFileSaving(outpost.bridge, (file) => saved.push(file));
  await Promise.all([support.make(), support.make()]);
  expect(saved.map(({ name }) => name)).toEqual([expect.stringMatching(/^outpost-support.*\.jsonl$/)]);
  expect(support).toMatchObject({ saving: false, failure: null });
  await outpost.ask('session.signOut', null);
  await support.make();
  expect(support).toMatchObject({ saving: false, failure: { kind: 'signed-out' } });
  expect(saved).toHaveLength(1);
});
