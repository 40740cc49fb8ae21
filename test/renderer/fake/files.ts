import {
  PIECE_BYTES,
  type FileChunk,
  type FileContent,
  type FileReference,
} from '../../../preload/contract/files.ts';

/** The files on the fake's laptop. A file's key is made of its content, as in earnest, though shorter made. */
export class FakeFiles {
  readonly #contents = new Map<string, string>();
  readonly #transfers = new Map<string, string>();

  add({ transfer, data, last }: FileChunk): FileReference | null {
    const content = (this.#transfers.get(transfer) ?? '') + atob(data);
    this.#transfers.set(transfer, content);
    if (last === null) return null;
    this.#transfers.delete(transfer);
    const hash = hashOf(content);
    this.#contents.set(hash, content);
    return { hash, size: content.length, ...last };
  }

  forget(hash: string): void {
    this.#contents.delete(hash);
  }

  /** A file of the instance comes here. */
  hold(attachment: string): string {
    const hash = hashOf(attachment);
    this.#contents.set(hash, `content of ${attachment}`);
    return hash;
  }

  read(hash: string, offset: number): FileContent | null {
    const content = this.#contents.get(hash);
    if (content === undefined) return null;
    const end = offset + PIECE_BYTES;
    return { data: btoa(content.slice(offset, end)), next: end < content.length ? end : null };
  }
}

/** 64 digits that tell different contents apart. */
function hashOf(content: string): string {
  let sum = content.length;
  for (let at = 0; at < content.length; at += 1) sum = (sum * 31 + content.charCodeAt(at)) % 2 ** 40;
  return sum.toString(16).padStart(64, '0');
}
