import { statSync } from 'node:fs';
import { sep } from 'node:path';
import Sqlite from 'better-sqlite3';

/** Statements kept prepared; past this many all are let go, since most are of lists that nobody asks for again. */
const PREPARED = 1000;

/**
 * A connection that processes have open one after the other. To open one and to prepare everything anew is a tenth of a history, and
 * says nothing about Outpost: whoever gets it finds the file as its last commit left it, and nothing else of who had it before.
 */
export class KeptConnection {
  static readonly #idle = new Map<string, KeptConnection[]>();
  readonly raw: Sqlite.Database;
  readonly #file: string;
  readonly #isReadonly: boolean;
  readonly #inode: number;
  readonly #prepared = new Map<string, Sqlite.Statement>();
  readonly #set = new Set<string>();

  private constructor(file: string, isReadonly: boolean) {
    this.raw = new Sqlite(file, { readonly: isReadonly });
    this.#file = file;
    this.#isReadonly = isReadonly;
    this.#inode = inodeOf(file);
  }

  /** One that nobody has; another one when none is left or the file is not the same any more. */
  static take(file: string, isReadonly: boolean): KeptConnection {
    const idle = this.#idle.get(nameOf(file, isReadonly));
    for (let kept = idle?.pop(); kept; kept = idle?.pop()) {
      if (kept.#inode === inodeOf(file)) return kept;
      kept.raw.close();
    }
    return new KeptConnection(file, isReadonly);
  }

  /** To be called when databases in a folder have been put back to what they were: what is known of their pages is forgotten. */
  static refresh(folder: string): void {
    for (const several of this.#idle.values())
      for (const kept of several)
        if (kept.#file.startsWith(folder + sep)) kept.prepare('SELECT count(*) FROM sqlite_schema').get();
  }

  /** Lets it go: no transaction and no lock is left. */
  free(): void {
    if (this.raw.inTransaction) this.raw.exec('ROLLBACK');
    if (!this.#isReadonly) this.raw.pragma('locking_mode = NORMAL');
    // Only a look at the file gives the lock up.
    this.prepare('SELECT count(*) FROM sqlite_schema').get();
    const name = nameOf(this.#file, this.#isReadonly);
    const idle = KeptConnection.#idle.get(name) ?? [];
    idle.push(this);
    KeptConnection.#idle.set(name, idle);
  }

  prepare(sql: string): Sqlite.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= PREPARED) this.#prepared.clear();
    const statement = this.raw.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }

  /** Does something to the connection that stays, once; `what` tells it from others. */
  once(what: string, does: () => void): void {
    if (this.#set.has(what)) return;
    does();
    this.#set.add(what);
  }
}

function nameOf(file: string, isReadonly: boolean): string {
  return `${isReadonly ? 'r' : 'w'} ${file}`;
}

function inodeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.ino ?? 0;
}
