import { type RawBuilder, sql } from 'kysely';
import type { Writer } from '../database/database.ts';
import { build, buildCache, statement } from '../database/query.ts';
import { readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CacheTable } from '../records/cache-table.ts';
import type { Catalog } from '../records/catalog.ts';
import { recomputeView } from '../records/view.ts';

/**
 * The instance gave a created record another sys_id than the one it was sent. Everything that refers to the old one
 * follows: waiting entries and their steps, those whose discard may be undone, drafts, pending changes, cached
 * references, the record itself. Returns the entry as it now reads. A sys_id is 32 random hex digits, so that replacing
 * this one in a text cannot hit anything else.
 */
export function renameRecord(write: Writer, catalog: Catalog, entry: Entry, from: string, to: string): Entry {
  renameWaiting(write, from, to);
  renameKept(write, from, to);
  moveKey(write, 'outbox_touch', from, to);
  moveKey(write, 'cached_base', from, to);
  for (const table of catalog.tables.values()) renameCached(write, table, from, to);
  const bases = build.selectFrom('cached_base').select('table_name').where('sys_id', '=', to);
  for (const { table_name } of write.select(bases)) {
    const table = catalog.tables.get(table_name);
    if (table) recomputeView(write, table, to);
  }
  return readEntry(write, entry.seq) ?? entry;
}

/** In entries that wait, and in their changes to the view. */
function renameWaiting(write: Writer, from: string, to: string): void {
  write.execute(
    build
      .updateTable('outbox_entry')
      .set({
        sys_id: replaced('sys_id', from, to),
        touches: replaced('touches', from, to),
        steps: replaced('steps', from, to),
        inputs: replaced('inputs', from, to),
        question: replaced('question', from, to),
      })
      .where(sql<boolean>`state <> 'sent'`)
      .where(holds(['touches', 'steps', 'inputs', 'question'], from)),
  );
  write.execute(
    build
      .updateTable('pending_change')
      .set({ sys_id: replaced('sys_id', from, to), fields: replaced('fields', from, to) })
      .where(holds(['sys_id', 'fields'], from)),
  );
}

/** In what was discarded and may come back, and in drafts. */
function renameKept(write: Writer, from: string, to: string): void {
  write.execute(
    build
      .updateTable('outbox_discarded')
      .set({ entry: replaced('entry', from, to), changes: replaced('changes', from, to) })
      .where(holds(['entry', 'changes'], from)),
  );
  write.execute(
    build
      .updateTable('draft')
      .set({
        sys_id: replaced('sys_id', from, to),
        inputs: replaced('inputs', from, to),
        targets: replaced('targets', from, to),
      })
      .where(holds(['sys_id', 'inputs', 'targets'], from)),
  );
}

/** In the cached records of a table: the record itself goes, and what refers to it follows. */
function renameCached(write: Writer, table: CacheTable, from: string, to: string): void {
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

/**
 * Under the new sys_id there may be something already: the record came in with a pull before the answer to its creation was
 * known, and the person has worked on it.
 */
function moveKey(write: Writer, table: 'outbox_touch' | 'cached_base', from: string, to: string): void {
  const name = sql.table(table);
  write.execute(statement(sql`UPDATE OR IGNORE ${name} SET sys_id = ${to} WHERE sys_id = ${from}`));
  write.execute(build.deleteFrom(table).where('sys_id', '=', from));
}

function replaced(column: string, from: string, to: string): RawBuilder<string> {
  return sql<string>`replace(${sql.id(column)}, ${from}, ${to})`;
}

function holds(columns: readonly string[], sysId: string): RawBuilder<boolean> {
  const each = columns.map((column) => sql`instr(coalesce(${sql.id(column)}, ''), ${sysId})`);
  return sql<boolean>`(${sql.join(each, sql` OR `)})`;
}
