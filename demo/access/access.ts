import { operationFailed, Refusal } from '../refusal.ts';
import { read, type Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { Operation, Right } from './right.ts';
import type { Session } from './session.ts';

/** Access controls by table. */
export type Rights = ReadonlyMap<string, readonly Right[]>;

/** What decides who may do what, of an instance. */
interface Guard {
  rights: Rights;
  store: Store;
}

/** Puts access controls in order for asking. */
export function byTable(rights: readonly Right[]): Rights {
  const tables = new Map<string, Right[]>();
  for (const right of rights) tables.set(right.table, [...(tables.get(right.table) ?? []), right]);
  return tables;
}

/** Tables that web services reach for administrators only. */
const closedTables = new Set(['sys_user_has_role']);

/** Refuses a table that the user may not even ask about. */
export function requireTable(session: Session, table: string): void {
  if (session.roles.has('admin') || !closedTables.has(table)) return;
  throw new Refusal(403, 'User Not Authorized', 'Failed API level ACL Validation');
}

/** Whether the user may do that to the record. Administrators may do everything. */
function may({ rights }: Guard, session: Session, operation: Operation, row: Row): boolean {
  if (session.roles.has('admin')) return true;
  const table = rights.get(read(row, 'sys_class_name'));
  if (!table) return operation === 'read';
  return table.some(
    (right) =>
      right.operations.includes(operation) &&
      (right.roles.length === 0 || right.roles.some((role) => session.roles.has(role))) &&
      (right.where?.(session, row) ?? true),
  );
}

/** Whether the user may see the record. What is attached to a record is seen by who sees that. */
export function canRead(guard: Guard, session: Session, row: Row): boolean {
  if (read(row, 'sys_class_name') !== 'sys_attachment') return may(guard, session, 'read', row);
  const target = guard.store.get(read(row, 'table_name'), read(row, 'table_sys_id'));
  return target !== undefined && may(guard, session, 'read', target);
}

/** Refuses what the user may not do to the record (for an insert: the record as it is asked for). */
export function requireRight(
  guard: Guard,
  session: Session,
  operation: Exclude<Operation, 'read'>,
  row: Row,
): void {
  if (may(guard, session, operation, row)) return;
  const word = operation.slice(0, 1).toUpperCase() + operation.slice(1);
  throw operationFailed(`ACL Exception ${word} Failed due to security constraints`);
}
