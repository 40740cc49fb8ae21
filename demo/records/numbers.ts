import type { Numbering, Table } from '../schema/table.ts';
import { read } from '../store/row.ts';
import type { Store } from '../store/store.ts';

const DIGITS = 7;

/** Hands out the numbers of new records: `WOT0010001`, `WOT0010002`, ... No number comes twice, deleted or not. */
export class Numbers {
  readonly #store: Store;
  readonly #last = new Map<string, number>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** The next number of the table; empty for one whose records are not numbered. */
  next(table: Table): string {
    const { numbering } = table;
    if (!numbering) return '';
    const { prefix } = numbering;
    const taken = this.#store.table(table.name);
    let number = (this.#last.get(table.name) ?? this.#highest(table, numbering)) + 1;
    while (taken.where('number', spell(prefix, number)).length > 0) number += 1;
    this.#last.set(table.name, number);
    return spell(prefix, number);
  }

  /** Starts over, when the records did. */
  clear(): void {
    this.#last.clear();
  }

  #highest(table: Table, { prefix, first }: Numbering): number {
    let highest = first - 1;
    const deleted = this.#store.table('sys_audit_delete').where('tablename', table.name);
    const given = [
      ...[...this.#store.table(table.name).all()].map((row) => read(row, 'number')),
      ...deleted.map((row) => read(row, 'display_value')),
    ];
    for (const number of given) {
      const digits = number.slice(prefix.length);
      if (/^\d{1,9}$/.test(digits)) highest = Math.max(highest, Number(digits));
    }
    return highest;
  }
}

/** The number as people read it. */
export function spell(prefix: string, number: number): string {
  return prefix + String(number).padStart(DIGITS, '0');
}
