import type { Database, Reader } from '../../main/database/database.ts';
import { buildCache, once } from '../../main/database/query.ts';
import { buildCacheTables } from '../../main/records/build.ts';
import type { Row } from '../../main/query/row.ts';
import type { CacheTable } from '../../main/records/cache-table.ts';
import { type Catalog, tableOf } from '../../main/records/catalog.ts';
import { indexesFor } from '../../main/records/indexes.ts';
import { takeBase } from '../../main/records/view.ts';
import { catalogOf, sysId } from './catalog.ts';
import { test as base } from './disk.ts';

/** A database with the cache tables of the demo's definition, and no instance anywhere. */
export const test = base.extend<{ catalog: Catalog; tasks: CacheTable }>({
  catalog: async ({ database }, use) => {
    const catalog = catalogOf();
    fit(database, catalog);
    await use(catalog);
  },
  tasks: async ({ catalog }, use) => {
    await use(tableOf(catalog, 'wm_task'));
  },
});

/** Makes the cache tables fit a catalog; answers those to be downloaded from the start. */
export function fit(database: Database, { definition, tables }: Catalog): string[] {
  return database.transaction((write) => buildCacheTables(write, tables, indexesFor(definition, tables)));
}

/** Takes rows from the instance. Their sys_ids are their places where they have none. */
export function take(database: Database, table: CacheTable, rows: readonly Row[]): void {
  database.transaction((write) => {
    rows.forEach((row, at) =>
      takeBase(write, table, row['sys_id'] ?? sysId(at), { sys_id: sysId(at), ...row }),
    );
  });
}

/** sys_ids of all records that a cache table shows. */
export function shownIn(database: Reader, table: CacheTable): string[] {
  return database
    .all(once(buildCache.selectFrom(table.cache).select('sys_id')), {})
    .map(({ sys_id }) => sys_id);
}
