import { sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { build, buildCache, statement } from '../database/query.ts';
import { readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Catalog } from '../records/catalog.ts';
import { recomputeView } from '../records/view.ts';

/**
 * The instance gave a created record another sys_id than the one it was sent. Everything that refers to the old one
 * follows: waiting entries and their steps, those that were discarded and may come back, drafts, pending changes, cached
 * references, the record itself (DESIGN.md section 4). Answers the entry as it now reads. sys_ids are 32 random hex digits, so replacing the text cannot hit anything else.
 */
export function renameRecord(write: Writer, catalog: Catalog, entry: Entry, from: string, to: string): Entry {
  const replaced = (column: string) => sql<string>`replace(${sql.id(column)}, ${from}, ${to})`;
  write.execute(
    build
      .updateTable('outbox_entry')
      .set({
        sys_id: replaced('sys_id'),
        touches: replaced('touches'),
        steps: replaced('steps'),
        inputs: replaced('inputs'),
        conflict: replaced('conflict'),
      })
      .where(sql<boolean>`state <> 'sent'`),
  );
  write.execute(
    build.updateTable('outbox_discarded').set({ entry: replaced('entry'), changes: replaced('changes') }),
  );
  write.execute(
    build
      .updateTable('draft')
      .set({ sys_id: replaced('sys_id'), inputs: replaced('inputs'), targets: replaced('targets') }),
  );
  moveKey(write, 'outbox_touch', from, to);
  write.execute(
    build.updateTable('pending_change').set({ sys_id: replaced('sys_id'), fields: replaced('fields') }),
  );
  moveKey(write, 'cached_base', from, to);
  for (const table of catalog.tables.values()) {
    write.execute(buildCache.deleteFrom(table.cache).where('sys_id', '=', from));
    for (const { name, type } of table.fields) {
      if (type !== 'reference') continue;
      write.execute(
        buildCache
          .updateTable(table.cache)
          .set({ [name]: to })
          .where(name, '=', from),
      );
    }
    write.execute(
      statement(
        sql`UPDATE cached_base SET base = replace(base, ${from}, ${to}) WHERE table_name = ${table.name} AND base IS NOT NULL`,
      ),
    );
  }
  for (const { table_name } of write.select(
    build.selectFrom('cached_base').select('table_name').where('sys_id', '=', to),
  )) {
    const table = catalog.tables.get(table_name);
    if (table) recomputeView(write, table, to);
  }
  return readEntry(write, entry.seq) ?? entry;
}

/**
 * Under the new sys_id there may be something already: the record came in with a pull before the answer to its creation was
 * known, and the person has worked on it.
 */
function moveKey(write: Writer, table: 'outbox_touch' | 'cached_base', from: string, to: string): void {
  const name = sql.table(table);
  write.execute(statement(sql`UPDATE OR IGNORE ${name} SET sys_id = ${to} WHERE sys_id = ${from}`));
  write.execute(build.deleteFrom(table).where('sys_id', '=', from));
}
