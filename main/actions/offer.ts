import type { OfferedAction } from '../../preload/contract/records.ts';
import type { Action } from '../definition/schema.ts';
import { goesByRecord } from '../query/goes-by-record.ts';
import { matcher } from '../query/matches.ts';
import { parse } from '../query/parse.ts';
import { inWords } from '../query/words.ts';
import type { Row } from '../query/row.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import type { Reader } from '../database/database.ts';
import { contextOf, lookupIn } from '../records/context.ts';
import { displayValue } from '../records/display.ts';
import { fieldAt, labelOf } from '../records/walk.ts';

/** Compiled conditions by catalog, so that a page of rows parses each condition once. */
const conditions = new WeakMap<Catalog, Map<string, (row: Row) => boolean>>();

/** Whether the record (as the view shows it) meets an encoded query; `now` in milliseconds since 1970. */
export function meets(
  reader: Reader,
  catalog: Catalog,
  table: string,
  query: string,
  row: Row,
  now: number,
): boolean {
  let known = conditions.get(catalog);
  if (!known) conditions.set(catalog, (known = new Map<string, (row: Row) => boolean>()));
  const name = `${table} ${query}`;
  let test = known.get(name);
  if (!test) {
    const parsed = parse(query);
    const cached = tableOf(catalog, table);
    test = matcher(parsed, cached, contextOf(catalog, now), lookupIn(reader, catalog));
    if (goesByRecord(parsed, cached.types)) known.set(name, test);
  }
  return test(row);
}

/** What besides the record decides whether an action is offered. */
export interface Situation {
  connected: boolean;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * An action as it stands for a record (null: for none): offered, or not and why. It never silently vanishes
 * (docs/definition.md).
 */
export function offer(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  row: Row | null,
  situation: Situation,
): OfferedAction {
  const why = obstacle(reader, catalog, action, row, situation);
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
  { connected, now }: Situation,
): string | null {
  if (row && action.when !== '' && !meets(reader, catalog, action.table, action.when, row, now)) {
    return action.why ?? `Only when ${conditionInWords(reader, catalog, action)}`;
  }
  if (!connected && action.steps.every((step) => step.run === 'online')) return 'Needs a connection';
  return null;
}

function conditionInWords(reader: Reader, catalog: Catalog, action: Action): string {
  return inWords(parse(action.when), tableOf(catalog, action.table), {
    label: (field) => labelOf(catalog, action.table, field),
    display: (name, value) => {
      const { table, field } = fieldAt(catalog, action.table, name);
      return displayValue(reader, catalog, table, field, value) || value;
    },
  });
}
