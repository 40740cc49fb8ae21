import type { DecisionQuestion, EntryLine, OutboxScreen } from '../../preload/contract/outbox.ts';
import type { Account } from '../account/open.ts';
import { discard, tryAgain } from '../outbox/decide.ts';
import type { Entry } from '../outbox/entry.ts';
import { entryLine } from '../outbox/line.ts';
import { countWaiting, sentEntries, waitingEntries } from '../outbox/waiting.ts';
import { titleOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import { dropChanges } from '../sync/settle.ts';
import { conflictInWords } from './conflicts.ts';

/** Waiting entries shown at a time. */
const SHOWN = 500;
const SENT_SHOWN = 50;

export function outboxScreen(account: Account): OutboxScreen {
  const { database } = account;
  return {
    waiting: linesOf(account, waitingEntries(database, 0, SHOWN)),
    sent: linesOf(account, sentEntries(database, SENT_SHOWN)),
    total: countWaiting(database).waiting,
  };
}

/** Entries as screens show them. */
export function linesOf(account: Account, entries: readonly Entry[]): EntryLine[] {
  const { catalog, database } = account;
  const forms = new Set(
    catalog.definition.actions.filter((action) => action.form !== null).map((action) => action.id),
  );
  const seen = new Map<number, number | null>();
  return entries.map((entry) => {
    const told = entryLine(database, entry, forms, seen);
    const line = entry.conflict ? { ...told, message: conflictInWords(account, entry.conflict) } : told;
    return line.record === null
      ? line
      : { ...line, record: { ...line.record, title: titleNow(account, line.record) } };
  });
}

/** What the record is called by now: one made offline has got its number. A record that is gone keeps its old name. */
function titleNow(
  { catalog, database }: Account,
  { table, sys_id, title }: NonNullable<EntryLine['record']>,
): string {
  const cached = catalog.tables.get(table);
  const row = cached && readRow(database, cached, sys_id);
  return row ? titleOf(catalog, table, row) : title;
}

/**
 * A person decides about an entry. Answers the tables whose view changed. Throws Problem `not-found` when it was settled
 * meanwhile, `not-offered` when its state does not allow the decision.
 */
export function decide(account: Account, { entry: seq, decision }: DecisionQuestion, at: Date): string[] {
  const { database } = account;
  return database.transaction((write) => {
    if (decision === 'try-again') return tryAgain(write, seq);
    return discard(write, seq, at.toISOString(), (entry) => {
      dropChanges(write, { catalog: () => account.catalog }, entry);
    });
  });
}
