import { Order, type SortKey } from './order.ts';
import { read, type Row } from './row.ts';

const MOST_ORDERS = 6;

/** The records of one table: by sys_id, by the value of a field, and in whatever order was asked for before. */
export class Rows {
  readonly #byId = new Map<string, Row>();
  readonly #orders = new Map<string, Order>();
  readonly #lookups = new Map<string, Map<string, Set<string>>>();

  get size(): number {
    return this.#byId.size;
  }

  get(sysId: string): Row | undefined {
    return this.#byId.get(sysId);
  }

  all(): Iterable<Row> {
    return this.#byId.values();
  }

  put(row: Row): void {
    const sysId = read(row, 'sys_id');
    const before = this.#byId.get(sysId);
    this.#byId.set(sysId, row);
    this.#follow(before, row);
  }

  remove(sysId: string): void {
    const before = this.#byId.get(sysId);
    if (!before) return;
    this.#byId.delete(sysId);
    this.#follow(before, undefined);
  }

  clear(): void {
    this.#byId.clear();
    this.#orders.clear();
    this.#lookups.clear();
  }

  /** Sorted by the keys. The first time sorts; afterwards the order is kept up with every change. */
  sorted(keys: readonly SortKey[]): readonly Row[] {
    if (!keys.every((key) => key.own)) return new Order(keys, this.all()).rows;
    const name = keys.map((key) => `${key.descending ? '-' : '+'}${key.name}`).join(' ');
    const order = this.#orders.get(name) ?? new Order(keys, this.all());
    this.#orders.delete(name);
    this.#orders.set(name, order);
    const oldest = this.#orders.keys().next().value;
    if (this.#orders.size > MOST_ORDERS && oldest !== undefined) this.#orders.delete(oldest);
    return order.rows;
  }

  /** The records whose field has the value. The first time looks through all of them; afterwards it is known. */
  where(field: string, value: string): Row[] {
    const found: Row[] = [];
    for (const sysId of this.#lookup(field).get(value) ?? []) {
      const row = this.#byId.get(sysId);
      if (row) found.push(row);
    }
    return found;
  }

  #lookup(field: string): Map<string, Set<string>> {
    const known = this.#lookups.get(field);
    if (known) return known;
    const lookup = new Map<string, Set<string>>();
    for (const row of this.all()) into(lookup, row, field);
    this.#lookups.set(field, lookup);
    return lookup;
  }

  #follow(before: Row | undefined, after: Row | undefined): void {
    for (const order of this.#orders.values()) {
      if (before) order.remove(before);
      if (after) order.add(after);
    }
    for (const [field, lookup] of this.#lookups) {
      if (before) lookup.get(read(before, field))?.delete(read(before, 'sys_id'));
      if (after) into(lookup, after, field);
    }
  }
}

function into(lookup: Map<string, Set<string>>, row: Row, field: string): void {
  const value = read(row, field);
  const there = lookup.get(value);
  if (there) there.add(read(row, 'sys_id'));
  else lookup.set(value, new Set([read(row, 'sys_id')]));
}
