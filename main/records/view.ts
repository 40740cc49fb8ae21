import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import type { Row } from '../query/row.ts';
import type { CacheTable } from './cache-table.ts';
import { type PendingChange, pendingOf } from './pending.ts';
import { putRow, readRow, removeRow } from './row.ts';

const readBase = query<{ sys_id: string }, { base: string | null }>((p) =>
  build.selectFrom('cached_base').select('base').where('sys_id', '=', p('sys_id')),
);

const writeBase = query<{ sys_id: string; table_name: string; base: string | null }>((p) =>
  build
    .insertInto('cached_base')
    .values({ sys_id: p('sys_id'), table_name: p('table_name'), base: p('base') })
    .onConflict((conflict) =>
      conflict.column('sys_id').doUpdateSet((row) => ({ base: row.ref('excluded.base') })),
    ),
);

const dropBase = query<{ sys_id: string }>((p) =>
  build.deleteFrom('cached_base').where('sys_id', '=', p('sys_id')),
);

/**
 * What the instance last said of a record: kept apart while entries change the view, otherwise the view itself.
 * Null when the instance has no such record.
 */
export function baseOf(reader: Reader, table: CacheTable, sysId: string): Row | null {
  const kept = reader.first(readBase, { sys_id: sysId });
  if (kept) return kept.base === null ? null : (JSON.parse(kept.base) as Row);
  return readRow(reader, table, sysId) ?? null;
}

/** True while the base is kept apart, that is while unacknowledged entries change the record. */
export function isChanged(reader: Reader, sysId: string): boolean {
  return reader.first(readBase, { sys_id: sysId }) !== undefined;
}

/** Sets the base apart before the first pending change; to be called before `addPending`. */
export function keepBase(write: Writer, table: CacheTable, sysId: string): void {
  if (isChanged(write, sysId)) return;
  const row = readRow(write, table, sysId);
  write.run(writeBase, {
    sys_id: sysId,
    table_name: table.name,
    base: row === undefined ? null : JSON.stringify(row),
  });
}

/**
 * Takes in what the instance says of a record: `told` may hold only some fields, the others stay as they were (a partial answer
 * must never empty a cached record: ServiceNow PRB1959666). Null: the record is gone. Pending changes stay laid over it.
 * Returns whether anything changed.
 */
export function takeBase(write: Writer, table: CacheTable, sysId: string, told: Row | null): boolean {
  if (!isChanged(write, sysId)) {
    if (told === null) return removeRow(write, table, sysId);
    const before = isWhole(table, told) ? undefined : readRow(write, table, sysId);
    return putRow(write, table, { ...before, ...told });
  }
  const base = told === null ? null : { ...baseOf(write, table, sysId), ...told };
  write.run(writeBase, {
    sys_id: sysId,
    table_name: table.name,
    base: base === null ? null : JSON.stringify(base),
  });
  return recomputeView(write, table, sysId);
}

/**
 * Writes the view of a record anew: base and the pending changes of its unacknowledged entries, in order. Nothing else
 * writes a local effect (docs/architecture.md), so taking a change away restores exactly what would have been.
 */
export function recomputeView(write: Writer, table: CacheTable, sysId: string): boolean {
  const changes = pendingOf(write, sysId);
  const base = baseOf(write, table, sysId);
  if (changes.length === 0) write.run(dropBase, { sys_id: sysId });
  const view = changes.reduce<Row | null>(apply, base);
  return view === null ? removeRow(write, table, sysId) : putRow(write, table, view);
}

/** The view of a record as it would be without the changes of these entries. Writes nothing. */
export function viewWithout(
  reader: Reader,
  table: CacheTable,
  sysId: string,
  entries: ReadonlySet<number>,
): Row | null {
  const left = pendingOf(reader, sysId).filter(({ entry }) => !entries.has(entry));
  return laidOver(table, baseOf(reader, table, sysId), left);
}

/** The record as the entries before a number leave it; null when it is not there then. */
export function viewBefore(reader: Reader, table: CacheTable, sysId: string, entry: number): Row | null {
  const earlier = pendingOf(reader, sysId).filter((change) => change.entry < entry);
  return laidOver(table, baseOf(reader, table, sysId), earlier);
}

/** Changes laid over a record, as a whole row: what was made here and never told is empty there, as the view shows it. */
function laidOver(table: CacheTable, base: Row | null, changes: readonly PendingChange[]): Row | null {
  const row = changes.reduce<Row | null>(apply, base);
  return row && { ...Object.fromEntries(table.columns.map((column) => [column, ''])), ...row };
}

/** One pending change laid over a record; an update of a record that is gone has nothing to lie on. */
function apply(view: Row | null, change: PendingChange): Row | null {
  switch (change.operation) {
    case 'insert':
      return { ...view, sys_id: change.sys_id, ...change.fields };
    case 'update':
      return view === null ? null : { ...view, ...change.fields };
    case 'delete':
      return null;
    case 'note':
    case 'attach':
      return view;
  }
}

function isWhole(table: CacheTable, told: Row): boolean {
  return table.columns.every((column) => column in told);
}
