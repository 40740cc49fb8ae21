import type { Session } from '../access/session.ts';
import type { Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { Wanted } from './values.ts';

/** What rules, flows and scripted endpoints do with records: as whoever they say, without asking for rights. */
export interface Writer {
  readonly store: Store;
  /** Who flows act as. */
  readonly system: Session;
  insert(session: Session, table: string, what: Wanted): Row;
  /** Sets what is wanted and leaves the rest. What changes nothing is not a change. */
  update(session: Session, table: string, sysId: string, what: Wanted): Row;
  remove(session: Session, table: string, sysId: string): void;
  /** Writes an entry into a journal of the record. */
  note(session: Session, table: string, sysId: string, column: string, text: string): void;
}
