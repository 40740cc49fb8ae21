import type { RecordField, RecordScreen, RelatedList } from '../../preload/contract/records.ts';
import type { Account } from '../account/account.ts';
import type { RecordDefinition } from '../definition/schema.ts';
import { entriesTouching } from '../outbox/waiting.ts';
import { heldFile } from '../files/held.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../query/row.ts';
import { displayOf } from '../records/cache-table.ts';
import { recordScreenOf, tableOf, titleOf } from '../records/catalog.ts';
import { contextOf } from '../records/context.ts';
import { progressOf } from '../records/datasets.ts';
import { countList, listRows } from '../records/list.ts';
import { readRow } from '../records/row.ts';
import { streamOf } from '../records/stream.ts';
import { baseOf } from '../records/view.ts';
import { columnsOf, listRow, offers } from './lists.ts';
import { linesOf } from './outbox.ts';

/** Rows shown of a related list; the rest is counted. */
const RELATED = 50;

/** A record with its sections, related lists, actions and waiting entries. Throws Problem `not-found`. */
export function recordScreen(
  account: Account,
  question: { table: string; sys_id: string },
  now: number,
): RecordScreen {
  const { catalog, database } = account;
  const { table: name, sys_id } = question;
  const screen = recordScreenOf(catalog, name);
  const table = tableOf(catalog, name);
  const row = readRow(database, table, sys_id);
  if (!screen) throw new Problem({ kind: 'not-found', message: `Records of ${table.label} have no screen` });
  if (!row) throw new Problem({ kind: 'not-found', message: 'This record is not on this laptop any more' });
  const base = baseOf(database, table, sys_id);
  const entries = entriesTouching(database, sys_id);
  const triggered = new Map(entries.map((entry) => [entry.seq, entry.triggered.at]));
  const held = (attachment: string) => heldFile(database, account.files, attachment);
  return {
    table: name,
    sys_id,
    title: titleOf(catalog, name, row),
    label: table.label,
    sections: screen.sections.map(({ label, fields }) => ({
      label,
      fields: fields.map((field) => recordField(account, name, row, base, field)),
    })),
    related: screen.related.map((related) => relatedList(account, related, sys_id, now)),
    actions: offers(account, screen.actions, 'record', row, now),
    asOf: base === null ? null : progressOf(database, name).asOf,
    entries: linesOf(account, entries),
    stream: screen.stream
      ? streamOf(database, catalog, name, row, (seq) => triggered.get(seq) ?? '', held)
      : [],
    hasStream: screen.stream,
  };
}

function recordField(
  account: Account,
  table: string,
  row: Row,
  base: Row | null,
  field: string,
): RecordField {
  const { label, type, reference } = account.catalog.dictionary.field(table, field);
  const value = row[field] ?? '';
  const target = reference === null ? undefined : account.catalog.tables.get(reference);
  const opens =
    target &&
    value !== '' &&
    recordScreenOf(account.catalog, target.name) &&
    readRow(account.database, target, value)
      ? { table: target.name, sys_id: value }
      : null;
  return {
    field,
    label,
    type,
    value,
    display: displayOf(row, field),
    opens,
    unsent: value !== (base?.[field] ?? ''),
  };
}

function relatedList(
  account: Account,
  { label, table: name, field, columns }: RecordDefinition['related'][number],
  sysId: string,
  now: number,
): RelatedList {
  const { catalog, database } = account;
  const table = tableOf(catalog, name);
  const query = {
    groups: [[[{ field, operator: '=' as const, values: [sysId] }]]],
    order: [{ field: 'sys_created_on', descending: false }],
  };
  const question = { table, query, context: contextOf(catalog, now), search: '' };
  const { rows } = listRows(database, { ...question, after: null, limit: RELATED });
  return {
    label,
    table: name,
    columns: columnsOf(catalog, name, columns),
    rows: rows.map((row) => listRow(account, table, row, columns, [], now)),
    total: countList(database, question),
  };
}
