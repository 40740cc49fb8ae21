import type { Table } from './table.ts';

/** The tables of an instance, by name. */
export class Schema {
  readonly #tables: ReadonlyMap<string, Table>;
  readonly #families: ReadonlyMap<string, readonly Table[]>;

  constructor(tables: readonly Table[]) {
    const withHeirs = (table: Table): Table[] => {
      const heirs = tables.filter((other) => other.extends === table.name);
      return [table, ...heirs.flatMap(withHeirs)];
    };
    this.#tables = new Map(tables.map((table) => [table.name, table]));
    this.#families = new Map(tables.map((table) => [table.name, withHeirs(table)]));
  }

  all(): readonly Table[] {
    return [...this.#tables.values()];
  }

  get(name: string): Table | undefined {
    return this.#tables.get(name);
  }

  /** The table by name, for callers that know it exists. Throws when it does not. */
  known(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw new Error(`There is no table ${name}`);
    return table;
  }

  /** The table and all that extend it, itself first: whose records a list of the table shows. */
  family(name: string): readonly Table[] {
    return this.#families.get(name) ?? [];
  }
}
