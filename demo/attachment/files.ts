import type { Store } from '../store/store.ts';

/** The bytes of attachments, by the sys_id of their record. */
export class Files {
  readonly #store: Store;
  readonly #bytes = new Map<string, Buffer>();

  constructor(store: Store) {
    this.#store = store;
  }

  get(sysId: string): Buffer {
    return this.#bytes.get(sysId) ?? Buffer.alloc(0);
  }

  put(sysId: string, bytes: Buffer): void {
    this.#bytes.set(sysId, bytes);
    this.#store.keep({ kind: 'file', key: sysId, value: { sysId, base64: bytes.toString('base64') } });
  }

  remove(sysId: string): void {
    this.#bytes.delete(sysId);
    this.#store.keep({ kind: 'file', key: sysId, value: null });
  }

  /** Puts a file back that was loaded from the disk. */
  restore({ sysId, base64 }: { sysId: string; base64: string }): void {
    this.#bytes.set(sysId, Buffer.from(base64, 'base64'));
  }

  clear(): void {
    this.#bytes.clear();
  }
}
