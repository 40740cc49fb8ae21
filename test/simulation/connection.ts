import type Sqlite from 'better-sqlite3';
import { KeptConnection } from './kept.ts';
import { Died, Life } from './life.ts';

/**
 * Stands in for better-sqlite3 under main/database (hooks.ts): a connection to a real file that ends with the process that
 * opened it, at any commit. What is done with it afterwards fails, as with one that is closed.
 */
export default class MortalDatabase {
  readonly name: string;
  readonly #life: Life | null;
  readonly #kept: KeptConnection;
  #isOpen = true;

  constructor(file: string, { readonly = false }: Sqlite.Options = {}) {
    this.name = file;
    this.#life = readonly ? null : Life.current;
    this.#life?.opened(this as unknown as Sqlite.Database);
    this.#kept = KeptConnection.take(file, readonly);
  }

  get open(): boolean {
    return this.#isOpen;
  }

  prepare(sql: string): MortalStatement {
    return new MortalStatement(this, this.alive.prepare(sql));
  }

  function(name: string, options: Sqlite.RegistrationOptions, run: (...given: unknown[]) => unknown): this {
    const kept = this.alive;
    kept.once(`function ${name}`, () => kept.raw.function(name, options, run));
    return this;
  }

  transaction(work: (...given: unknown[]) => unknown): { immediate: (...given: unknown[]) => unknown } {
    const life = this.#life;
    const whole = this.alive.raw.transaction((...given: unknown[]): unknown => {
      const answer: unknown = work(...given);
      life?.beforeCommit();
      return answer;
    });
    const immediate = (...given: unknown[]): unknown => {
      this.mustBeOpen();
      let answer: unknown;
      try {
        answer = whole.immediate(...given);
      } catch (error) {
        if (error instanceof Died) life?.kill();
        throw error;
      }
      life?.afterCommit();
      return answer;
    };
    return { immediate };
  }

  /** A process dies here, never a machine: what survives a power cut is not at stake, and its cost is spared. */
  pragma(source: string): void {
    const kept = this.alive;
    if (source.startsWith('wal_checkpoint')) return;
    if (source === 'journal_mode = WAL' && this.#life?.sharesFiles === false)
      kept.raw.pragma('locking_mode = EXCLUSIVE');
    kept.once(source, () => {
      kept.raw.pragma(CHEAPER[source] ?? source);
    });
  }

  close(): this {
    if (!this.#isOpen) return this;
    this.#isOpen = false;
    this.#life?.closed(this as unknown as Sqlite.Database);
    this.#kept.free();
    return this;
  }

  /** The connection, as long as it is this one's. */
  get alive(): KeptConnection {
    this.mustBeOpen();
    return this.#kept;
  }

  mustBeOpen(): void {
    if (!this.#isOpen) throw new TypeError('The database connection is not open');
  }
}

const CHEAPER: Readonly<Record<string, string>> = {
  'journal_mode = WAL': 'journal_mode = MEMORY',
  'synchronous = FULL': 'synchronous = OFF',
};

/** A statement that ends with its connection. */
class MortalStatement {
  readonly #database: MortalDatabase;
  readonly #statement: Sqlite.Statement;

  constructor(database: MortalDatabase, statement: Sqlite.Statement) {
    this.#database = database;
    this.#statement = statement;
  }

  get reader(): boolean {
    return this.#statement.reader;
  }

  get #alive(): Sqlite.Statement {
    this.#database.mustBeOpen();
    return this.#statement;
  }

  run(...given: unknown[]): Sqlite.RunResult {
    return this.#alive.run(...given);
  }

  get(...given: unknown[]): unknown {
    return this.#alive.get(...given);
  }

  all(...given: unknown[]): unknown[] {
    return this.#alive.all(...given);
  }

  /** Another statement than the one that answers rows: both are kept. */
  pluck(): MortalStatement {
    const { source } = this.#statement;
    const kept = this.#database.alive;
    return new MortalStatement(this.#database, kept.prepare(`${source} /* first column */`).pluck());
  }
}
