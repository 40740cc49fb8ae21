import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import Sqlite from 'better-sqlite3';
import type { RawBuilder } from 'kysely';
import { SqliteQueryCompiler, createQueryId, sql } from 'kysely';

import type { Fields } from '../../main/query/columns.ts';
import { shownColumn } from '../../main/query/columns.ts';
import type { Row } from '../../main/query/row.ts';
import { sqlFunctions } from '../../main/query/sql-functions.ts';

/** Writes parameters as the engine does: `+?` has no affinity and does not make SQLite recompile the statement. */
class Compiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder() {
    return '+?';
  }
}

/** A database on disk with the functions of queries, for tables that look as cache tables do, mostly one called `t`. */
export class Table {
  readonly #folder = mkdtempSync(join(tmpdir(), 'outpost-query-'));
  #database = this.#open();
  #fills = 0;

  #open(): Sqlite.Database {
    const database = new Sqlite(join(this.#folder, 'test.db'));
    database.pragma('synchronous=OFF');
    for (const [name, run] of Object.entries(sqlFunctions)) {
      database.function(name, { deterministic: true, varargs: true }, run);
    }
    return database;
  }

  /** Makes a table anew with these records, and an index on each list of expressions. */
  fill(
    fields: Fields,
    rows: readonly Row[],
    indexes: readonly (readonly string[])[] = [],
    table = 't',
  ): void {
    // Statements live until they are collected, and each change of the schema visits them all.
    if (++this.#fills % 200 === 0) {
      this.#database.close();
      this.#database = this.#open();
    }
    const columns = columnsOf(fields);
    const names = columns.map((name) => `"${name}"`).join(', ');
    this.#database.transaction(() => {
      this.#database.exec(`drop table if exists ${table}`);
      this.#database.exec(
        `create table ${table} (${columns.map((name) => `"${name}" text not null default ''`).join(', ')}) strict`,
      );
      indexes.forEach((expressions, at) => {
        this.#database.exec(`create index ${table}_${at} on ${table} (${expressions.join(', ')})`);
      });
      const insert = this.#database.prepare(
        `insert into ${table} (${names}) values (${columns.map(() => '?').join(', ')})`,
      );
      for (const row of rows) insert.run(columns.map((name) => row[name] ?? ''));
    })();
  }

  /** Rows of a statement, each with every column it selects. */
  rows(statement: RawBuilder<unknown>): Row[] {
    const { text, parameters } = compile(statement);
    return this.#database.prepare<unknown[], Row>(text).all(...parameters);
  }

  /** How SQLite goes about a statement, a line a step. */
  plan(statement: RawBuilder<unknown>): string[] {
    const { text, parameters } = compile(statement);
    const explain = this.#database.prepare<unknown[], { detail: string }>(`explain query plan ${text}`);
    return explain.all(...parameters).map(({ detail }) => detail);
  }

  close(): void {
    this.#database.close();
    rmSync(this.#folder, { recursive: true });
  }
}

/** Names of the columns of a cache table with these fields. */
export function columnsOf(fields: Fields): string[] {
  return [...fields].flatMap(([field, type]) => [...new Set([field, shownColumn(field, type)])]);
}

/** `select *, <more> from t where <conditions> order by <order>`. */
export function select(
  conditions: readonly RawBuilder<unknown>[],
  order: readonly RawBuilder<unknown>[],
  limit = -1,
  more: readonly RawBuilder<unknown>[] = [],
): RawBuilder<unknown> {
  const where = sql.join(conditions, sql` and `);
  return sql`select ${sql.join([sql`*`, ...more])} from t where ${where} order by ${sql.join(order)} limit ${limit}`;
}

export function compile(statement: RawBuilder<unknown>): { text: string; parameters: readonly unknown[] } {
  const compiled = new Compiler().compileQuery(statement.toOperationNode(), createQueryId());
  return { text: compiled.sql, parameters: compiled.parameters };
}
