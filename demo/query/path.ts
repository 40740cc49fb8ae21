import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';

/** A field of a table, or of a record it refers to: `assigned_to.manager.name`. */
export interface Path {
  column: Column;
  /** The value; empty when a reference on the way is. */
  of: (row: Row) => string;
  /** Whether `of` needs the row alone. */
  own: boolean;
}

const LONGEST = 4;

/** Finds the field a path names; null when a step of it is no column or no reference. */
export function resolve(store: Store, table: Table, path: string): Path | null {
  const [first, ...rest] = path.split('.');
  const column = table.columns.get(first ?? '');
  if (!column || rest.length >= LONGEST) return null;
  const name = column.name;
  if (rest.length === 0) return { column, of: (row) => read(row, name), own: true };
  const target = store.schema.get(column.reference);
  const further = target && resolve(store, target, rest.join('.'));
  if (!target || !further) return null;
  const of = (row: Row): string => {
    const referred = find(store, target.name, read(row, name));
    return referred ? further.of(referred) : '';
  };
  return { column: further.column, of, own: false };
}

/** The record of the table, or of one that extends it. */
export function find(store: Store, table: string, sysId: string): Row | undefined {
  if (sysId === '') return undefined;
  for (const member of store.schema.family(table)) {
    const row = store.get(member.name, sysId);
    if (row) return row;
  }
  return undefined;
}

/** What a reference to the record shows; empty when there is no such record. */
export function displayOf(store: Store, table: string, sysId: string): string {
  const row = find(store, table, sysId);
  return row ? read(row, store.schema.get(read(row, 'sys_class_name'))?.display ?? 'sys_id') : '';
}
