import { sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { build, statement } from '../database/query.ts';
import type { CacheTable } from './cache-table.ts';
import { createIndexes } from './indexes.ts';
import { createSearch, recoverSearch } from './search.ts';
import { keepBase, recomputeView } from './view.ts';

/**
 * Makes the cache tables fit the definition: new ones are made, changed ones rebuilt with what they held, those of dropped
 * datasets removed. Pending changes live elsewhere and are laid over the rebuilt rows again. Returns the tables that must be
 * downloaded from the start.
 */
export function buildCacheTables(
  write: Writer,
  tables: ReadonlyMap<string, CacheTable>,
  indexes: ReadonlyMap<string, readonly string[][]>,
): string[] {
  const stale: string[] = [];
  const known = new Map(
    write.select(build.selectFrom('cached_dataset').selectAll()).map((row) => [row.table_name, row]),
  );
  for (const name of known.keys()) if (!tables.has(name)) dropTable(write, name);

  for (const table of tables.values()) {
    const before = known.get(table.name);
    if (before?.signature !== table.signature) rebuild(write, table, before !== undefined);
    else recoverSearch(write, table);
    createIndexes(write, table, indexes.get(table.name) ?? []);
    if (before?.signature === table.signature && before.query === table.query) continue;
    stale.push(table.name);
    downloadAnew(write, table);
  }
  return stale;
}

/** Writes down that nothing of a dataset has been downloaded yet as it is now. When it was last up to date is kept. */
function downloadAnew(write: Writer, table: CacheTable): void {
  const anew = {
    signature: table.signature,
    query: table.query,
    watermark: '',
    watermark_sys_id: '',
    complete: 0,
    compared_at: null,
    uncached: 0,
  };
  write.execute(
    build
      .insertInto('cached_dataset')
      .values({ table_name: table.name, as_of: null, ...anew })
      .onConflict((conflict) => conflict.column('table_name').doUpdateSet(anew)),
  );
}

function rebuild(write: Writer, table: CacheTable, exists: boolean): void {
  const old = `old_${table.cache}`;
  if (exists) {
    dropSearch(write, table.name);
    for (const { name } of indexesOf(write, table.cache)) {
      write.execute(statement(sql`DROP INDEX ${sql.id(name)}`));
    }
    write.execute(statement(sql`ALTER TABLE ${sql.id(table.cache)} RENAME TO ${sql.id(old)}`));
  }
  const columns = table.columns.map((column) =>
    column === 'sys_id' ? sql`sys_id TEXT NOT NULL UNIQUE` : sql`${sql.id(column)} TEXT NOT NULL DEFAULT ''`,
  );
  // A rowid of its own: the full-text index points at it, and it must survive VACUUM.
  write.execute(
    statement(
      sql`CREATE TABLE ${sql.id(table.cache)} (row INTEGER PRIMARY KEY, ${sql.join(columns)}) STRICT`,
    ),
  );
  if (exists) {
    const before = new Set(columnsOf(write, old));
    const shared = sql.join(
      table.columns.filter((column) => before.has(column)).map((column) => sql.id(column)),
    );
    write.execute(
      statement(sql`INSERT INTO ${sql.id(table.cache)} (${shared}) SELECT ${shared} FROM ${sql.id(old)}`),
    );
    write.execute(statement(sql`DROP TABLE ${sql.id(old)}`));
  }
  createSearch(write, table);
  // By the changes and not by the bases: those went with the table if its dataset was away for a while.
  const changed = write.select(
    build.selectFrom('pending_change').select('sys_id').distinct().where('table_name', '=', table.name),
  );
  for (const { sys_id } of changed) {
    keepBase(write, table, sys_id);
    recomputeView(write, table, sys_id);
  }
}

function dropTable(write: Writer, name: string): void {
  dropSearch(write, name);
  write.execute(statement(sql`DROP TABLE IF EXISTS ${sql.id(`cache_${name}`)}`));
  write.execute(build.deleteFrom('cached_base').where('table_name', '=', name));
  write.execute(build.deleteFrom('cached_dataset').where('table_name', '=', name));
}

function dropSearch(write: Writer, name: string): void {
  write.execute(statement(sql`DROP TABLE IF EXISTS ${sql.id(`search_${name}`)}`));
  for (const event of ['insert', 'update', 'delete']) {
    write.execute(statement(sql`DROP TRIGGER IF EXISTS ${sql.id(`search_${name}_${event}`)}`));
  }
}

function columnsOf(write: Writer, table: string): string[] {
  return write
    .select(statement(sql<{ name: string }>`SELECT name FROM pragma_table_info(${table})`))
    .map(({ name }) => name);
}

/** Indexes made by CREATE INDEX; those of UNIQUE columns have no SQL of their own and cannot be dropped. */
function indexesOf(write: Writer, table: string): { name: string }[] {
  return write.select(
    statement(
      sql<{
        name: string;
      }>`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ${table} AND sql IS NOT NULL`,
    ),
  );
}
