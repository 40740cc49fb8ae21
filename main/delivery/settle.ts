import type { Writer } from '../database/database.ts';
import { writeSetting } from '../database/settings.ts';
import { holdFile } from '../files/held.ts';
import { releaseFiles } from '../files/uses.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { forgetPending } from '../records/pending.ts';
import { rowFrom } from '../records/remote.ts';
import { recomputeView, takeBase } from '../records/view.ts';
import type { Link } from '../link.ts';
import { noteOwnChange } from './conflict/own-change.ts';
import { renameRecord } from './rename.ts';
import type { Acknowledged } from './send.ts';
import type { Sender } from './sender.ts';

/**
 * Writes an acknowledgement down: the step is done and the base takes what the instance answered; with the last step
 * the entry is sent and its changes go, all in the caller's one transaction (DESIGN.md section 5). Answers the entry as it
 * then is.
 */
export function settleDone(
  write: Writer,
  link: Link,
  sender: Sender,
  entry: Entry,
  { told }: Acknowledged,
): Entry {
  const last = entry.step + 1 >= entry.steps.length;
  const answered = told?.record?.['sys_id']?.value;
  const at = new Date(link.time.now()).toISOString();
  const step = entry.steps[entry.step];
  const creates = step?.do === 'create';
  const renamed = creates && answered !== undefined && answered !== told?.sys_id;
  const now =
    renamed && told !== null ? renameRecord(write, link.catalog(), entry, told.sys_id, answered) : entry;
  if (creates && answered !== undefined) keepsSysIds(write, sender, !renamed);
  if (step?.do === 'attach' && answered !== undefined) holdFile(write, answered, step.file, at);
  noteOwnChange(write, link.catalog(), now, renamed && told ? { ...told, sys_id: answered } : told);
  if (told) takeTold(write, link, renamed ? { ...told, sys_id: answered } : told);
  sender.breaker.answered(write, entry.seq);
  const change = { step: entry.step + 1, failures: 0, failure: null, nextAttemptAt: null };
  if (!last)
    return moveEntry(write, now, 'step-done', {
      ...change,
      ...beginning(now, told, at),
      attemptOffset: link.instance.clockOffset,
      answeredBefore: link.instance.answeredAt,
    });
  const sent = moveEntry(write, now, 'acknowledge', { ...change, sentAt: at });
  dropChanges(write, link, sent);
  releaseFiles(write, `entry:${sent.seq}`);
  return sent;
}

/**
 * The next step's attempt begins now, on the record as this answer left it, without a flush of its own. One whose record has
 * to be looked at first begins with what the look tells; until then it has no attempt, and a crash has nothing to ask about.
 */
function beginning({ steps, step }: Entry, told: Acknowledged['told'], at: string) {
  const next = steps[step + 1];
  const same = next !== undefined && 'sys_id' in next && next.sys_id === told?.sys_id;
  const modCountBefore = same ? (told.record?.['sys_mod_count']?.value ?? null) : null;
  const isLookedAt = next?.do === 'update' || next?.do === 'delete';
  return { attemptedAt: isLookedAt && modCountBefore === null ? null : at, modCountBefore };
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

function keepsSysIds(write: Writer, sender: Sender, keeps: boolean): void {
  if (sender.keepsSysIds === keeps) return;
  sender.keepsSysIds = keeps;
  writeSetting(write, 'keeps-sys-ids', String(keeps));
}
