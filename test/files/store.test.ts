import { randomBytes } from 'node:crypto';
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { heldFile, holdFile, letGoOfFiles } from '../../main/files/held.ts';
import { FileStore } from '../../main/files/store.ts';
import { sweepFiles } from '../../main/files/sweep.ts';
import { releaseFiles, useFiles } from '../../main/files/uses.ts';
import { PIECE_BYTES } from '../../preload/contract/files.ts';
import { test } from '../support/disk.ts';

const DAY_MS = 24 * 60 * 60_000;
const at = '2026-01-05T08:00:00.000Z';
const photo = { name: 'fan.jpg', type: 'image/jpeg', takenAt: at };

function add(store: FileStore, content: Buffer) {
  store.take('one', content);
  return { ...photo, ...store.finish('one') };
}

test('a file comes back byte for byte, piece by piece', ({ folder }) => {
  const store = new FileStore(join(folder, 'files'));
  const content = randomBytes(PIECE_BYTES * 2 + 17);
  store.take('one', content.subarray(0, 1000));
  store.take('one', content.subarray(1000));
  const { hash, size } = store.finish('one');
  expect(size).toBe(content.length);
  const pieces: Buffer[] = [];
  for (let offset: number | null = 0; offset !== null;) {
    const { data, next } = store.read(hash, offset);
    pieces.push(Buffer.from(data, 'base64'));
    offset = next;
  }
  expect(Buffer.concat(pieces)).toEqual(content);
});

test('the same content is kept once', ({ folder }) => {
  const store = new FileStore(join(folder, 'files'));
  const content = randomBytes(100);
  expect(add(store, content).hash).toBe(add(store, content).hash);
  expect(store.all()).toHaveLength(1);
});

test('what was on its way when Outpost ended is cleared away', ({ folder }) => {
  const files = join(folder, 'files');
  new FileStore(files).take('half', randomBytes(10));
  writeFileSync(join(files, 'incoming', 'another'), 'x');
  const again = new FileStore(files);
  expect(() => again.finish('half')).toThrow('No piece of this file has come in');
  expect(again.all()).toEqual([]);
});

test('a file is swept a day after nobody needs it, and never before', ({ folder, database }) => {
  const store = new FileStore(join(folder, 'files'));
  const needed = add(store, randomBytes(10));
  const orphan = add(store, randomBytes(11));
  const fresh = add(store, randomBytes(12));
  const now = Date.now() + DAY_MS / 2;
  for (const { hash } of [needed, orphan])
    utimesSync(store.path(hash), new Date(0), new Date(now - 2 * DAY_MS));
  database.transaction((write) => {
    useFiles(write, store, 'draft:d1', [needed], at);
    useFiles(write, store, 'entry:1', [needed, orphan], at);
    releaseFiles(write, 'entry:1');
  });
  expect(sweepFiles(database, store, now)).toBe(1);
  expect([needed, orphan, fresh].map(({ hash }) => store.has(hash))).toEqual([true, false, true]);
  database.transaction((write) => {
    releaseFiles(write, 'draft:d1');
  });
  expect(sweepFiles(database, store, now)).toBe(1);
});

test('an entry cannot name a file that is not there', ({ folder, database }) => {
  const store = new FileStore(join(folder, 'files'));
  const gone = { ...photo, hash: '0'.repeat(64), size: 1 };
  expect(() => {
    database.transaction((write) => {
      useFiles(write, store, 'entry:1', [gone], at);
    });
  }).toThrow('The file fan.jpg is not on this laptop any more; add it again');
});

test('files of the instance are kept as long as there is room for them, the newest first', ({
  folder,
  database,
}) => {
  const store = new FileStore(join(folder, 'files'));
  const files = [100, 200, 300].map((size) => add(store, randomBytes(size)));
  database.transaction((write) => {
    files.forEach((file, place) => {
      holdFile(write, String(place), file, `2026-01-0${place + 1}T08:00:00.000Z`);
    });
  });
  const held = () => files.map((_, place) => heldFile(database, store, String(place)) !== null);
  letGoOfFiles(database, 600);
  expect(held()).toEqual([true, true, true]);
  letGoOfFiles(database, 500);
  expect(held()).toEqual([false, true, true]);
  store.remove(files[2]?.hash ?? '');
  expect(held()).toEqual([false, true, false]);
});

test('a file that does not come to its end leaves nothing behind', ({ folder }) => {
  const store = new FileStore(join(folder, 'files'));
  store.take('half', randomBytes(10));
  store.drop('half');
  expect(() => store.finish('half')).toThrow('No piece of this file has come in');
  expect(store.all()).toEqual([]);
});
