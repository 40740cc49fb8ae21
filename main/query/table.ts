import type { Fields } from './columns.ts';

/** A table as the evaluators know it: its fields, and the tables that its references lead to as far as they are cached. */
export interface Table {
  /** The instance's name of it. */
  readonly name: string;
  /** Its name in the database. */
  readonly cache: string;
  readonly types: Fields;
  /** By reference field. */
  readonly references: ReadonlyMap<string, Table>;
  /**
   * Of a class whose records lie in the tables that extend it, such as `task`: those tables. A record is in one of them,
   * and `types` holds what all of them have.
   */
  readonly parts?: readonly Table[];
}
