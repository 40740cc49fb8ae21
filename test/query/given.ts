import type { Fields } from '../../main/query/columns.ts';
import type { QueryContext } from '../../main/query/context.ts';
import type { Table } from '../../main/query/table.ts';

/** A table without references that lies in `t`. */
export function tableWith(types: Fields): Table {
  return { name: 't', cache: 't', types, references: new Map() };
}

/** A Monday at 12:15 in Vienna, the day after clocks went forward there. */
export const context: QueryContext = {
  userId: 'u1',
  userName: 'abel.tuter',
  now: Date.parse('2026-03-30T10:15:30Z'),
  timeZone: 'Europe/Vienna',
};
