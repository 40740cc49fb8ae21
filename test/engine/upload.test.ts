import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { openGate } from '../support/gate.ts';
import { PIECE_BYTES } from '../../preload/contract/files.ts';
import type { FileReference } from '../../preload/contract/files.ts';
import { type Outpost, test } from '../support/world.ts';

const SIZE = 40_000_000;

async function addFile(outpost: Outpost): Promise<FileReference> {
  const content = randomBytes(SIZE);
  const last = { name: 'pump room.mp4', type: 'video/mp4', takenAt: '2026-11-20T08:15:00.000Z' };
  for (let at = 0; ; at += PIECE_BYTES) {
    const data = content.subarray(at, at + PIECE_BYTES).toString('base64');
    const done = at + PIECE_BYTES >= SIZE;
    const answer = await outpost.ask('file.add', { transfer: 'video', data, last: done ? last : null });
    if (answer) return answer;
  }
}

test('how far the upload of a large file has come is told while it is on its way, and then no more', async ({
  world,
  onTestFinished,
}) => {
  const gate = await openGate(world.demo.url);
  onTestFinished(() => gate.close());
  const outpost = await world.start('dispatcher', { address: gate.url });
  const connection = () => outpost.ask('connection.get', null);
  await outpost.until(async () => (await connection()).state === 'online');
  const { rows } = await outpost.ask('list.get', { list: 'my-tasks', search: '', after: null, limit: 1 });
  const record = rows[0]?.sys_id ?? '';
  await outpost.ask('connection.workOffline', { on: true });
  const files = JSON.stringify([await addFile(outpost)]);
  await outpost.ask('action.trigger', {
    action: 'add-files',
    record,
    inputs: { files, note: '' },
    revises: null,
    draft: null,
  });

  // What the system takes into its own buffers on the way counts as sent; the rest has to wait for the gate.
  gate.hold(1_000_000);
  await outpost.ask('connection.workOffline', { on: false });
  await outpost.until(async () => ((await connection()).progress?.done ?? 0) > 1_000_000);
  const { state, progress } = await connection();
  expect(state).toBe('syncing');
  expect(progress).toMatchObject({ what: 'upload', name: 'pump room.mp4', total: SIZE });
  expect(progress?.done).toBeLessThan(SIZE);
  expect(world.demo.ledger()).toEqual([]);

  gate.open();
  await outpost.until(async () => (await outpost.ask('outbox.get', null)).total === 0);
  await outpost.until(async () => (await connection()).progress === null);
  expect(world.demo.ledger().map(({ op }) => op)).toEqual(['file']);
}, 30_000);
