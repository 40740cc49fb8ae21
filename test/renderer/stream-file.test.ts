import { expect, test } from 'vitest';
import type { StreamItem } from '../../preload/contract/records.ts';
import { StreamFile } from '../../renderer/screens/record/stream-file.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';

const item: Extract<StreamItem, { kind: 'file' }> = {
  kind: 'file',
  ...{ author: 'Wim de Vries', at: '2026-01-05T08:00:00.000Z', entry: null },
  ...{ name: 'invoice.pdf', type: 'application/pdf', size: 18, hash: null, attachment: 'file3' },
};

async function saved(file: StreamFile): Promise<string[]> {
  const given: Promise<string>[] = [];
  await file.save((content, name) => {
    given.push(content.text().then((text) => `${name} ${content.type} ${text}`));
  });
  return Promise.all(given);
}

test('a file of the instance is fetched once and saved under its name', async () => {
  const bridge = new FakeBridge();
  const file = new StreamFile(bridge, item);
  const text = 'invoice.pdf application/pdf content of file3';
  expect(await saved(file)).toEqual([text]);
  expect(await saved(file)).toEqual([text]);
  expect(bridge.asked('file.fetch')).toEqual([{ attachment: 'file3' }]);
});

test('without a connection it says what it needs, and is there to be asked again', async () => {
  const bridge = new FakeBridge();
  await bridge.ask('connection.workOffline', { on: true });
  const file = new StreamFile(bridge, item);
  expect(await saved(file)).toEqual([]);
  expect(file.problem).toBe('Needs a connection');
  await bridge.ask('connection.workOffline', { on: false });
  await file.show();
  expect(file).toMatchObject({ problem: null, busy: false });
  expect(file.hash).not.toBeNull();
});
