import type { DecisionQuestion } from '../../preload/contract/decisions.ts';
import type { Account } from '../account/account.ts';
import type { Writer } from '../database/database.ts';
import { undoDiscard } from '../outbox/undo.ts';
import { discard, tryAgain } from '../outbox/decide.ts';
import { Problem } from '../problem.ts';
import { tableOf } from '../records/catalog.ts';
import { displayValue } from '../records/display.ts';
import { restorePending } from '../records/pending.ts';
import { baseOf, keepBase, recomputeView } from '../records/view.ts';
import { dropChanges } from '../delivery/settle.ts';

/** What a decision came to: the entries it was carried out for, and the tables whose view changed. */
export interface Done {
  entries: number[];
  tables: string[];
}

/**
 * A person decides about entries, all in one transaction. Throws Problem `not-found` when the only one was settled
 * meanwhile, `not-offered` when its state does not allow the decision.
 */
export function decide(account: Account, { entries: seqs, decision }: DecisionQuestion): Done {
  const { entries, tables } = account.database.transaction((write) =>
    decision === 'try-again'
      ? tryAgain(write, seqs, account.now)
      : discard(write, seqs, new Date(account.timeNow), (entry) => {
          dropChanges(write, { catalog: () => account.catalog }, entry);
        }),
  );
  return { entries: entries.map(({ seq }) => seq), tables };
}

/**
 * Undoes a discard, of an entry and what was discarded with it: the entries in their old places, their changes in the view again.
 * Throws Problem with the reason when that cannot be; then everything stays as it is.
 */
export function undo(account: Account, seq: number): Done {
  return account.database.transaction((write) => {
    const back = undoDiscard(write, seq, account.now, (table, field, value) => ({
      value,
      display: displayValue(write, account.catalog, table, field, value),
    }));
    const changes = back.flatMap((entry) => entry.changes);
    const records = new Map(changes.map((change) => [change.sys_id, change.table_name]));
    const made = new Map(
      changes.flatMap((change) => (change.operation === 'insert' ? [[change.sys_id, change.entry]] : [])),
    );
    for (const [sysId, entry] of made) refuseIfThere(account, write, records.get(sysId) ?? '', sysId, entry);
    for (const [sysId, name] of records) {
      const table = account.catalog.tables.get(name);
      if (table) keepBase(write, table, sysId);
    }
    for (const change of changes) restorePending(write, change);
    for (const [sysId, name] of records) {
      const table = account.catalog.tables.get(name);
      if (table) recomputeView(write, table, sysId);
    }
    return { entries: back.map((entry) => entry.seq), tables: [...new Set(records.values())] };
  });
}

/** The record came to the instance by another way, such as a laptop that it was handed over to. */
function refuseIfThere(account: Account, write: Writer, name: string, sysId: string, entry: number): void {
  if (!account.catalog.tables.has(name)) return;
  if (baseOf(write, tableOf(account.catalog, name), sysId) === null) return;
  const message = `The record that entry ${entry} makes is on the instance already, so it cannot come back`;
  throw new Problem({ kind: 'not-offered', message });
}
