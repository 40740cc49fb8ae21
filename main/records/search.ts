import { sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { statement } from '../database/query.ts';
import type { CacheTable } from './cache-table.ts';

/**
 * Makes the full-text index of a cache table and fills it. It holds no text of its own: it points into the cache
 * table, and triggers keep it true whoever writes there.
 */
export function createSearch(write: Writer, table: CacheTable): void {
  if (table.index === null) return;
  const index = sql.id(table.index);
  const columns = sql.join(table.searched.map((column) => sql.id(column)));
  write.execute(
    statement(
      sql`CREATE VIRTUAL TABLE ${index} USING fts5(${columns}, content=${sql.lit(table.cache)}, content_rowid='row', tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
    ),
  );
  fillSearch(write, table);
}

/** Stops the upkeep while very many rows are written; `fillSearch` takes it up again. */
export function suspendSearch(write: Writer, table: CacheTable): void {
  if (table.index === null) return;
  for (const event of ['insert', 'update', 'delete']) {
    write.execute(statement(sql`DROP TRIGGER IF EXISTS ${sql.id(`${table.index}_${event}`)}`));
  }
}

/** Reads the whole cache table into the index (1.6 times a bare load; triggers during it cost 2.8 times). */
export function fillSearch(write: Writer, table: CacheTable): void {
  if (table.index === null) return;
  const index = sql.id(table.index);
  write.execute(statement(sql`INSERT INTO ${index} (${index}) VALUES ('rebuild')`));
  suspendSearch(write, table);
  const cache = sql.id(table.cache);
  const list = sql.join(table.searched.map((column) => sql.id(column)));
  const of = (row: string) => sql.join(table.searched.map((column) => sql.ref(`${row}.${column}`)));
  const add = sql`INSERT INTO ${index} (rowid, ${list}) VALUES (new.row, ${of('new')});`;
  const remove = sql`INSERT INTO ${index} (${index}, rowid, ${list}) VALUES ('delete', old.row, ${of('old')});`;
  const trigger = (event: string) => sql.id(`${table.index}_${event}`);
  write.execute(
    statement(sql`CREATE TRIGGER ${trigger('insert')} AFTER INSERT ON ${cache} BEGIN ${add} END`),
  );
  write.execute(
    statement(sql`CREATE TRIGGER ${trigger('delete')} AFTER DELETE ON ${cache} BEGIN ${remove} END`),
  );
  // A row is written whole; its words mostly stay.
  const differs = sql.join(
    table.searched.map((column) => sql`${sql.ref(`old.${column}`)} <> ${sql.ref(`new.${column}`)}`),
    sql` OR `,
  );
  write.execute(
    statement(
      sql`CREATE TRIGGER ${trigger('update')} AFTER UPDATE ON ${cache} WHEN ${differs} BEGIN ${remove} ${add} END`,
    ),
  );
}

/** Takes the upkeep up again where the process died while it was suspended. */
export function recoverSearch(write: Writer, table: CacheTable): void {
  if (table.index === null) return;
  const trigger = `${table.index}_insert`;
  const kept = statement(sql`SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = ${trigger}`);
  if (write.select(kept).length === 0) fillSearch(write, table);
}

/**
 * Turns what a person typed into an FTS5 expression: every word must begin a word of the record. Null when nothing
 * searchable was typed.
 */
export function searchExpression(typed: string): string | null {
  const words = typed.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' ');
}
