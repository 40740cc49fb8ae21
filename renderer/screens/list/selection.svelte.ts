import type { ListRow } from '../../../preload/contract/records.ts';

/** The rows of a list that are selected. Rows that are not shown any more do not count. */
export class Selection {
  #ids = $state.raw<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  #anchor: string | null = null;

  has(sys_id: string): boolean {
    return this.#ids.has(sys_id);
  }

  of(rows: ListRow[]): ListRow[] {
    return rows.filter(({ sys_id }) => this.#ids.has(sys_id));
  }

  /** `ranged`: all rows from the one chosen before to this one. */
  choose(rows: ListRow[], sys_id: string, on: boolean, ranged: boolean): void {
    const at = rows.findIndex((row) => row.sys_id === sys_id);
    const anchor = rows.findIndex((row) => row.sys_id === this.#anchor);
    const from = ranged && anchor >= 0 ? anchor : at;
    this.#set(rows.slice(Math.min(from, at), Math.max(from, at) + 1), on);
    this.#anchor = sys_id;
  }

  all(rows: ListRow[], on: boolean): void {
    this.#set(rows, on);
  }

  drop(sys_ids: string[]): void {
    this.#ids = new Set([...this.#ids].filter((id) => !sys_ids.includes(id)));
  }

  clear(): void {
    this.#ids = new Set();
    this.#anchor = null;
  }

  #set(rows: ListRow[], on: boolean): void {
    const ids = rows.map(({ sys_id }) => sys_id);
    this.#ids = on
      ? new Set([...this.#ids, ...ids])
      : new Set([...this.#ids].filter((id) => !ids.includes(id)));
  }
}
