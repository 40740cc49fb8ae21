import { fieldServiceTables } from '../service/schema/field-service.ts';
import { importTables } from './import.ts';
import { peopleTables } from './people.ts';
import { serviceLevelTables } from '../service/schema/service-level.ts';
import { systemTables } from './system.ts';
import type { Table } from './table.ts';

/** Every table of the instance, by name. */
export const schema: ReadonlyMap<string, Table> = new Map(
  [...peopleTables, ...fieldServiceTables, ...serviceLevelTables, ...systemTables, ...importTables].map(
    (table) => [table.name, table],
  ),
);

const families = new Map([...schema.values()].map((table) => [table.name, withHeirs(table)]));

function withHeirs(table: Table): Table[] {
  const heirs = [...schema.values()].filter((other) => other.extends === table.name);
  return [table, ...heirs.flatMap(withHeirs)];
}

/** The table and all that extend it, itself first: whose records a list of the table shows. */
export function family(name: string): readonly Table[] {
  return families.get(name) ?? [];
}

/** The table by name, for callers inside the demo that know it exists. */
export function known(name: string): Table {
  const table = schema.get(name);
  if (!table) throw new Error(`There is no table ${name}`);
  return table;
}
