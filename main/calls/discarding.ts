import type { DiscardPreview, FallingBack } from '../../preload/contract/decisions.ts';
import type { Account } from '../account/account.ts';
import { withDependents } from '../outbox/dependents.ts';
import { obstacleToDiscard } from '../outbox/decide.ts';
import { isShared } from '../outbox/doubt.ts';
import type { Entry, Touch } from '../outbox/entry.ts';
import { holders } from '../outbox/order.ts';
import type { Row } from '../query/row.ts';
import { type CacheTable, displayOf } from '../records/cache-table.ts';
import { titleOf } from '../records/catalog.ts';
import { pendingOf } from '../records/pending.ts';
import { readRow } from '../records/row.ts';
import { viewWithout } from '../records/view.ts';
import { named } from './outbox.ts';

/** Entries and records that are listed one by one; the rest is counted. */
const ENTRIES = 100;
const RECORDS = 50;

/** What discarding these entries would come to: which go along, and what each record falls back to, field by field. */
export function discarding(account: Account, seqs: readonly number[]): DiscardPreview {
  const { database } = account;
  const entries = withDependents(database, seqs);
  const asked = new Set(seqs);
  const going = new Set(entries.map(({ seq }) => seq));
  const touched = new Map(entries.flatMap(({ touches }) => touches.map((touch) => [touch.sys_id, touch])));
  const falling = [...touched.values()].flatMap((touch) => fallingBack(account, touch, going) ?? []);
  return {
    entries: entries.slice(0, ENTRIES).map((entry) => lineOf(account, entry, !asked.has(entry.seq))),
    count: entries.length,
    alongCount: entries.filter(({ seq }) => !asked.has(seq)).length,
    stepsDone: entries.reduce((done, { step }) => done + step, 0),
    shared: entries.some(isShared),
    records: falling.slice(0, RECORDS),
    recordCount: falling.length,
    freed: freedBy(account, going),
    obstacle: obstacleToDiscard(entries),
  };
}

function lineOf(
  account: Account,
  { seq, label, record, title }: Entry,
  along: boolean,
): DiscardPreview['entries'][number] {
  return { seq, action: label, record: named(account, record && { ...record, title }), along };
}

/** Entries that wait for one of these now, and for nothing once these are gone. */
function freedBy({ database }: Account, going: ReadonlySet<number>): number[] {
  const after = holders(database, going);
  return [...holders(database)]
    .filter(([seq, holder]) => going.has(holder) && !going.has(seq) && !after.has(seq))
    .map(([seq]) => seq);
}

/** Null when the view of the record stays as it is. */
function fallingBack(
  { catalog, database }: Account,
  { table: name, sys_id }: Touch,
  going: ReadonlySet<number>,
): FallingBack | null {
  const table = catalog.tables.get(name);
  if (!table) return null;
  const from = readRow(database, table, sys_id) ?? null;
  const to = viewWithout(database, table, sys_id, going);
  const lost = pendingOf(database, sys_id).filter(({ entry }) => going.has(entry));
  const fields = from && to ? differing(table, from, to) : [];
  const notes = lost.flatMap((change) =>
    change.operation === 'note'
      ? [{ label: catalog.dictionary.field(name, change.field).label, text: change.text }]
      : [],
  );
  const files = lost.flatMap((change) => (change.operation === 'attach' ? [change.file.name] : []));
  const stays = (from === null) === (to === null) && fields.length === 0;
  if (stays && notes.length === 0 && files.length === 0) return null;
  return {
    table: name,
    sys_id,
    title: titleOf(catalog, name, from ?? to),
    becomes: to === null && from !== null ? 'goes' : from === null && to !== null ? 'returns' : 'changed',
    fields,
    notes,
    files,
  };
}

function differing(table: CacheTable, from: Row, to: Row): FallingBack['fields'] {
  return table.fields
    .filter(({ name }) => (from[name] ?? '') !== (to[name] ?? ''))
    .map(({ name, label, type }) => ({
      field: name,
      label,
      type,
      from: { value: from[name] ?? '', display: displayOf(from, name) },
      to: { value: to[name] ?? '', display: displayOf(to, name) },
    }));
}
