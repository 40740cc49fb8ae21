import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { statement } from '../database/query.ts';
import type { Definition } from '../definition/schema.ts';
import { parse } from '../query/parse.ts';
import { sortExpression } from '../query/sort.ts';
import type { CacheTable } from './cacheTable.ts';

/**
 * The indexes that the definition's screens need, as lists of SQL expressions by table: for each list its equalities,
 * then its order, then sys_id; for each related list its reference. Every further index makes every trigger dearer
 * (facts/performance.md), so there are no others.
 */
export function indexesFor(
  definition: Definition,
  tables: ReadonlyMap<string, CacheTable>,
): Map<string, string[][]> {
  const indexes = new Map<string, Map<string, string[]>>();
  const add = (table: string, expressions: string[]) => {
    const known = indexes.get(table) ?? new Map<string, string[]>();
    known.set(expressions.join(), expressions);
    indexes.set(table, known);
  };
  for (const list of definition.lists) {
    const table = tables.get(list.table);
    if (!table) continue;
    const query = parse(list.query);
    const typeOf = (field: string) => table.types.get(field) ?? 'string';
    const equalities =
      query.groups.length === 1
        ? (query.groups[0] ?? []).flatMap((term) =>
            term.length === 1 && term[0]?.operator === '=' && table.types.has(term[0].field)
              ? [`"${term[0].field}"`]
              : [],
          )
        : [];
    const order = query.order.map(
      ({ field, descending }) => `${sortExpression(field, typeOf(field))}${descending ? ' DESC' : ''}`,
    );
    add(list.table, [...new Set([...equalities, ...order]), '"sys_id"']);
  }
  for (const { related } of definition.records) {
    for (const { table, field } of related) add(table, [`"${field}"`]);
  }
  return new Map([...indexes].map(([table, known]) => [table, [...known.values()]]));
}

/** Makes the indexes that are missing and drops those that no screen needs any more. */
export function createIndexes(write: Writer, table: CacheTable, indexes: readonly string[][]): void {
  const wanted = new Map(indexes.map((expressions) => [indexName(table, expressions), expressions]));
  const present = write
    .select(
      statement(
        sql<{
          name: string;
        }>`SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ${table.cache} AND sql IS NOT NULL`,
      ),
    )
    .map(({ name }) => name);
  for (const name of present) {
    if (!wanted.has(name)) write.execute(statement(sql`DROP INDEX ${sql.id(name)}`));
  }
  for (const [name, expressions] of wanted) {
    if (present.includes(name)) continue;
    write.execute(
      statement(
        sql`CREATE INDEX ${sql.id(name)} ON ${sql.id(table.cache)} (${sql.raw(expressions.join(', '))})`,
      ),
    );
  }
}

function indexName(table: CacheTable, expressions: readonly string[]): string {
  return `${table.cache}_${createHash('sha256').update(expressions.join()).digest('hex').slice(0, 8)}`;
}
