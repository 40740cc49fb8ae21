import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type FileContent, PIECE_BYTES } from '../../preload/contract/files.ts';
import { Problem } from '../problem.ts';

/** A file that is still coming in. */
interface Incoming {
  handle: number;
  path: string;
  hash: ReturnType<typeof createHash>;
  size: number;
}

/**
 * The account's photos and files, each once, under the SHA-256 of its content. A file is on the disk for good (flushed, and so
 * is its name) before anybody is told its hash, so an entry that names it never points at nothing.
 */
export class FileStore {
  readonly #folder: string;
  readonly #incoming = new Map<string, Incoming>();

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(this.#coming, { recursive: true });
    // Files that were on their way when Outpost ended will not be continued.
    for (const name of readdirSync(this.#coming)) rmSync(join(this.#coming, name));
  }

  /** Takes in a piece of a file, in order. */
  take(transfer: string, piece: Uint8Array): void {
    let incoming = this.#incoming.get(transfer);
    if (!incoming) {
      const path = join(this.#coming, createHash('sha256').update(transfer).digest('hex'));
      incoming = { handle: openSync(path, 'w', 0o600), path, hash: createHash('sha256'), size: 0 };
      this.#incoming.set(transfer, incoming);
    }
    writeSync(incoming.handle, piece);
    incoming.hash.update(piece);
    incoming.size += piece.length;
  }

  /** The file is whole: flushes it and puts it in its place. Returns what it is called there. */
  finish(transfer: string): { hash: string; size: number } {
    const incoming = this.#incoming.get(transfer);
    if (!incoming) throw new Problem({ kind: 'malformed', message: 'No piece of this file has come in' });
    this.#incoming.delete(transfer);
    const { handle, path, size } = incoming;
    fsyncSync(handle);
    closeSync(handle);
    const hash = incoming.hash.digest('hex');
    renameSync(path, this.path(hash));
    flushFolder(this.#folder);
    return { hash, size };
  }

  /** The file will not become whole: what has come in of it goes. */
  drop(transfer: string): void {
    const incoming = this.#incoming.get(transfer);
    if (!incoming) return;
    this.#incoming.delete(transfer);
    closeSync(incoming.handle);
    rmSync(incoming.path, { force: true });
  }

  /** Where a file lies. */
  path(hash: string): string {
    return join(this.#folder, hash);
  }

  has(hash: string): boolean {
    return existsSync(this.path(hash));
  }

  /** A piece of a file's content. Throws Problem `not-found`. */
  read(hash: string, offset: number): FileContent {
    if (!this.has(hash))
      throw new Problem({ kind: 'not-found', message: 'This file is not on this laptop any more' });
    const handle = openSync(this.path(hash), 'r');
    try {
      const { size } = statSync(this.path(hash));
      const piece = Buffer.alloc(Math.max(0, Math.min(PIECE_BYTES, size - offset)));
      readSync(handle, piece, 0, piece.length, offset);
      const next = offset + piece.length;
      return { data: piece.toString('base64'), next: next < size ? next : null };
    } finally {
      closeSync(handle);
    }
  }

  /** Hashes of all files, with the time each was put here (milliseconds). */
  all(): { hash: string; at: number }[] {
    return readdirSync(this.#folder)
      .filter((name) => /^[0-9a-f]{64}$/.test(name))
      .map((hash) => ({ hash, at: statSync(this.path(hash)).mtimeMs }));
  }

  remove(hash: string): void {
    rmSync(this.path(hash), { force: true });
  }

  get #coming(): string {
    return join(this.#folder, 'incoming');
  }
}

/** A new name survives a power cut only when its folder is flushed too; Windows has no such call and needs none. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
