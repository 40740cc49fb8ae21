import { hash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, vi } from 'vitest';
import { LONGEST, readHeader, writeHeader } from '../../main/handover/header.ts';
import { type Keys, keysOf } from '../../main/handover/key.ts';
import { openPiece, PIECE, type Sealing, sealPiece, TAG } from '../../main/handover/pieces.ts';
import { seal, unseal } from '../../main/handover/seal.ts';
import { test } from '../support/disk.ts';

// A passphrase is slow to try on purpose.
vi.setConfig({ testTimeout: 60_000 });

const passphrase = 'Über die Brücke gehn';

async function* yielding(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

async function sealed(file: string, ...chunks: Uint8Array[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await seal(passphrase, yielding(chunks), randomBytes, (piece) => pieces.push(piece));
  writeFileSync(file, Buffer.concat(pieces));
  return Buffer.concat(pieces);
}

const derived = new Map<string, Promise<Keys>>();

/** Deriving keys is slow on purpose; of one file it is done once here. */
const once: typeof keysOf = (passphrase, salt) => {
  const of = `${passphrase} ${Buffer.from(salt).toString('hex')}`;
  const keys = derived.get(of) ?? keysOf(passphrase, salt);
  derived.set(of, keys);
  return keys;
};

async function opened(file: string, by = passphrase): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of unseal(file, by, once)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test.for([
  ['nothing', 0],
  ['exactly a piece', PIECE],
  ['two and a bit', 2 * PIECE + 1],
] as const)('%s comes out as it went in', async ([, size], { folder }) => {
  const file = join(folder, 'outbox');
  const content = randomBytes(size);
  const bytes = await sealed(file, content.subarray(0, 300), content.subarray(300));
  expect((await opened(file)).equals(content)).toBe(true);
  if (size > 0) expect(bytes.includes(content.subarray(0, 200))).toBe(false);
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

test('a file that is cut off, longer, or changed in any place is refused and says so', async ({ folder }) => {
  const file = join(folder, 'outbox');
  const bytes = await sealed(file, randomBytes(PIECE + 500));
  const { length } = readHeader(bytes.subarray(0, LONGEST));
  const flip = (at: number) => {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
    return changed;
  };
  const piece = PIECE + TAG;
  const broken = {
    'cut off in the header': bytes.subarray(0, length - 10),
    'cut off behind the header': bytes.subarray(0, length),
    'cut off in a piece': bytes.subarray(0, length + 700),
    'cut off between pieces': bytes.subarray(0, length + piece),
    'without its last byte': bytes.subarray(0, -1),
    longer: Buffer.concat([bytes, Buffer.from([0])]),
    'a bit of the header': flip(60),
    'a bit of the first piece': flip(length + 5),
    'a bit of the last tag': flip(bytes.length - 1),
    'pieces swapped': Buffer.concat([
      bytes.subarray(0, length),
      bytes.subarray(length + piece),
      bytes.subarray(length, length + piece),
    ]),
  };
  for (const [, changed] of Object.entries(broken)) {
    writeFileSync(file, changed);
    await expect(opened(file)).rejects.toThrow('The file is damaged or not whole');
  }
  writeFileSync(file, readFileSync(new URL(import.meta.url)));
  await expect(opened(file)).rejects.toThrow('This is not an Outbox that was handed over by Outpost');
  writeFileSync(file, '');
  await expect(opened(file)).rejects.toThrow('This is not an Outbox that was handed over by Outpost');
});

test('a file of a newer Outpost is said to be one', () => {
  const json = '{"outpost":"hand-over","format":2,"kdf":"argon2id"}';
  const line = `${json} ${hash('sha256', json)}\n`;
  expect(() => readHeader(Buffer.from(line))).toThrow('made by a newer version of Outpost');
});

test('a header reads back as it was written', () => {
  const header = { salt: randomBytes(16), nonce: randomBytes(7), check: 'ab'.repeat(16) };
  expect(readHeader(Buffer.concat([writeHeader(header), randomBytes(50)]))).toMatchObject(header);
});

const bytes = fc.uint8Array({ maxLength: 200 });

test('a piece opens in its own place only, with its own header, and only while no bit of it changed', () => {
  const key = randomBytes(32);
  fc.assert(
    fc.property(bytes, bytes, fc.nat(9), fc.boolean(), fc.nat(), (piece, header, at, last, bit) => {
      const sealing: Sealing = { key, nonce: randomBytes(7), header };
      const made = sealPiece(sealing, at, last, piece);
      expect(openPiece(sealing, at, last, made).equals(piece)).toBe(true);
      const changed = Buffer.from(made);
      const place = bit % (made.length * 8);
      changed.writeUInt8(changed.readUInt8(place >> 3) ^ (1 << (place & 7)), place >> 3);
      const others: [Sealing, number, boolean, Buffer][] = [
        [sealing, at + 1, last, made],
        [sealing, at, !last, made],
        [{ ...sealing, header: Buffer.concat([header, Buffer.from('x')]) }, at, last, made],
        [{ ...sealing, nonce: randomBytes(7) }, at, last, made],
        [sealing, at, last, changed],
        [sealing, at, last, made.subarray(0, -1)],
      ];
      for (const other of others) expect(() => openPiece(...other)).toThrow('damaged');
    }),
    { numRuns: 100 },
  );
});
