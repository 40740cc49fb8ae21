import type { Schema } from '../schema/schema.ts';
import type { Disk, Kept } from './disk.ts';
import { read, type Row } from './row.ts';
import { Rows } from './rows.ts';

/**
 * All records of the instance, in memory, with everything written through to the disk. Changes happen inside
 * `together`: all of them or, when something throws, none, in memory as on the disk.
 */
export class Store {
  readonly schema: Schema;
  readonly #tables: ReadonlyMap<string, Rows>;
  readonly #disk: Disk;
  #undo: (() => void)[] = [];
  #unsaved: Kept[] = [];
  #last: (() => void)[] = [];
  #depth = 0;
  /** Counts the changes of all records. */
  changes = 0;
  /** Told after every change. */
  changed: () => void = () => undefined;

  constructor(schema: Schema, disk: Disk) {
    this.schema = schema;
    this.#tables = new Map(schema.all().map(({ name }) => [name, new Rows()]));
    this.#disk = disk;
  }

  /** The records of the table alone; those of tables that extend it are theirs. */
  table(name: string): Rows {
    const rows = this.#tables.get(name);
    if (!rows) throw new Error(`There is no table ${name}`);
    return rows;
  }

  get(table: string, sysId: string): Row | undefined {
    return this.#tables.get(table)?.get(sysId);
  }

  put(table: string, row: Row): void {
    const rows = this.table(table);
    const sysId = read(row, 'sys_id');
    const before = rows.get(sysId);
    rows.put(row);
    this.changes += 1;
    this.#undo.push(() => {
      if (before) rows.put(before);
      else rows.remove(sysId);
    });
    this.keep({ kind: table, key: sysId, value: row });
  }

  remove(table: string, sysId: string): void {
    const rows = this.table(table);
    const before = rows.get(sysId);
    if (!before) return;
    rows.remove(sysId);
    this.changes += 1;
    this.#undo.push(() => {
      rows.put(before);
    });
    this.keep({ kind: table, key: sysId, value: null });
  }

  /** Remembers something that is no record (an effect, a token) with the same guarantee. */
  keep(thing: Kept): void {
    this.#unsaved.push(thing);
    if (this.#depth === 0) this.#save();
  }

  /** Does something that cannot be taken back, once the work of `together` is done and kept. */
  onceKept(work: () => void): void {
    this.#last.push(work);
    if (this.#depth === 0) this.#save();
  }

  /** Says how to take something back that is kept elsewhere, should the work of `together` fail. */
  takenBackBy(undo: () => void): void {
    if (this.#depth > 0) this.#undo.push(undo);
  }

  /** Does the work as a whole. Nested calls belong to the outermost one. */
  together<T>(work: () => T): T {
    this.#depth += 1;
    const undoTo = this.#undo.length;
    const savedTo = this.#unsaved.length;
    const lastTo = this.#last.length;
    try {
      return work();
    } catch (thrown) {
      for (const undo of this.#undo.splice(undoTo).reverse()) undo();
      this.changes += 1;
      this.#unsaved.length = savedTo;
      this.#last.length = lastTo;
      throw thrown;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#save();
    }
  }

  clear(): void {
    for (const rows of this.#tables.values()) rows.clear();
    this.changes += 1;
    this.#disk.clear();
  }

  /** Puts a record back that was loaded from the disk. */
  restore(table: string, row: Row): void {
    this.#tables.get(table)?.put(row);
  }

  #save(): void {
    this.#undo = [];
    const unsaved = this.#unsaved;
    const last = this.#last;
    this.#unsaved = [];
    this.#last = [];
    if (unsaved.length > 0) {
      this.#disk.save(unsaved);
      this.changed();
    }
    for (const work of last) work();
  }
}
