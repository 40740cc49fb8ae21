import { isNumber, type Column } from '../schema/column.ts';
import { read, type Row } from './row.ts';

/** One sort key. */
export interface SortKey {
  name: string;
  descending: boolean;
  compare: Compare;
  /** What is compared: the value, or for a reference what it shows. */
  of: (row: Row) => string;
  /** Whether `of` looks at the row alone; only then can an order be kept up while rows change. */
  own: boolean;
}

/** The records of one table in one order, kept sorted while they change so that no page has to sort them again. */
export class Order {
  readonly keys: readonly SortKey[];
  readonly rows: Row[];

  constructor(keys: readonly SortKey[], rows: Iterable<Row>) {
    this.keys = keys;
    this.rows = [...rows].sort((a, b) => this.#compare(a, b));
  }

  add(row: Row): void {
    this.rows.splice(this.#placeOf(row), 0, row);
  }

  remove(row: Row): void {
    const place = this.#placeOf(row);
    if (this.rows[place] === row) this.rows.splice(place, 1);
  }

  /** Where the row is, or where it would have to go. */
  #placeOf(row: Row): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const there = this.rows[middle];
      if (there && this.#compare(there, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A total order: what the keys leave open, the sys_id decides, so that a row has exactly one place. */
  #compare(a: Row, b: Row): number {
    for (const key of this.keys) {
      const difference = key.compare(key.of(a), key.of(b));
      if (difference !== 0) return key.descending ? -difference : difference;
    }
    return compareExactly(read(a, 'sys_id'), read(b, 'sys_id'));
  }
}

/** Compares two values of a column; empty comes first, as NULL does on the instance. */
export type Compare = (a: string, b: string) => number;

/** How the values of a column compare: numbers as numbers, times and ids as they are, texts without regard to case. */
export function comparison(column: Column): Compare {
  if (isNumber(column)) return compareNumbers;
  if (column.type === 'glide_date_time' || column.type === 'GUID') return compareExactly;
  return compareTexts;
}

export function compareTexts(a: string, b: string): number {
  return a === b ? 0 : compareExactly(a.toLowerCase(), b.toLowerCase());
}

function compareExactly(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? -1 : 1;
  return Number(a) - Number(b);
}
