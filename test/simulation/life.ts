import type Sqlite from 'better-sqlite3';

/** Thrown at an engine whose process has been killed; nobody hears it. */
export class Died extends Error {
  override readonly name = 'Died';
}

/** When a process is to be killed: `left` more commits from now, before or after the last of them. */
interface Doom {
  left: number;
  when: 'before' | 'after';
}

/** One process of Outpost, from its start to its end. Databases that it opens end with it. */
export class Life {
  static #current: Life | null = null;
  readonly number: number;
  /** The open databases of accounts, by file. */
  readonly databases = new Map<string, Sqlite.Database>();
  /** Requests under way. */
  asking = 0;
  isOver = false;
  /** Another process may have the same files open. */
  readonly sharesFiles: boolean;
  /** Fulfilled when it is over. */
  readonly end: Promise<void>;
  #ended: () => void = () => undefined;
  #doom: Doom | null = null;

  constructor(number: number, sharesFiles: boolean) {
    this.number = number;
    this.sharesFiles = sharesFiles;
    this.end = new Promise((resolve) => (this.#ended = resolve));
  }

  /** Whose code runs at the moment. */
  static get current(): Life | null {
    return Life.#current;
  }

  /** From here on the code that runs is this one's. */
  enter(): void {
    Life.#current = this;
  }

  opened(database: Sqlite.Database): void {
    if (this.isOver) throw new Died();
    this.databases.set(database.name, database);
  }

  closed(database: Sqlite.Database): void {
    if (this.databases.get(database.name) === database) this.databases.delete(database.name);
  }

  /** It will be killed at a commit to come. */
  killAt(doom: Doom): void {
    this.#doom = { ...doom };
  }

  /** Right before a commit. Throws when the process is killed here: the commit is not. */
  beforeCommit(): void {
    if (this.isOver) throw new Died();
    if (this.#doom?.left === 1 && this.#doom.when === 'before') throw new Died();
  }

  /** Right after a commit. Throws when the process is killed here: the commit is on the disk. */
  afterCommit(): void {
    if (!this.#doom) return;
    this.#doom.left -= 1;
    if (this.#doom.left > 0) return;
    this.kill();
    throw new Died();
  }

  /** The process is gone: nothing of it runs, and its databases are as their last commit left them. */
  kill(): void {
    this.isOver = true;
    this.#ended();
    for (const database of [...this.databases.values()]) database.close();
    this.databases.clear();
  }
}
