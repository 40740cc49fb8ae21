import { expect, test } from 'vitest';
import type { SupportFile } from '../../preload/contract/journal.ts';
import { SupportFileSaving } from '../../renderer/parts/support-file-saving.svelte.ts';
import { JournalModel } from '../../renderer/screens/settings/journal-model.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';

test('the journal is checked when it is looked at', async () => {
  const journal = new JournalModel(new FakeBridge());
  journal.open();
  await settled();
  expect(journal.checked.value).toMatchObject({ lines: 1234, broken: null });
});

test('the file for support is saved once for two presses, and a failure is told', async () => {
  const saved: SupportFile[] = [];
  const bridge = new FakeBridge();
  const support = new SupportFileSaving(bridge, (file) => saved.push(file));
  await Promise.all([support.make(), support.make()]);
  expect(saved.map(({ name }) => name)).toEqual(['outpost-support.jsonl']);
  expect(support).toMatchObject({ saving: false, failure: null });
  bridge.fail('support.export', { kind: 'signed-out', message: 'Nobody is signed in' });
  await support.make();
  expect(support).toMatchObject({ saving: false, failure: { kind: 'signed-out' } });
  expect(saved).toHaveLength(1);
});
