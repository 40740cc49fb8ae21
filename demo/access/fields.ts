import { Refusal } from '../refusal.ts';
import type { Column } from '../schema/column.ts';
import { known } from '../schema/schema.ts';
import type { Session } from './session.ts';

/** Fields that only administrators read, whatever may be read of the record otherwise. */
const closed: readonly (readonly [table: string, field: string])[] = [
  ['sys_user', 'last_login_time'],
  ['sys_user', 'locked_out'],
];

const columns = new Set(closed.map(([table, field]) => known(table).columns.get(field)));

/** Whether the user may see what the column holds. Where not, it shows as empty. */
export function mayRead(session: Session, column: Column): boolean {
  return !columns.has(column) || session.roles.has('admin');
}

/** Refuses a query that would tell what the user may not read. */
export function requireReadable(session: Session, table: string, asked: readonly Column[]): void {
  if (asked.every((column) => mayRead(session, column))) return;
  throw new Refusal(
    403,
    `Operation against file '${table}' was denied due to table security.`,
    'Field(s) present in the query do not have permission to be read.',
  );
}
