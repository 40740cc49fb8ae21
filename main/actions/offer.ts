import type { OfferedAction } from '../../preload/contract/records.ts';
import type { Action } from '../definition/schema.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import { inWords } from '../query/words.ts';
import type { Row } from '../records/cacheTable.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import type { Reader } from '../database/database.ts';
import { displayValue } from '../records/display.ts';

/** Compiled conditions by catalog, so that a page of rows parses each condition once. */
const conditions = new WeakMap<Catalog, Map<string, (row: Row) => boolean>>();

/** Whether the record (as the view shows it) meets an encoded query. */
export function meets(catalog: Catalog, table: string, query: string, row: Row): boolean {
  let known = conditions.get(catalog);
  if (!known) conditions.set(catalog, (known = new Map<string, (row: Row) => boolean>()));
  const name = `${table} ${query}`;
  let test = known.get(name);
  if (!test) {
    const context = { userId: catalog.user.sys_id };
    known.set(name, (test = matcher(parse(query), tableOf(catalog, table).types, context)));
  }
  return test(row);
}

/**
 * An action as it stands for a record (null: for none): offered, or not and why. It never silently vanishes
 * (DESIGN.md section 3).
 */
export function offer(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  connected: boolean,
): OfferedAction {
  const why = obstacle(reader, catalog, action, row, connected);
  return {
    id: action.id,
    label: action.label,
    offered: why === null,
    why,
    form: action.form !== null,
    confirm: action.confirm ?? null,
  };
}

/** Why an action cannot be triggered now, as a sentence; null when it can. */
export function obstacle(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  connected: boolean,
): string | null {
  if (row && action.when !== '' && !meets(catalog, action.table, action.when, row)) {
    return action.why ?? `Only when ${conditionInWords(reader, catalog, action)}`;
  }
  if (!connected && action.steps.every((step) => step.run === 'online')) return 'Needs a connection';
  return null;
}

function conditionInWords(reader: Reader, catalog: Catalog, action: Action): string {
  const { types } = tableOf(catalog, action.table);
  return inWords(parse(action.when), types, {
    label: (field) => catalog.dictionary.field(action.table, field).label,
    display: (field, value) => displayValue(reader, catalog, action.table, field, value) || value,
  });
}
