import type { ListRow } from '../../preload/contract/records.ts';

/** How rows are selected, where they can be. */
export interface Selecting {
  has: (sys_id: string) => boolean;
  /** `ranged`: from the one chosen before to this one. */
  choose: (row: ListRow, on: boolean, ranged: boolean) => void;
  all: (on: boolean) => void;
}
