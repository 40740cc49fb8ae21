import { Refusal } from '../refusal.ts';
import type { Column } from '../schema/column.ts';
import type { Session } from './session.ts';

/** Whether the user may see what the column holds. Where not, it shows as empty. */
export function mayRead(session: Session, column: Column): boolean {
  return !column.restricted || session.roles.has('admin');
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
