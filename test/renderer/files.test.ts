import { expect, test } from 'vitest';
import { PIECE_BYTES, type FileReference } from '../../preload/contract/files.ts';
import { readFile } from '../../renderer/files/transfer.ts';
import { fromBase64, toBase64 } from '../../renderer/format/base64.ts';
import { bytesText } from '../../renderer/format/bytes.ts';
import { isAccepted } from '../../renderer/screens/form/inputs/files/accept.ts';
import { Files } from '../../renderer/screens/form/inputs/files/files.svelte.ts';
import { FakeBridge } from '../support/fake-bridge.ts';
import { photoLimits } from './fake/actions.ts';
import { input, openForm } from './fake/open-form.ts';

interface Opened {
  bridge: FakeBridge;
  files: Files;
  value: { now: string };
}

function makeFiles(): Opened {
  const bridge = new FakeBridge();
  const value = { now: '' };
  const set = (next: string): void => {
    value.now = next;
  };
  return { bridge, value, files: new Files(bridge, { get: () => value.now, set }) };
}

function photo(name: string, size = 12, fill = 1): File {
  const lastModified = Date.parse('2026-11-22T09:12:00Z');
  return new File([new Uint8Array(size).fill(fill)], name, { type: 'image/jpeg', lastModified });
}

test('a file becomes part of the value, with the time it was taken', async () => {
  const { bridge, files, value } = makeFiles();
  files.add([photo('before.jpg')], photoLimits);
  expect(files.adding.map(({ name }) => name)).toEqual(['before.jpg']);
  await files.idle;
  expect(files.adding).toEqual([]);
  expect(JSON.parse(value.now)).toMatchObject([
    { name: 'before.jpg', type: 'image/jpeg', size: 12, takenAt: '2026-11-22T09:12:00.000Z' },
  ]);
  expect(bridge.asked('file.add')).toHaveLength(1);
});

test('a large file goes in pieces, tells its progress and can be read back as it was', async () => {
  const { bridge, files } = makeFiles();
  const bytes = Uint8Array.from({ length: PIECE_BYTES * 2 + 5 }, (_, at) => at % 251);
  files.add([new File([bytes], 'large.jpg', { type: 'image/jpeg' })], photoLimits);
  await files.idle;
  const pieces = bridge.asked('file.add');
  expect(pieces.map(({ last }) => last?.name ?? null)).toEqual([null, null, 'large.jpg']);
  expect(new Set(pieces.map(({ transfer }) => transfer)).size).toBe(1);
  const [chosen] = files.chosen;
  const read = await readFile(bridge, chosen?.hash ?? '', 'image/jpeg');
  expect(new Uint8Array((await read?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(bytes);
});

test('a file that is stopped halfway does not become part of the value', async () => {
  const { bridge, files, value } = makeFiles();
  const answer = bridge.hold('file.add');
  files.add([photo('large.jpg', PIECE_BYTES * 3)], photoLimits);
  files.stop(files.adding[0]?.key ?? 0);
  answer();
  await files.idle;
  expect(value.now).toBe('');
  expect(bridge.asked('file.add').length).toBeLessThan(3);
});

test('what is past a limit is named with the limit, and the others are taken', async () => {
  const { files } = makeFiles();
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

test('the same content twice is one file', async () => {
  const { files } = makeFiles();
  files.add([photo('a.jpg'), photo('again.jpg')], photoLimits);
  await files.idle;
  expect(files.chosen.map(({ name }) => name)).toEqual(['a.jpg']);
  expect(files.problems).toEqual(['“again.jpg” is there already.']);
});

test('a file that main does not take in is told by name, and removing empties the value', async () => {
  const { bridge, files, value } = makeFiles();
  bridge.fail('file.add', { kind: 'internal', message: 'The disk is full' });
  files.add([photo('a.jpg'), photo('b.jpg', 4, 2)], photoLimits);
  await files.idle;
  expect(files.problems).toEqual(['“a.jpg” could not be taken in: The disk is full']);
  files.remove(files.chosen[0]?.hash ?? '');
  expect(value.now).toBe('');
});

test('submitting waits for files that are being taken in', async () => {
  const { bridge, screen } = await openForm('report');
  screen.type(input(screen, 'hours'), '2');
  screen.type(input(screen, 'note'), 'Done');
  const photos = input(screen, 'photos');
  const answer = bridge.hold('file.add');
  screen.files.of(photos).add([photo('a.jpg')], photoLimits);
  const submitted = screen.submission.submit();
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
