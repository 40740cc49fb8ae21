import type { Action, Definition, List, RecordDefinition } from '../definition/schema.ts';
import type { User } from '../instance/instance.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../query/row.ts';
import { type CacheTable, cacheTables } from './cache-table.ts';
import type { Dictionary } from './dictionary.ts';

/** Everything that decides how records are shown and acted on: the definition in force and what it means here. */
export interface Catalog {
  definition: Definition;
  dictionary: Dictionary;
  tables: ReadonlyMap<string, CacheTable>;
  /** The signed-in user, whom `gs.getUserID()` means. */
  user: User;
}

export function makeCatalog(definition: Definition, dictionary: Dictionary, user: User): Catalog {
  return { definition, dictionary, tables: cacheTables(definition, dictionary), user };
}

/** The cached table of that name; throws Problem `not-found`. */
export function tableOf(catalog: Catalog, name: string): CacheTable {
  return found(catalog.tables.get(name), `The table ${name} is not kept on this laptop`);
}

/** The list of that id; throws Problem `not-found`. */
export function listOf(catalog: Catalog, id: string): List {
  return found(
    catalog.definition.lists.find((list) => list.id === id),
    `There is no list called ${id}`,
  );
}

/** The action of that id; throws Problem `not-found`. */
export function actionOf(catalog: Catalog, id: string): Action {
  return found(
    catalog.definition.actions.find((action) => action.id === id),
    `There is no action called ${id}`,
  );
}

/** How records of a table are shown; undefined when the definition gives them no screen. */
export function recordScreenOf(catalog: Catalog, table: string): RecordDefinition | undefined {
  return catalog.definition.records.find((record) => record.table === table);
}

/** What a record is called: its title field, or what it is while the instance has not numbered it yet. */
export function titleOf(catalog: Catalog, table: string, row: Row | null): string {
  const field =
    recordScreenOf(catalog, table)?.title ?? NAMES.find((name) => catalog.tables.get(table)?.types.has(name));
  const title = field === undefined ? '' : (row?.[field] ?? '');
  return title === '' ? `New ${catalog.dictionary.tableLabel(table)}` : title;
}

/** Fields that name a record where the definition says nothing, in ServiceNow's own order of preference. */
const NAMES = ['name', 'number', 'user_name', 'short_description'];

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Problem({ kind: 'not-found', message });
  return value;
}
