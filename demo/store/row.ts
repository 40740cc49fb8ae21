import type { Table } from '../schema/table.ts';

/** A record as the instance keeps it: every value a string, references by sys_id, times in UTC. Never changed in place. */
export type Row = Readonly<Record<string, string>>;

/** The field's value; empty when the row has none, as on the instance. */
export function read(row: Row | undefined, field: string): string {
  return row?.[field] ?? '';
}

const blanks = new WeakMap<Table, Row>();

/**
 * A row with every column of the table at its default, to write on. Copied from one that came out of JSON.parse: rows
 * built up field by field would be kept as hash tables, at twice the memory and half the speed.
 */
export function blankRow(table: Table): Record<string, string> {
  const known = blanks.get(table);
  if (known) return { ...known };
  const defaults = [...table.columns.values()].map((column) => [column.name, column.default] as const);
  const blank = JSON.parse(JSON.stringify(Object.fromEntries(defaults))) as Row;
  blanks.set(table, blank);
  return { ...blank };
}
