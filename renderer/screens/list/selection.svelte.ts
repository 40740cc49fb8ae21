import { SvelteSet } from 'svelte/reactivity';
import type { ListRow } from '../../../preload/contract/records.ts';

/** The rows of a list that are selected. Rows that are not shown any more do not count. */
export class Selection {
  readonly #ids = new SvelteSet<string>();
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
    this.all(rows.slice(Math.min(from, at), Math.max(from, at) + 1), on);
    this.#anchor = sys_id;
  }

  all(rows: ListRow[], on: boolean): void {
    for (const { sys_id } of rows) {
      if (on) this.#ids.add(sys_id);
      else this.#ids.delete(sys_id);
    }
  }

  drop(sys_ids: string[]): void {
    for (const sys_id of sys_ids) this.#ids.delete(sys_id);
  }

  clear(): void {
    this.#ids.clear();
    this.#anchor = null;
  }
}
