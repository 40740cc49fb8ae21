import { z } from 'zod';
import type { ListPage, ListQuestion, ListRow, OfferedAction } from '../../preload/contract/records.ts';
import type { Account } from '../account/account.ts';
import { offer } from '../actions/offer.ts';
import { Problem } from '../problem.ts';
import { parse } from '../query/parse.ts';
import type { Row } from '../query/row.ts';
import { type CacheTable, displayOf } from '../records/cache-table.ts';
import { actionOf, type Catalog, listOf, tableOf } from '../records/catalog.ts';
import { contextOf } from '../records/context.ts';
import { progressOf } from '../records/datasets.ts';
import { countList, listRows } from '../records/list.ts';
import { isChanged } from '../records/view.ts';

/** What a cursor carries: where the page before ended, and the count made for the first page. */
const cursor = z.object({ position: z.record(z.string(), z.string()), total: z.number() });

/** One page of a list of the definition, with the actions of each row. */
export function listPage(
  account: Account,
  { list: id, search, after, limit }: ListQuestion,
  now: number,
): ListPage {
  const { catalog, database } = account;
  const list = listOf(catalog, id);
  const table = tableOf(catalog, list.table);
  const before = after === null ? null : readCursor(after);
  const question = { table, query: parse(list.query), context: contextOf(catalog, now), search };
  const page = listRows(database, { ...question, after: before?.position ?? null, limit });
  const total = before?.total ?? countList(database, question);
  return {
    id,
    label: list.label,
    table: list.table,
    columns: columnsOf(catalog, list.table, list.columns),
    rows: page.rows.map((row) => listRow(account, table, row, list.columns, list.actions, now)),
    total,
    next: page.next && JSON.stringify({ position: page.next, total }),
    asOf: progressOf(database, list.table).asOf,
    actions: offers(account, list.actions, 'none', null, now),
  };
}

/** A row as lists show it. */
export function listRow(
  account: Account,
  table: CacheTable,
  row: Row,
  columns: readonly string[],
  actions: readonly string[],
  now: number,
): ListRow {
  const sysId = row['sys_id'] ?? '';
  return {
    table: table.name,
    sys_id: sysId,
    cells: Object.fromEntries(
      columns.map((field) => [field, { value: row[field] ?? '', display: displayOf(row, field) }]),
    ),
    unsent: isChanged(account.database, sysId),
    actions: offers(account, actions, 'record', row, now),
  };
}

/** Labels and types of columns. */
export function columnsOf(catalog: Catalog, table: string, fields: readonly string[]): ListPage['columns'] {
  return fields.map((field) => {
    const { label, type } = catalog.dictionary.field(table, field);
    return { field, label, type };
  });
}

/** The actions of one context as they stand for a row. */
export function offers(
  { catalog, database, sync }: Account,
  ids: readonly string[],
  context: 'record' | 'none',
  row: Row | null,
  now: number,
): OfferedAction[] {
  return ids
    .map((id) => actionOf(catalog, id))
    .filter((action) => action.context === context)
    .map((action) => offer(database, catalog, action, row, { connected: sync.online, now }));
}

function readCursor(text: string): z.output<typeof cursor> {
  try {
    return cursor.parse(JSON.parse(text));
  } catch {
    throw new Problem({ kind: 'malformed', message: 'This is no position in a list' });
  }
}
