import type { Row } from '../store/row.ts';
import type { Session } from './session.ts';

export type Operation = 'read' | 'insert' | 'update' | 'delete';

/** Who may do something to records of a table: one of the roles, and where `where` says so, only to those records. */
export interface Right {
  table: string;
  operations: readonly Operation[];
  /** Empty: everybody who is signed in. */
  roles: readonly string[];
  where?: (session: Session, row: Row) => boolean;
}
