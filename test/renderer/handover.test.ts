import { expect } from 'vitest';
import type { Bridge } from '../../preload/contract/bridge.ts';
import type { Question } from '../../preload/contract/calls.ts';
import { Giving } from '../../renderer/screens/outbox/handover/giving.svelte.ts';
import { Taking } from '../../renderer/screens/outbox/handover/taking.svelte.ts';
import { test as base, type Outpost } from './support/outpost.ts';
import { taskIn, trigger, workOffline } from './support/records.ts';

const PASSPHRASE = 'correct horse battery';

interface Saved {
  name: string;
  content: Blob;
}

/** A laptop on which an Accept (#1) and a work note (#2) wait, and what its window saves. */
const test = base.extend<{ saved: Saved[]; giving: Giving }>({
  // Vitest reads off this pattern which fixtures are asked for: none.
  // eslint-disable-next-line no-empty-pattern
  saved: async ({}, use) => {
    await use([]);
  },
  giving: async ({ outpost, saved }, use) => {
    await workOffline(outpost, true);
    await trigger(outpost, 'accept', await taskIn(outpost, 'Assigned'));
    await trigger(outpost, 'add-work-note', await taskIn(outpost, 'Accepted'), { note: 'On my way' });
    const giving = new Giving(outpost.bridge, (name, content) => saved.push({ name, content }));
    giving.passphrase = giving.again = PASSPHRASE;
    await use(giving);
  },
});

test('a passphrase that is short, or typed differently the second time, hands nothing over', async ({
  outpost,
  giving,
}) => {
  giving.passphrase = giving.again = 'too short';
  await giving.give();
  expect(giving.errors).toEqual({ passphrase: 'At least 12 characters' });
  giving.passphrase = PASSPHRASE;
  await giving.give();
  expect(giving.errors).toEqual({ again: 'This is not the same passphrase' });
  expect(outpost.bridge.asked('outbox.handOver')).toEqual([]);
});

test('a file that cannot be read is not saved, and nothing is said to be done', async ({
  outpost,
  giving: { passphrase },
  saved,
}) => {
  // What main has made is gone before the window reads it.
  const losing: Bridge = {
    ask: async (call, question) => {
      if (call === 'file.read') {
        const { hash } = question as Question<'file.read'>;
        await outpost.ask('file.forget', { hash });
      }
      return outpost.bridge.ask(call, question);
    },
    on: (event, listener) => outpost.bridge.on(event, listener),
  };
  const giving = new Giving(losing, (name, content) => saved.push({ name, content }));
  giving.passphrase = giving.again = passphrase;
  await giving.give();
  expect(giving).toMatchObject({ done: null, doing: null, failure: { kind: 'not-found' } });
  expect(saved).toEqual([]);
});

test('handed over, the file is saved under its name and forgotten by main', async ({
  outpost: { bridge },
  giving,
  saved,
}) => {
  await giving.give();
  const [file] = saved;
  expect(file?.name).toMatch(/\.outpost$/);
  expect(file?.content.size).toBeGreaterThan(0);
  const done = `2 actions are in ${file?.name ?? ''}.`;
  expect(giving).toMatchObject({ done, failure: null, passphrase: '', again: '' });
  const [read] = bridge.asked('file.read');
  expect(bridge.asked('file.forget')).toEqual([{ hash: read?.hash }]);
});

test('what is missing for an import is said at its place', async ({ outpost }) => {
  const taking = new Taking(outpost.bridge);
  await taking.take();
  expect(taking.errors).toEqual({ file: 'Choose a file', passphrase: 'Passphrase is missing' });
});

/** The file that another laptop has handed over. */
async function fileOf(giving: Giving, saved: Saved[]): Promise<File> {
  await giving.give();
  const [file] = saved;
  return new File([file?.content ?? ''], file?.name ?? '');
}

/** Another laptop, without a connection. */
async function second(start: (options: { laptop: string }) => Promise<Outpost>): Promise<Outpost> {
  const outpost = await start({ laptop: 'second' });
  await workOffline(outpost, true);
  return outpost;
}

test('a wrong passphrase is said at its place, and the file is not given a second time', async ({
  start,
  giving,
  saved,
}) => {
  const file = await fileOf(giving, saved);
  const { bridge, ask } = await second(start);
  const taking = new Taking(bridge);
  taking.file = file;
  taking.passphrase = 'guess';
  await taking.take();
  expect(taking.errors['passphrase']).toMatch(/passphrase/);
  taking.passphrase = PASSPHRASE;
  await taking.take();
  expect(taking.done).toMatchObject([
    '2 actions were imported. They wait in the Outbox, behind what was there.',
    expect.stringMatching(/^It was handed over /),
  ]);
  expect((await ask('outbox.get', null)).waiting.map(({ action }) => action)).toEqual([
    'Accept',
    'Add work note',
  ]);
  expect(bridge.asked('file.add')).toHaveLength(1);
  await taking.close();
  expect(bridge.asked('file.forget')).toHaveLength(1);
});

test('what this laptop knew already is told apart', async ({ outpost, giving, saved }) => {
  const taking = new Taking(outpost.bridge);
  taking.file = await fileOf(giving, saved);
  taking.passphrase = PASSPHRASE;
  await taking.take();
  expect(taking.done.slice(0, 2)).toEqual([
    'Nothing of it was new.',
    '2 were here already, waiting, sent or discarded, and stay as they are.',
  ]);
});
