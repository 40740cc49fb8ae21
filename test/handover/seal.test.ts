import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { PIECE, seal, unseal } from '../../main/handover/seal.ts';
import { test } from '../support/disk.ts';

const passphrase = 'Über die Brücke gehn';

/** Cheap to try; how slow the real one is nobody has to wait for here. */
const CHEAP = 1;

/** Bytes that age encrypts at a time, and of the tag behind them. */
const CHUNK = 64 * 1024;
const TAG = 16;

async function* yielding(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function sealed(file: string, ...chunks: Uint8Array[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await seal(passphrase, yielding(chunks), (piece) => pieces.push(piece), CHEAP);
  writeFileSync(file, Buffer.concat(pieces));
  return Buffer.concat(pieces);
}

async function opened(file: string, by = passphrase): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unseal(file, by)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Where the lines of the header end. */
function linesOf(bytes: Buffer): [version: number, stanza: number, key: number, mac: number] {
  const end = (from: number) => bytes.indexOf('\n', from) + 1;
  const [version, stanza] = [end(0), end(end(0))];
  return [version, stanza, end(stanza), end(end(stanza))];
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
  return changed;
}

test.for([
  ['nothing', 0],
  ['exactly a chunk', CHUNK],
  ['pieces and a bit', 2 * PIECE + 1],
] as const)('%s comes out as it went in', async ([, size], { folder }) => {
  const file = join(folder, 'outbox');
  const content = randomBytes(size);
  const bytes = await sealed(file, content.subarray(0, 300), content.subarray(300));
  expect((await opened(file)).equals(content)).toBe(true);
  if (size > 0) expect(bytes.includes(content.subarray(0, 200))).toBe(false);
});

test('it is an age file for a passphrase, as its header says', async ({ folder }) => {
  const bytes = await sealed(join(folder, 'outbox'), Buffer.from('two entries'));
  const header = bytes.toString('latin1', 0, linesOf(bytes)[3]);
  expect(header).toMatch(/^age-encryption\.org\/v1\n-> scrypt [\w+/]{22} 1\n[\w+/]{43}\n--- [\w+/]{43}\n$/);
});

test('the same passphrase typed on another keyboard opens it, another one does not', async ({ folder }) => {
  const file = join(folder, 'outbox');
  await sealed(file, Buffer.from('two entries'));
  expect((await opened(file, passphrase.normalize('NFD'))).toString()).toBe('two entries');
  await expect(opened(file, `${passphrase} `)).rejects.toMatchObject({
    failure: {
      kind: 'invalid-input',
      inputs: { passphrase: 'This is not the passphrase the file was made with' },
    },
  });
});

test('two files of the same content and passphrase have nothing in common', async ({ folder }) => {
  const file = join(folder, 'outbox');
  const one = await sealed(file, Buffer.alloc(200));
  const two = await sealed(file, Buffer.alloc(200));
  expect(one.subarray(-216).equals(two.subarray(-216))).toBe(false);
});

test('no byte of the header or the nonce can be changed', async ({ folder }) => {
  const file = join(folder, 'outbox');
  const bytes = await sealed(file, Buffer.from('two entries'));
  const [version, , key, mac] = linesOf(bytes);
  for (let at = 0; at < mac + TAG; at += 1) {
    writeFileSync(file, flipped(bytes, at));
    // The salt, the cost and the wrapped key are what the passphrase is tried on: changed, they look like another passphrase.
    const kinds = at < version || at >= key ? ['broken'] : ['broken', 'invalid-input'];
    await expect(opened(file), `byte ${at}`).rejects.toMatchObject({
      failure: { kind: expect.toBeOneOf(kinds) as unknown },
    });
  }
});

test('a file that is cut off, longer, or changed in any chunk is refused and says so', async ({ folder }) => {
  const file = join(folder, 'outbox');
  const bytes = await sealed(file, randomBytes(2 * CHUNK + 500));
  const [version, stanza, key, mac] = linesOf(bytes);
  const first = mac + TAG;
  const [middle, last] = [first + CHUNK + TAG, first + 2 * (CHUNK + TAG)];
  const chunks = [bytes.subarray(first, middle), bytes.subarray(middle, last), bytes.subarray(last)] as const;
  const cuts = [version, stanza, key, mac, first, middle, last].flatMap((end) => [end, end + 9]);
  const broken = [
    ...[...cuts, bytes.length - 1].map((end) => bytes.subarray(0, end)),
    ...[first, middle - 1, middle, last - 1, last, bytes.length - 1].map((at) => flipped(bytes, at)),
    ...[Buffer.from([0]), chunks[0], chunks[2], bytes].map((more) => Buffer.concat([bytes, more])),
    Buffer.concat([bytes.subarray(0, first), chunks[1], chunks[0], chunks[2]]),
    Buffer.concat([bytes.subarray(0, first), chunks[0], chunks[2]]),
  ];
  for (const changed of broken) {
    writeFileSync(file, changed);
    await expect(opened(file)).rejects.toThrow('The file is damaged or not whole');
  }
});

test('where all chunks are full, one less and one more is noticed', async ({ folder }) => {
  const file = join(folder, 'outbox');
  const bytes = await sealed(file, randomBytes(2 * CHUNK));
  for (const changed of [
    bytes.subarray(0, -CHUNK - TAG),
    Buffer.concat([bytes, bytes.subarray(-CHUNK - TAG)]),
  ]) {
    writeFileSync(file, changed);
    await expect(opened(file)).rejects.toThrow('The file is damaged or not whole');
  }
});

test('what is no age file says so', async ({ folder }) => {
  const file = join(folder, 'outbox');
  for (const other of [readFileSync(new URL(import.meta.url)), Buffer.alloc(0), 'age-encryption.org/v2\n']) {
    writeFileSync(file, other);
    await expect(opened(file)).rejects.toThrow('This is not an Outbox that was handed over by Outpost');
  }
});

test('what goes in is read only as fast as it is written', async () => {
  let [taken, written, furthest] = [0, 0, 0];
  async function* large(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < 32; at += 1) {
      taken += PIECE;
      yield await Promise.resolve(Buffer.alloc(PIECE));
    }
  }
  const write = (piece: Uint8Array) => {
    written += piece.length;
    furthest = Math.max(furthest, taken - written);
  };
  await seal(passphrase, large(), write, CHEAP);
  expect(written).toBeGreaterThan(taken);
  expect(furthest).toBeLessThanOrEqual(4 * PIECE);
});

test('who cannot write what comes out stops it', async () => {
  let isClosed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield await Promise.resolve(Buffer.alloc(PIECE));
    } finally {
      isClosed = true;
    }
  }
  const full = () => {
    throw new Error('no space left');
  };
  await expect(seal(passphrase, endless(), full, CHEAP)).rejects.toThrow('no space left');
  expect(isClosed).toBe(true);
});
