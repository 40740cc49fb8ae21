/** A record as the instance keeps it: every value a string, references by sys_id, times in UTC. Never changed in place. */
export type Row = Readonly<Record<string, string>>;

/** The field's value; empty when the row has none, as on the instance. */
export function read(row: Row | undefined, field: string): string {
  return row?.[field] ?? '';
}
