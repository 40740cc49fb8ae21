import type { Writer } from '../database/database.ts';
import { releaseFiles } from '../files/uses.ts';
import type { Link } from '../link.ts';
import type { Beginning } from '../outbox/attempts.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { factsOf } from '../outbox/steps.ts';
import { forgetPending } from '../records/pending.ts';
import { rowFrom } from '../records/remote.ts';
import { recomputeView, takeBase } from '../records/view.ts';
import type { Acknowledged } from './acknowledged.ts';
import { noteOwnChange } from './conflict/own-change.ts';
import type { Sending } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';

/**
 * Writes an acknowledgement down: the step is done and the base takes what the instance answered; with the last step
 * the entry is sent and its changes go, all in the caller's one transaction. Returns the entry as it then is.
 */
export function settleDone(write: Writer, sending: Sending, answer: Acknowledged): Entry {
  const { link, sender } = sending;
  const at = new Date(link.time.now()).toISOString();
  const step = sending.entry.steps[sending.entry.step];
  const { entry, acknowledged } = step
    ? kindOf(step).settle(write, { ...sending, at }, step, answer)
    : { entry: sending.entry, acknowledged: answer };
  const { told } = acknowledged;
  noteOwnChange(write, link.catalog(), entry, told);
  if (told) takeTold(write, link, told);
  sender.breaker.answered(write, entry.seq);
  const change = { step: entry.step + 1, nextAttemptAt: null };
  if (change.step < entry.steps.length)
    return moveEntry(write, entry, 'step-done', { ...change, begins: beginning(link, entry, told) });
  const sent = moveEntry(write, entry, 'acknowledge', { ...change, sentAt: at });
  dropChanges(write, link, sent);
  releaseFiles(write, `entry:${sent.seq}`);
  return sent;
}

/**
 * The next step's attempt begins now, on the record as this answer left it, without a flush of its own. One whose record has
 * to be looked at first begins with what that look tells; until then it has no attempt, and a crash has nothing to ask about.
 */
function beginning(link: Link, { state, steps, step }: Entry, told: Acknowledged['told']): Beginning | null {
  const next = steps[step + 1];
  if (!next || state !== 'sending') return null;
  const isSame = factsOf(next).record?.sys_id === told?.sys_id;
  const modCount = isSame ? (told?.record?.['sys_mod_count']?.value ?? null) : null;
  return kindOf(next).compares && modCount === null ? null : { at: link.stamp(), modCount };
}

/** Takes the changes of an entry off the view of every record it touches. */
export function dropChanges(write: Writer, link: Pick<Link, 'catalog'>, entry: Entry): void {
  for (const { table, sys_id } of entry.touches) {
    forgetPending(write, entry.seq, sys_id);
    const cached = link.catalog().tables.get(table);
    if (cached) recomputeView(write, cached, sys_id);
  }
}

/** The base takes what the instance says of a record. */
export function takeTold(write: Writer, link: Link, told: NonNullable<Acknowledged['told']>): void {
  const table = link.catalog().tables.get(told.table);
  if (table)
    takeBase(write, table, told.sys_id, told.record && rowFrom(table, told.record, link.instance.zone));
}
