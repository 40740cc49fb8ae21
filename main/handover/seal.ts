import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { ReadableStream as Stream } from 'node:stream/web';
import { Problem } from '../problem.ts';
import { damaged } from './damaged.ts';

/** Base-2 logarithm of scrypt's cost: trying one passphrase takes about a second and 256 MiB of memory. */
export const WORK_FACTOR = 18;

/** Bytes of a file that are read at a time. */
export const PIECE = 1024 * 1024;

/** Every age file begins with it. */
const FIRST_LINE = 'age-encryption.org/v1\n';

/** Encrypts what `source` yields as an age file, and hands it to `write` piece by piece. */
export async function seal(
  passphrase: string,
  source: AsyncIterable<Uint8Array>,
  write: (sealed: Uint8Array) => void,
  workFactor = WORK_FACTOR,
): Promise<void> {
  // Imported late: who never hands anything over does not wait for it at the start.
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  encrypter.setPassphrase(sameLetters(passphrase));
  encrypter.setScryptWorkFactor(workFactor);
  for await (const piece of await encrypter.encrypt(streamOf(source))) write(piece);
}

/**
 * Decrypts an age file piece by piece. Throws Problem: `invalid-input` when the passphrase is wrong, `broken` when the file is
 * damaged, cut off or no age file; what was yielded before that is genuine, but only the end says that the file is whole.
 */
export async function* unseal(path: string, passphrase: string): AsyncGenerator<Uint8Array, undefined> {
  if (firstLineOf(path) !== FIRST_LINE) {
    throw new Problem({ kind: 'broken', message: 'This is not an Outbox that was handed over by Outpost' });
  }
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  decrypter.addPassphrase(sameLetters(passphrase));
  const file = createReadStream(path, { highWaterMark: PIECE });
  try {
    yield* await decrypter.decrypt(streamOf(file));
  } catch (error) {
    throw file.errored ?? (isWrongPassphrase(error) ? wrongPassphrase() : damaged());
  } finally {
    file.destroy();
  }
}

/** Read only as fast as it is taken out. It is Node's own stream, which TypeScript knows by two types. */
function streamOf(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return Stream.from(source) as ReadableStream<Uint8Array>;
}

/** Letters that look the same are the same, however the keyboard made them. */
function sameLetters(passphrase: string): string {
  return passphrase.normalize('NFKC');
}

/** Looked at before age does, which would read a file without any line to its end. */
function firstLineOf(path: string): string {
  const handle = openSync(path, 'r');
  try {
    const line = Buffer.alloc(FIRST_LINE.length);
    readSync(handle, line, 0, line.length, 0);
    return line.toString('latin1');
  } finally {
    closeSync(handle);
  }
}

/** The package has no class for this error, only these words. */
function isWrongPassphrase(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('no identity matched');
}

function wrongPassphrase(): Problem {
  const sentence = 'This is not the passphrase the file was made with';
  return new Problem({ kind: 'invalid-input', message: sentence, inputs: { passphrase: sentence } });
}
