import { shownColumn } from './columns.ts';
import type { Path } from './path.ts';
import type { Table } from './table.ts';

/** A record as cached: fields by name, the display values of references and choices as `dv_<field>`. What is missing counts as empty. */
export type Row = Readonly<Record<string, string>>;

/** Finds a cached record that a reference leads to. */
export type Lookup = (table: Table, sysId: string) => Row | undefined;

/** Reads the field at the end of a path; empty where a reference on the way is, or leads to nothing that is cached. */
export function textReader(
  { hops, field, type }: Path,
  reads: 'stored' | 'shown',
  lookup: Lookup,
): (row: Row) => string {
  const column = reads === 'shown' ? shownColumn(field, type) : field;
  if (hops.length === 0) return (row) => row[column] ?? '';
  return (row) => {
    const end = hops.reduce<Row | undefined>(
      (at, hop) => (at?.[hop.field] ? lookup(hop.table, at[hop.field] ?? '') : undefined),
      row,
    );
    return end?.[column] ?? '';
  };
}
