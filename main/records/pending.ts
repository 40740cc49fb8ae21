import type { FileReference } from '../../preload/contract/files.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import { displayColumn } from './cache-table.ts';

/** A change that an unacknowledged entry makes to the view of one record. */
export type PendingChange = {
  table: string;
  sys_id: string;
  /** Place among the changes of its entry. */
  step: number;
} & (
  | { operation: 'insert' | 'update'; fields: Record<string, string> }
  | { operation: 'delete' }
  | { operation: 'note'; field: string; text: string }
  | { operation: 'attach'; file: FileReference }
);

interface PendingRow {
  sys_id: string;
  entry: number;
  step: number;
  table_name: string;
  operation: 'insert' | 'update' | 'delete' | 'note' | 'attach';
  fields: string;
}

const insert = query<{ [K in keyof PendingRow]: PendingRow[K] }>((p) =>
  build.insertInto('pending_change').values({
    sys_id: p('sys_id'),
    entry: p('entry'),
    step: p('step'),
    table_name: p('table_name'),
    operation: p('operation'),
    fields: p('fields'),
  }),
);

const ofRecord = query<{ sys_id: string }, PendingRow>((p) =>
  build
    .selectFrom('pending_change')
    .selectAll()
    .where('sys_id', '=', p('sys_id'))
    .orderBy('entry')
    .orderBy('step'),
);

const creating = query<{ sys_id: string }, { table_name: string }>((p) =>
  build
    .selectFrom('pending_change')
    .select('table_name')
    .where('sys_id', '=', p('sys_id'))
    .where('operation', '=', 'insert')
    .limit(1),
);

const forget = query<{ sys_id: string; entry: number }>((p) =>
  build.deleteFrom('pending_change').where('sys_id', '=', p('sys_id')).where('entry', '=', p('entry')),
);

/** Writes the change down. The view is not touched; `recomputeView` does that. */
export function addPending(write: Writer, entry: number, change: PendingChange): void {
  const { table, sys_id, step, operation } = change;
  const fields = JSON.stringify(contentOf(change));
  write.run(insert, { sys_id, entry, step, table_name: table, operation, fields });
}

/** Writes a change down again as it was stored before its entry was discarded. */
export function restorePending(write: Writer, stored: PendingRow): void {
  write.run(insert, stored);
}

/** Changes of all unacknowledged entries to a record, in the order in which they were triggered. */
export function pendingOf(reader: Reader, sysId: string): (PendingChange & { entry: number })[] {
  return reader.all(ofRecord, { sys_id: sysId }).map((row) => {
    const at = { table: row.table_name, sys_id: row.sys_id, step: row.step, entry: row.entry };
    const content: unknown = JSON.parse(row.fields);
    switch (row.operation) {
      case 'insert':
      case 'update':
        return { ...at, operation: row.operation, fields: content as Record<string, string> };
      case 'delete':
        return { ...at, operation: 'delete' };
      case 'note':
        return { ...at, operation: 'note', ...(content as { field: string; text: string }) };
      case 'attach':
        return { ...at, operation: 'attach', file: content as FileReference };
    }
  });
}

/** The table of a record that was created here and that the instance has not acknowledged; null for any other. */
export function createdHere(reader: Reader, sysId: string): string | null {
  return reader.first(creating, { sys_id: sysId })?.table_name ?? null;
}

/** Takes an entry's changes to a record away: it was acknowledged, edited or discarded. */
export function forgetPending(write: Writer, entry: number, sysId: string): void {
  write.run(forget, { sys_id: sysId, entry });
}

/** Takes fields off an entry's updates of a record where `off` says so of a field and its value. */
export function dropFields(
  write: Writer,
  entry: number,
  sysId: string,
  off: (field: string, value: string) => boolean,
): void {
  const changes = pendingOf(write, sysId).filter((change) => change.entry === entry);
  forgetPending(write, entry, sysId);
  for (const change of changes) {
    if (change.operation !== 'update') {
      addPending(write, entry, change);
      continue;
    }
    const gone = Object.entries(change.fields).flatMap(([field, value]) =>
      off(field, value) ? [field, displayColumn(field)] : [],
    );
    const kept = Object.entries(change.fields).filter(([field]) => !gone.includes(field));
    if (kept.length > 0) addPending(write, entry, { ...change, fields: Object.fromEntries(kept) });
  }
}

/** What a change holds besides its place, as stored. */
function contentOf(change: PendingChange): unknown {
  switch (change.operation) {
    case 'insert':
    case 'update':
      return change.fields;
    case 'delete':
      return {};
    case 'note':
      return { field: change.field, text: change.text };
    case 'attach':
      return change.file;
  }
}
