import type { ReferenceOption } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import { Problem } from '../problem.ts';
import { parse } from '../query/parse.ts';
import type { Condition, Query } from '../query/tree.ts';
import { displayOf } from '../records/cache-table.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import { contextOf } from '../records/context.ts';
import { listRows } from '../records/list.ts';

/** Records offered at a time; typing narrows them. */
const OFFERED = 20;

/**
 * Records that a reference input can take, from the cache: every word typed must be in what is shown of the record.
 * `now` in milliseconds since 1970.
 * Throws Problem `not-found` for an input that is no reference.
 */
export function searchReference(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  name: string,
  typed: string,
  now: number,
): ReferenceOption[] {
  const form = catalog.definition.forms.find(({ id }) => id === action.form);
  const input = form?.inputs.find((candidate) => candidate.name === name);
  if (input?.type !== 'reference') {
    throw new Problem({ kind: 'not-found', message: `${action.label} has no reference input ${name}` });
  }
  const table = tableOf(catalog, input.table);
  const shown = [input.display, ...(input.detail === undefined ? [] : [input.detail])];
  const query = narrowed(parse(input.query), shown, typed);
  const context = contextOf(catalog, now);
  const { rows } = listRows(reader, { table, query, context, search: '', after: null, limit: OFFERED });
  return rows.map((row) => ({
    sys_id: row['sys_id'] ?? '',
    display: displayOf(row, input.display),
    detail: input.detail === undefined ? null : displayOf(row, input.detail) || null,
  }));
}

/** The query with, for each word, a term that one of the fields holds it; built as a tree, so nothing typed is parsed. */
function narrowed(query: Query, fields: readonly string[], typed: string): Query {
  const words = typed.split(/\s+/).filter((word) => word !== '');
  const terms = words.map((word) =>
    fields.map((field): Condition => ({ field, operator: 'LIKE', values: [word] })),
  );
  const groups = query.groups.length === 0 ? [[]] : query.groups;
  return { groups: groups.map((group) => [...group, ...terms]), order: query.order };
}
