import type { Mended, MendingGroup, MendQuestion } from '../../preload/contract/decisions.ts';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Account } from '../account/account.ts';
import { trigger } from '../actions/trigger.ts';
import { causeOf, questionGroups } from '../outbox/groups.ts';
import type { Entry } from '../outbox/entry.ts';
import { readEntry } from '../outbox/entries.ts';
import { decisions } from '../outbox/state.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { named } from './outbox.ts';

/** The entries of the same action that were stopped by the same cause as this one, this one first. Throws Problem `not-found`. */
export function editableGroup(account: Account, seq: number): MendingGroup {
  const { database } = account;
  const first = entryOf(account, seq);
  const cause = first.question && causeOf(first.question);
  const group = questionGroups(database).find((one) => one.cause === cause)?.entries ?? [];
  const others = group
    .flatMap((other) => (other === seq ? [] : (readEntry(database, other) ?? [])))
    .filter((other) => other.action === first.action && decisions(other, true).includes('edit'));
  const all = [first, ...others];
  return {
    entries: all.map((entry) => ({ seq: entry.seq, title: titleOf(account, entry) })),
    differing: Object.keys(first.inputs).filter((name) =>
      others.some((other) => (other.inputs[name] ?? '') !== first.inputs[name]),
    ),
  };
}

/**
 * Edits many entries at once: what was changed in the form of the first is changed in all, everything else stays as it is in
 * each. Each is judged by itself, as if its own form had been submitted; one that cannot be edited that way stays as it is and
 * is reported. Throws Problem, with nothing changed, when not even the first can be.
 */
export function editGroup(
  account: Account,
  services: Services,
  { entries: seqs, inputs, draft }: MendQuestion,
): Mended & { tables: string[] } {
  const first = entryOf(account, seqs[0] ?? 0);
  const changed = Object.fromEntries(
    Object.entries(inputs).filter(([name, value]) => value !== (first.inputs[name] ?? '')),
  );
  const result: Mended & { tables: string[] } = { mended: [], left: [], tables: [] };
  for (const seq of seqs) {
    const entry = seq === first.seq ? first : readEntry(account.database, seq);
    try {
      if (!entry) throw new Problem({ kind: 'not-found', message: 'It is not in the Outbox any more' });
      const { tables } = editOne(account, services, entry, changed, entry === first ? draft : null);
      result.mended.push(seq);
      result.tables.push(...tables);
    } catch (error) {
      if (!(error instanceof Problem) || seq === first.seq) throw error;
      result.left.push({ entry: seq, title: entry ? titleOf(account, entry) : '', message: error.message });
    }
  }
  return result;
}

function editOne(
  { catalog, database, files, sync, now }: Account,
  { randomBytes }: Services,
  entry: Entry,
  changed: Inputs,
  draft: string | null,
) {
  return trigger(
    { database, catalog, files, connected: sync.online, now, randomBytes },
    {
      action: entry.action,
      record: entry.record?.sys_id ?? null,
      inputs: { ...entry.inputs, ...changed },
      revises: entry.seq,
      draft,
    },
  );
}

function entryOf({ database }: Account, seq: number): Entry {
  const entry = readEntry(database, seq);
  if (entry) return entry;
  throw new Problem({ kind: 'not-found', message: `Entry ${seq} is not in the Outbox any more` });
}

function titleOf(account: Account, { record, title }: Entry): string {
  return named(account, record && { ...record, title })?.title ?? title;
}
