import {
  type Compilable,
  DummyDriver,
  Kysely,
  type RawBuilder,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Schema } from './schema.ts';

/**
 * Writes parameters as `+?`. A bare `?` against a non-unique index makes SQLite's STAT4 build plan the statement anew
 * at every execution, 4-5 times slower on short lists (docs/performance.md, trap 2).
 */
class Compiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

/** Builds statements and cannot run them: running is the Database's business, synchronously. */
export const build = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new Compiler(),
  },
});

/**
 * The same builder for tables that are made at run time: every `cache_` table has text columns only. A row is its fields by
 * name, and a `rowid`.
 */
export const buildCache = build as unknown as Kysely<Record<string, Record<string, string>>>;

/** Makes a raw piece of SQL a statement of its own. */
export function statement<R>(raw: RawBuilder<R>): Compilable<R> {
  return { compile: () => raw.compile(build) };
}

/** Stands in a compiled statement for a value that is given at each run. */
class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A statement compiled once; `P` are its named parameters, `R` the rows it returns. */
export interface Statement<P, R> {
  readonly sql: string;
  values(parameters: P): unknown[];
  /** Carries the row type only. */
  readonly rows?: R;
}

type Values = Record<string, unknown>;

/**
 * Compiles a hot statement once, on first use: `query<{ seq: number }, Row>((p) => build.selectFrom(…).where('seq', '=', p('seq')))`.
 * Building with kysely at every run costs 1.45 times the whole write (docs/performance.md).
 */
export function query<P extends Values, R = unknown>(
  make: (parameter: <K extends keyof P & string>(name: K) => RawBuilder<P[K]>) => Compilable<R>,
): Statement<P, R> {
  let compiled: { sql: string; parameters: readonly unknown[] } | undefined;
  const get = () => (compiled ??= make((name) => sql`${sql.val(new Parameter(name))}`).compile());
  return {
    get sql() {
      return get().sql;
    },
    values: (given) =>
      get().parameters.map((value) => (value instanceof Parameter ? given[value.name] : value)),
  };
}

/** Wraps a statement built for one occasion (lists, tables known only at run time). */
export function once<R>(compilable: Compilable<R>): Statement<Record<string, never>, R> {
  const compiled = compilable.compile();
  return { sql: compiled.sql, values: () => [...compiled.parameters] };
}
