import { expect } from 'vitest';
import type { Bridge } from '../../preload/contract/bridge.ts';
import { PIECE_BYTES, type FileReference } from '../../preload/contract/files.ts';
import { readFile } from '../../renderer/files/transfer.ts';
import { fromBase64, toBase64 } from '../../renderer/format/base64.ts';
import { bytesText } from '../../renderer/format/bytes.ts';
import { isAccepted } from '../../renderer/screens/form/inputs/files/accept.ts';
import { Files, type Limits } from '../../renderer/screens/form/inputs/files/files.svelte.ts';
import { fill, input, openForm } from './support/open-form.ts';
import { test as base } from './support/outpost.ts';
import { holdPauses } from './support/pauses.ts';
import { taskIn } from './support/records.ts';

holdPauses();

/** What photos may be, here. */
const photoLimits: Limits = {
  accept: ['image/*', 'application/pdf'],
  maxBytes: 20_000_000,
  maxCount: 3,
  camera: true,
};

interface Filled {
  files: Files;
  value: { now: string };
}

/** The files of an input, and its value. */
function filesOver(bridge: Bridge): Filled {
  const value = { now: '' };
  const set = (next: string): void => {
    value.now = next;
  };
  return { value, files: new Files(bridge, { get: () => value.now, set }) };
}

const test = base.extend<{ photos: Filled }>({
  photos: async ({ outpost: { bridge } }, use) => {
    await use(filesOver(bridge));
  },
});

function photo(name: string, size = 12, fillByte = 1): File {
  const lastModified = Date.parse('2026-11-22T09:12:00Z');
  return new File([new Uint8Array(size).fill(fillByte)], name, { type: 'image/jpeg', lastModified });
}

test('a file becomes part of the value, with the time it was taken', async ({
  outpost: { bridge },
  photos: { files, value },
}) => {
  files.add([photo('before.jpg')], photoLimits);
  expect(files.adding.map(({ name }) => name)).toEqual(['before.jpg']);
  await files.idle;
  expect(files.adding).toEqual([]);
  expect(JSON.parse(value.now)).toMatchObject([
    { name: 'before.jpg', type: 'image/jpeg', size: 12, takenAt: '2026-11-22T09:12:00.000Z' },
  ]);
  expect(bridge.asked('file.add')).toHaveLength(1);
});

test('a large file goes in pieces, tells its progress and can be read back as it was', async ({
  outpost: { bridge },
  photos: { files },
}) => {
  const bytes = Uint8Array.from({ length: PIECE_BYTES * 2 + 5 }, (_, at) => at % 251);
  files.add([new File([bytes], 'large.jpg', { type: 'image/jpeg' })], photoLimits);
  await files.idle;
  const pieces = bridge.asked('file.add');
  expect(pieces.map(({ last }) => last?.name ?? null)).toEqual([null, null, 'large.jpg']);
  expect(new Set(pieces.map(({ transfer }) => transfer)).size).toBe(1);
  const [chosen] = files.chosen;
  const read = await readFile(bridge, chosen?.hash ?? '', 'image/jpeg');
  const content = new Uint8Array((await read?.arrayBuffer()) ?? new ArrayBuffer());
  expect(Buffer.from(content).equals(Buffer.from(bytes))).toBe(true);
});

test('a file that is stopped halfway does not become part of the value', async ({
  outpost: { bridge },
  photos: { files, value },
}) => {
  const answer = bridge.hold('file.add');
  files.add([photo('large.jpg', PIECE_BYTES * 3)], photoLimits);
  files.stop(files.adding[0]?.key ?? 0);
  answer();
  await files.idle;
  expect(value.now).toBe('');
  expect(bridge.asked('file.add').length).toBeLessThan(3);
});

test('what is past a limit is named with the limit, and the others are taken', async ({
  photos: { files },
}) => {
  const limits = { ...photoLimits, maxBytes: 2_000_000, maxCount: 2 };
  files.add(
    [
      new File(['x'], 'run.exe', { type: 'application/x-msdownload' }),
      photo('huge.jpg', 3_400_000),
      photo('a.jpg', 4, 1),
      photo('b.jpg', 4, 2),
      photo('c.jpg', 4, 3),
    ],
    limits,
  );
  await files.idle;
  expect(files.problems).toEqual([
    '“run.exe” cannot be taken here, only images or PDF files.',
    '“huge.jpg” has 3.4 MB; at most 2 MB are taken here.',
    '“c.jpg” was left out: at most 2 files are taken here.',
  ]);
  expect(files.chosen.map(({ name }) => name)).toEqual(['a.jpg', 'b.jpg']);
});

test('the same content twice is one file', async ({ photos: { files } }) => {
  files.add([photo('a.jpg'), photo('again.jpg')], photoLimits);
  await files.idle;
  expect(files.chosen.map(({ name }) => name)).toEqual(['a.jpg']);
  expect(files.problems).toEqual(['“again.jpg” is there already.']);
});

test('a file that main does not take in is told by name', async ({ outpost, photos: { files, value } }) => {
  await outpost.ask('session.signOut', null);
  files.add([photo('a.jpg')], photoLimits);
  await files.idle;
  expect(files.problems).toEqual(['“a.jpg” could not be taken in: Nobody is signed in']);
  expect(value.now).toBe('');
});

test('a file that is removed is no part of the value any more', async ({ photos: { files, value } }) => {
  files.add([photo('a.jpg'), photo('b.jpg', 4, 2)], photoLimits);
  await files.idle;
  for (const { hash } of files.chosen) files.remove(hash);
  expect([files.chosen, value.now]).toEqual([[], '']);
});

test('submitting waits for files that are being taken in', async ({ outpost }) => {
  const { bridge } = outpost;
  const { sys_id } = await taskIn(outpost, 'Accepted');
  const { model } = await openForm(bridge, 'close-complete', sys_id);
  await fill(bridge, model, { close_notes: 'Done' });
  const answer = bridge.hold('file.add');
  model.files.of(input(model, 'photos')).add([photo('a.jpg')], photoLimits);
  const submitted = model.submission.submit();
  expect(bridge.asked('action.trigger')).toEqual([]);
  answer();
  await submitted;
  const [triggered] = bridge.asked('action.trigger');
  const given = JSON.parse(triggered?.inputs['photos'] ?? '[]') as FileReference[];
  expect(given.map(({ name }) => name)).toEqual(['a.jpg']);
});

test.each([
  ['a.JPG', 'image/jpeg', ['image/*'], true],
  ['a.pdf', 'application/pdf', ['image/*', 'application/pdf'], true],
  ['a.DOCX', '', ['.docx'], true],
  ['a.docx', '', ['.doc'], false],
  ['a.svg', 'text/plain', ['image/*'], false],
  ['a', '', [], true],
])('%s of type “%s” against %j: %s', (name, type, accept, fits) => {
  expect(isAccepted({ name, type }, accept)).toBe(fits);
});

test('sizes are told as people read them', () => {
  expect([0, 999, 1400, 340_000, 1_440_000, 2_000_000_000].map(bytesText)).toEqual([
    '0 bytes',
    '999 bytes',
    '1 kB',
    '340 kB',
    '1.4 MB',
    '2 GB',
  ]);
});

test('every byte survives base64', () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 7) % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
});
