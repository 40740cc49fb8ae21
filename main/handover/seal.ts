import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { Problem } from '../problem.ts';
import { LONGEST, readHeader, writeHeader } from './header.ts';
import { keysOf } from './key.ts';
import { damaged, NONCE, openPiece, PIECE, sealPiece, TAG } from './pieces.ts';

/** Encrypts what `source` yields and hands it to `write` piece by piece. `randomBytes` must be good for keys. */
export async function seal(
  passphrase: string,
  source: AsyncIterable<Uint8Array>,
  randomBytes: (count: number) => Uint8Array,
  write: (sealed: Uint8Array) => void,
): Promise<void> {
  const salt = Buffer.from(randomBytes(16));
  const nonce = Buffer.from(randomBytes(NONCE));
  const { key, check } = await keysOf(passphrase, salt);
  const header = writeHeader({ salt, nonce, check });
  write(header);
  let at = 0;
  for await (const { piece, last } of inPieces(source)) {
    write(sealPiece({ key, nonce, header }, at, last, piece));
    at += 1;
  }
}

/** Gathers to whole pieces; the last one is known by its being marked so, and may be empty. */
async function* inPieces(
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let gathered: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    gathered.push(chunk);
    size += chunk.length;
    if (size <= PIECE) continue;
    const all = Buffer.concat(gathered);
    let from = 0;
    for (; all.length - from > PIECE; from += PIECE) {
      yield { piece: all.subarray(from, from + PIECE), last: false };
    }
    gathered = [all.subarray(from)];
    size = all.length - from;
  }
  yield { piece: Buffer.concat(gathered), last: true };
}

/**
 * Decrypts a file piece by piece. Throws Problem: `invalid-input` when the passphrase is wrong, `broken` when the file is
 * damaged, cut off or no hand-over; what was yielded before that is genuine. `derive` makes the keys.
 */
export async function* unseal(
  path: string,
  passphrase: string,
  derive: typeof keysOf = keysOf,
): AsyncGenerator<Buffer, undefined> {
  const handle = openSync(path, 'r');
  try {
    const { size } = statSync(path);
    const beginning = Buffer.alloc(Math.min(LONGEST, size));
    readSync(handle, beginning, 0, beginning.length, 0);
    const { salt, nonce, check, length } = readHeader(beginning);
    const keys = await derive(passphrase, salt);
    if (keys.check !== check) throw wrongPassphrase();
    const sealing = { key: keys.key, nonce, header: beginning.subarray(0, length) };
    if (size === length) throw damaged();
    for (let from = length, at = 0; from < size; from += PIECE + TAG, at += 1) {
      const sealed = Buffer.alloc(Math.min(PIECE + TAG, size - from));
      readSync(handle, sealed, 0, sealed.length, from);
      yield openPiece(sealing, at, from + sealed.length === size, sealed);
    }
  } finally {
    closeSync(handle);
  }
}

function wrongPassphrase(): Problem {
  const sentence = 'This is not the passphrase the file was made with';
  return new Problem({ kind: 'invalid-input', message: sentence, inputs: { passphrase: sentence } });
}
