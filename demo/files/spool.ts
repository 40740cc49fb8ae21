import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Of a picture, as much as is needed to measure it whatever stands before its frame. */
const HEAD = 262_144;

/** Bytes that have come in and lie on the disk, not yet anybody's. */
export interface Spooled {
  path: string;
  size: number;
  /** SHA-256 in hex. */
  hash: string;
  /** How it begins. */
  head: Buffer;
}

/** Takes bytes in piece by piece and puts them on the disk, so that no file is ever whole in memory. */
export class Spool {
  readonly #path: string;
  readonly #most: number;
  readonly #file: number;
  readonly #hash = createHash('sha256');
  readonly #head: Buffer[] = [];
  #headSize = 0;
  #size = 0;

  /** Of more than `most` bytes, what goes beyond is counted and thrown away. */
  constructor(folder: string, most: number) {
    mkdirSync(folder, { recursive: true });
    this.#most = most;
    this.#path = join(folder, `${randomBytes(16).toString('hex')}.incoming`);
    this.#file = openSync(this.#path, 'wx');
  }

  write(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > this.#most) return;
    writeSync(this.#file, chunk);
    this.#hash.update(chunk);
    if (this.#headSize >= HEAD) return;
    // A copy: what the chunk is part of would stay in memory with it.
    this.#head.push(Buffer.from(chunk.subarray(0, HEAD - this.#headSize)));
    this.#headSize += chunk.length;
  }

  /** What came; null, and gone from the disk, when it was more than allowed. */
  end(): Spooled | null {
    closeSync(this.#file);
    if (this.#size <= this.#most) {
      const head = Buffer.concat(this.#head);
      return { path: this.#path, size: this.#size, hash: this.#hash.digest('hex'), head };
    }
    rmSync(this.#path, { force: true });
    return null;
  }
}
