import type Sqlite from 'better-sqlite3';
import { rowsIn } from '../look.ts';
import { Violation } from '../violation.ts';

type Row = Record<string, string>;
interface Change {
  sys_id: string;
  table_name: string;
  entry: number;
  operation: 'insert' | 'update' | 'delete' | 'note' | 'attach';
  fields: string;
}

/**
 * The view of every record is its base with the changes of waiting entries laid over it in order; changes belong to entries
 * that wait; and a base is kept apart exactly while there are changes. Worked out here anew, by other means than the engine's.
 */
export function judgeViews(database: Sqlite.Database): void {
  const changes = rowsIn<Change>(database, 'SELECT * FROM pending_change ORDER BY sys_id, entry, step');
  const waiting = new Set(
    rowsIn<{ seq: number }>(database, `SELECT seq FROM outbox_entry WHERE state <> 'sent'`).map(
      ({ seq }) => seq,
    ),
  );
  const orphan = changes.find(({ entry }) => !waiting.has(entry));
  if (orphan)
    throw new Violation(
      'view',
      `a change of ${orphan.sys_id} belongs to entry ${orphan.entry}, which does not wait`,
    );
  const bases = new Map(
    rowsIn<{ sys_id: string; table_name: string; base: string | null }>(
      database,
      'SELECT * FROM cached_base',
    ).map((row) => [row.sys_id, row]),
  );
  const cached = new Set(
    rowsIn<{ table_name: string }>(database, 'SELECT table_name FROM cached_dataset').map(
      ({ table_name }) => table_name,
    ),
  );
  const byRecord = Map.groupBy(changes, ({ sys_id }) => sys_id);
  for (const [sysId, { table_name: table, base }] of bases) {
    const laid = byRecord.get(sysId);
    if (!laid)
      throw new Violation('view', `the base of ${table} ${sysId} is kept apart, but nothing changes it`);
    if (!cached.has(table)) continue;
    const expected = laid.reduce<Row | null>(apply, base === null ? null : (JSON.parse(base) as Row));
    const [shown] = rowsIn<Row>(database, `SELECT * FROM cache_${table} WHERE sys_id = ?`, sysId);
    compare(`${table} ${sysId}`, expected, shown ?? null);
  }
  const missing = changes.find(({ sys_id, table_name }) => !bases.has(sys_id) && cached.has(table_name));
  if (missing)
    throw new Violation(
      'view',
      `${missing.table_name} ${missing.sys_id} is changed, but its base is not kept`,
    );
}

function apply(view: Row | null, { sys_id, operation, fields }: Change): Row | null {
  const values = JSON.parse(fields) as Row;
  if (operation === 'insert') return { ...view, sys_id, ...values };
  if (operation === 'update') return view && { ...view, ...values };
  return operation === 'delete' ? null : view;
}

function compare(name: string, expected: Row | null, shown: Row | null): void {
  if (expected === null || shown === null) {
    if (expected === shown) return;
    throw new Violation('view', `${name} is ${shown ? '' : 'not '}shown, but base and changes say otherwise`);
  }
  for (const [column, value] of Object.entries(shown)) {
    if (column === 'row' || value === (expected[column] ?? '')) continue;
    throw new Violation(
      'view',
      `${name} shows ${column} as “${value}”, but base and changes make it “${expected[column] ?? ''}”`,
    );
  }
}
