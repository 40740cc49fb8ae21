import type { Assumptions } from '../assumptions.ts';
import type { Table } from '../schema/table.ts';
import type { Row } from '../store/row.ts';
import type { Store } from '../store/store.ts';
import type { Asker } from './script.ts';

/** Whether a record meets something. */
export type RowTest = (row: Row) => boolean;

/** What an encoded query is asked of. */
export interface Scope {
  store: Store;
  table: Table;
  asker: Asker;
  assumed: Assumptions;
  /** Whether the asker may read a record: what `RLQUERY` may have to ask of related ones. */
  maySee: (row: Row) => boolean;
}
