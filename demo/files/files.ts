import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spool, type Spooled } from './spool.ts';

/** The bytes of attachments, each a file by the sys_id of its record; without a folder given, in a temporary one. */
export class Files {
  readonly #given: string | null;
  #temporary: string | null = null;

  constructor(folder: string | null) {
    this.#given = folder;
  }

  /** For a file that comes in; more than `most` bytes are too many. */
  spool(most: number): Spool {
    return new Spool(this.#folder(), most);
  }

  /** Makes what came in the file of that record. */
  keep(sysId: string, { path }: Spooled): void {
    renameSync(path, this.#path(sysId));
  }

  /** Throws away what came in and became nobody's. */
  discard({ path }: Spooled): void {
    rmSync(path, { force: true });
  }

  /** Where the bytes are and how many; null when there are none. */
  find(sysId: string): { path: string; size: number } | null {
    const path = this.#path(sysId);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    return size === undefined ? null : { path, size };
  }

  remove(sysId: string): void {
    rmSync(this.#path(sysId), { force: true });
  }

  /** Removes what belongs to no record, as is left of a process that ended in the middle of something. */
  sweep(isKnown: (sysId: string) => boolean): void {
    const folder = this.#given ?? this.#temporary;
    if (folder === null || !existsSync(folder)) return;
    for (const name of readdirSync(folder)) {
      if (!isKnown(name)) rmSync(join(folder, name), { force: true });
    }
  }

  clear(): void {
    this.sweep(() => false);
  }

  /** A temporary folder goes with the instance. */
  close(): void {
    if (this.#temporary !== null) rmSync(this.#temporary, { recursive: true, force: true });
    this.#temporary = null;
  }

  #folder(): string {
    if (this.#given !== null) return this.#given;
    this.#temporary ??= mkdtempSync(join(tmpdir(), 'outpost-demo-'));
    return this.#temporary;
  }

  #path(sysId: string): string {
    return join(this.#folder(), sysId);
  }
}
