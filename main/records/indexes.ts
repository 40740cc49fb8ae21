import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { statement } from '../database/query.ts';
import type { Definition } from '../definition/schema.ts';
import { parse } from '../query/parse.ts';
import { sortExpression } from '../query/sort.ts';
import type { OrderKey } from '../query/tree.ts';
import type { CacheTable } from './cache-table.ts';

/**
 * The indexes that the definition's screens need, as lists of SQL expressions by table: for each list its equalities,
 * then its order as far as it is by fields of the table, then sys_id; for each related list its reference. Every further index makes every trigger dearer
 * (docs/performance.md), so there are no others.
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
    const equalities =
      query.groups.length === 1
        ? (query.groups[0] ?? []).flatMap((term) =>
            term.length === 1 && term[0]?.operator === '=' && table.types.has(term[0].field)
              ? [`"${term[0].field}"`]
              : [],
          )
        : [];
    const order = query.order.map((key) => orderedBy(key, table));
    const walk = order.indexOf(null);
    // What comes behind a field of another record is sorted anew for every page; no index helps there.
    const served = walk === -1 ? [...order, '"sys_id"'] : order.slice(0, walk);
    const expressions = [...new Set([...equalities, ...served])].filter((one) => one !== null);
    if (expressions.length > 0) add(list.table, expressions);
  }
  for (const { related } of definition.records) {
    for (const { table, field } of related) add(table, [`"${field}"`]);
  }
  return new Map([...indexes].map(([table, known]) => [table, [...known.values()]]));
}

/** What an index holds of a key; null for a field of another record. */
function orderedBy({ field, descending }: OrderKey, { types }: CacheTable): string | null {
  const type = types.get(field);
  return type === undefined ? null : `${sortExpression(field, type)}${descending ? ' DESC' : ''}`;
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
