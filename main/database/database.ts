import type Sqlite from 'better-sqlite3';
import { type Compilable } from 'kysely';
import { once, type Statement } from './query.ts';

/** Statements kept prepared. Lists and searches vary; past this many the oldest is let go. */
const PREPARED = 400;

/** Reads, and cannot write. */
export interface Reader {
  all<P, R>(query: Statement<P, R>, parameters: P): R[];
  first<P, R>(query: Statement<P, R>, parameters: P): R | undefined;
  /** Runs a statement built for one occasion. Returns its rows. */
  select<R>(compilable: Compilable<R>): R[];
}

/** Exists only inside a transaction, so a write outside one does not compile. */
export interface Writer extends Reader {
  /** Returns the number of rows changed. */
  run<P>(query: Statement<P, unknown>, parameters: P): number;
  execute(compilable: Compilable): number;
  /** For INSERT into a table with an autoincrement key. Returns that key. */
  insert<P>(query: Statement<P, unknown>, parameters: P): number;
  /** Milliseconds since 1970 by the laptop's clock, for what is written down with the time it happened at. */
  now(): number;
}

/**
 * The one connection to an account's database. Synchronous on purpose: it lives in the engine's thread, where nothing
 * else waits, and so nothing foreign can be awaited inside a transaction.
 */
export class Database implements Reader {
  readonly #connection: Sqlite.Database;
  readonly #prepared = new Map<string, Sqlite.Statement>();
  readonly #now: () => number;
  /** Made once, because better-sqlite3 makes four functions for each transaction. */
  readonly #whole: Sqlite.Transaction<(work: (write: Writer) => unknown) => unknown>;
  #writing = false;

  constructor(connection: Sqlite.Database, now: () => number) {
    this.#connection = connection;
    this.#now = now;
    this.#whole = connection.transaction((work) => work(this.#writer));
  }

  all<P, R>(query: Statement<P, R>, parameters: P): R[] {
    return this.#statement(query.sql).all(...query.values(parameters)) as R[];
  }

  first<P, R>(query: Statement<P, R>, parameters: P): R | undefined {
    return this.#statement(query.sql).get(...query.values(parameters)) as R | undefined;
  }

  select<R>(compilable: Compilable<R>): R[] {
    return this.all(once(compilable), {});
  }

  /**
   * Runs `work` in one transaction and commits with one flush to the disk; an exception rolls everything back.
   * IMMEDIATE, so that a second process is noticed at the start and not at the first write.
   */
  transaction<T>(work: (write: Writer) => T): T {
    if (this.#writing) throw new Error('a transaction inside a transaction: hand the Writer on instead');
    this.#writing = true;
    try {
      return this.#whole.immediate(work) as T;
    } finally {
      this.#writing = false;
    }
  }

  /** Moves the write-ahead log into the database file while nobody waits (docs/performance.md, trap 4). */
  checkpoint(): void {
    this.#connection.pragma('wal_checkpoint(PASSIVE)');
  }

  /** Moves the whole log into the file and closes. Closing again does nothing. */
  close(): void {
    if (!this.#connection.open) return;
    this.#prepared.clear();
    this.#connection.pragma('wal_checkpoint(TRUNCATE)');
    this.#connection.close();
  }

  readonly #writer: Writer = {
    all: (query, parameters) => this.all(query, parameters),
    first: (query, parameters) => this.first(query, parameters),
    select: (compilable) => this.select(compilable),
    run: (query, parameters) => this.#statement(query.sql).run(...query.values(parameters)).changes,
    execute: (compilable) => {
      const { sql, parameters } = compilable.compile();
      return this.#statement(sql).run(...parameters).changes;
    },
    insert: (query, parameters) =>
      Number(this.#statement(query.sql).run(...query.values(parameters)).lastInsertRowid),
    now: () => this.#now(),
  };

  #statement(sql: string): Sqlite.Statement {
    const known = this.#prepared.get(sql);
    if (known) return known;
    if (this.#prepared.size >= PREPARED) {
      const oldest = this.#prepared.keys().next();
      if (!oldest.done) this.#prepared.delete(oldest.value);
    }
    const statement = this.#connection.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement;
  }
}
