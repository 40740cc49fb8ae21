import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The bytes of attachments, by the sys_id of their record: each a file of the folder, or without one in memory. */
export class Files {
  readonly #folder: string | null;
  readonly #bytes = new Map<string, Buffer>();

  constructor(folder: string | null) {
    this.#folder = folder;
  }

  get(sysId: string): Buffer {
    if (this.#folder === null) return this.#bytes.get(sysId) ?? Buffer.alloc(0);
    const path = join(this.#folder, sysId);
    return existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  }

  put(sysId: string, bytes: Buffer): void {
    if (this.#folder === null) {
      this.#bytes.set(sysId, bytes);
      return;
    }
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, sysId), bytes);
  }

  remove(sysId: string): void {
    this.#bytes.delete(sysId);
    if (this.#folder !== null) rmSync(join(this.#folder, sysId), { force: true });
  }

  clear(): void {
    this.#bytes.clear();
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  }
}
