import { expect, test } from 'vitest';
import type { SupportFile } from '../../preload/contract/journal.ts';
import { JournalState } from '../../renderer/screens/settings/journal.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { settled } from './fake/settled.ts';

test('the journal is checked when it is looked at, and saved when it is asked for', async () => {
  const saved: SupportFile[] = [];
  const journal = new JournalState(new FakeBridge(), (file) => saved.push(file));
  journal.open();
  await settled();
  expect(journal.checked.value).toMatchObject({ lines: 1234, broken: null });
  expect(saved).toEqual([]);
  await Promise.all([journal.saveForSupport(), journal.saveForSupport()]);
  expect(saved.map(({ name }) => name)).toEqual(['outpost-support.jsonl']);
  expect(journal).toMatchObject({ saving: false, failure: null });
});
