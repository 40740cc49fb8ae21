import { expect, test } from 'vitest';
import { Giving } from '../../renderer/screens/outbox/handover/giving.svelte.ts';
import { Taking } from '../../renderer/screens/outbox/handover/taking.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { PASSPHRASE } from './fake/handover.ts';

const file = (content = 'sealed'): File => new File([content], 'outbox.outpost');

test('a passphrase that is short, or typed differently the second time, hands nothing over', async () => {
  const saved: string[] = [];
  const giving = new Giving(new FakeBridge(), (name) => saved.push(name));
  giving.passphrase = giving.again = 'too short';
  await giving.give();
  expect(giving.errors).toEqual({ passphrase: 'At least 12 characters' });
  giving.passphrase = PASSPHRASE;
  await giving.give();
  expect(giving.errors).toEqual({ again: 'This is not the same passphrase' });
  expect(saved).toEqual([]);
});

test('a file that cannot be read is not saved, and nothing is said to be done', async () => {
  const bridge = new FakeBridge();
  bridge.fail('file.read', { kind: 'not-found', message: 'Gone' });
  const saved: string[] = [];
  const giving = new Giving(bridge, (name) => saved.push(name));
  giving.passphrase = giving.again = PASSPHRASE;
  await giving.give();
  expect(giving).toMatchObject({ done: null, doing: null, failure: { kind: 'not-found' } });
  expect(saved).toEqual([]);
});

test('handed over, the file is saved under its name and forgotten by main', async () => {
  const bridge = new FakeBridge();
  const saved: string[] = [];
  const giving = new Giving(bridge, (name, content) => saved.push(`${name} ${content.size}`));
  giving.passphrase = giving.again = PASSPHRASE;
  await giving.give();
  expect(saved).toEqual(['outbox-2026-01-05.outpost 6']);
  const done = '2 actions are in outbox-2026-01-05.outpost.';
  expect(giving).toMatchObject({ done, failure: null, passphrase: '', again: '' });
  const [read] = bridge.asked('file.read');
  expect(bridge.asked('file.forget')).toEqual([{ hash: read?.hash }]);
});

test('what is missing for an import is said at its place', async () => {
  const taking = new Taking(new FakeBridge());
  await taking.take();
  expect(taking.errors).toEqual({ file: 'Choose a file', passphrase: 'Passphrase is missing' });
});

test('a wrong passphrase is said at its place, and the file is not given a second time', async () => {
  const bridge = new FakeBridge();
  const taking = new Taking(bridge);
  taking.file = file();
  taking.passphrase = 'guess';
  await taking.take();
  expect(taking.errors).toEqual({ passphrase: 'This is not the passphrase the file was made with' });
  taking.passphrase = PASSPHRASE;
  await taking.take();
  expect(taking.done).toMatchObject([
    '1 action was imported. It waits in the Outbox, behind what was there.',
    '1 was here already, waiting, sent or discarded, and stays as it is.',
    expect.stringMatching(/^It was handed over 5 Jan/),
  ]);
  expect(bridge.asked('file.add')).toHaveLength(1);
  await taking.close();
  expect(bridge.asked('file.forget')).toHaveLength(1);
});
