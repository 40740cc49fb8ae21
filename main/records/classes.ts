import type { Definition } from '../definition/schema.ts';
import type { Table } from '../query/table.ts';

/** The tables that each cached table extends, nearest first, as far as the definition says. */
export function classesOf({ datasets }: Pick<Definition, 'datasets'>): Map<string, string[]> {
  const parents = new Map(datasets.map((dataset) => [dataset.table, dataset.extends]));
  const ancestors = (table: string, seen: readonly string[]): string[] => {
    const parent = parents.get(table);
    return parent === undefined || seen.includes(parent) ? [...seen] : ancestors(parent, [...seen, parent]);
  };
  return new Map(datasets.map(({ table }) => [table, ancestors(table, [])]));
}

/** Where records lie that a reference to the table `name` leads to: in it, or in those that extend it; else null. */
export function targetOf(
  name: string,
  definition: Pick<Definition, 'datasets'>,
  tables: ReadonlyMap<string, Table>,
): Table | null {
  const cached = tables.get(name);
  if (cached) return cached;
  const extending = [...classesOf(definition)].filter(([, ancestors]) => ancestors.includes(name));
  const parts = extending.flatMap(([table]) => tables.get(table) ?? []);
  const [first] = parts;
  if (!first || parts.length === 1) return first ?? null;
  const common = <T>(of: (part: Table) => ReadonlyMap<string, T>) =>
    new Map([...of(first)].filter(([field, value]) => parts.every((part) => of(part).get(field) === value)));
  return {
    name,
    cache: name,
    types: common((part) => part.types),
    // Asked for when a condition walks on: while the tables are being made, what theirs lead to is not known yet.
    get references() {
      return common((part) => part.references);
    },
    parts,
  };
}
