import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Writer } from '../database/database.ts';
import { moveEntry } from '../outbox/entries.ts';
import { holdFile } from '../files/held.ts';
import { releaseFiles } from '../files/uses.ts';
import type { Entry } from '../outbox/entry.ts';
import { forgetPending } from '../records/pending.ts';
import { rowFrom } from '../records/remote.ts';
import { recomputeView, takeBase } from '../records/view.ts';
import { backoff } from './backoff.ts';
import type { Link } from './link.ts';
import { noteOwnChange } from './ownChange.ts';
import { renameRecord } from './rename.ts';
import type { Acknowledged } from './send.ts';

/**
 * Writes an acknowledgement down: the step is done and the base takes what the instance answered; with the last step
 * the entry is sent and its changes go, all in one transaction (DESIGN.md section 5). Answers the entry as it then is.
 */
export function settleDone(link: Link, entry: Entry, { told }: Acknowledged): Entry {
  const last = entry.step + 1 >= entry.steps.length;
  return link.database.transaction((write) => {
    const answered = told?.record?.['sys_id']?.value;
    const renamed = told !== null && answered !== undefined && answered !== told.sys_id;
    const now = renamed ? renameRecord(write, link.catalog(), entry, told.sys_id, answered) : entry;
    const step = entry.steps[entry.step];
    if (step?.do === 'attach' && answered !== undefined) holdFile(write, answered, step.file, iso(link));
    noteOwnChange(write, link.catalog(), now, renamed ? { ...told, sys_id: answered } : told);
    if (told) takeTold(write, link, renamed ? { ...told, sys_id: answered } : told);
    const change = { step: entry.step + 1, failure: null, nextAttemptAt: null };
    if (!last) return moveEntry(write, now, 'step-done', change);
    const sent = moveEntry(write, now, 'acknowledge', { ...change, sentAt: iso(link) });
    dropChanges(write, link, sent);
    releaseFiles(write, `entry:${sent.seq}`);
    return sent;
  });
}

/** Takes the changes of an entry off the view of every record it touches. */
export function dropChanges(write: Writer, link: Pick<Link, 'catalog'>, entry: Entry): void {
  for (const { table, sys_id } of entry.touches) {
    forgetPending(write, entry.seq, sys_id);
    const cached = link.catalog().tables.get(table);
    if (cached) recomputeView(write, cached, sys_id);
  }
}

export function takeTold(write: Writer, link: Link, told: NonNullable<Acknowledged['told']>): void {
  const table = link.catalog().tables.get(told.table);
  if (table) takeBase(write, table, told.sys_id, told.record && rowFrom(table, told.record));
}

/** What the drain does after a failure. */
export type Aftermath = 'go-on' | 'stop';

/** Entry that the instance answers with 5xx this often, while it answers others, is refused so that it blocks nobody. */
const FAILURES_TO_REFUSE = 5;
const LONGEST_WAIT_MS = 5 * 60_000;

/** Writes down that a step was not acknowledged, and says whether the entries behind it may still go. */
export function settleFailure(link: Link, entry: Entry, failure: InstanceFailure): Aftermath {
  switch (failure.kind) {
    case 'not-delivered':
      // It never left, so it was no attempt.
      move(link, entry, 'not-delivered', { attempts: entry.attempts - 1, failure: null });
      return 'stop';
    case 'sign-in-needed':
      move(link, entry, 'sign-in-needed', { attempts: entry.attempts - 1, failure: null });
      return 'stop';
    case 'no-answer':
      move(link, entry, 'no-answer', { failure });
      return 'stop';
    case 'refused':
      move(link, entry, 'refuse', { failure });
      return 'go-on';
    case 'retry-later': {
      const own = failure.retryAfterMs === null && failure.status !== 429 && failure.status !== 503;
      if (own && entry.attempts >= FAILURES_TO_REFUSE) {
        const { status, message } = failure;
        const refusal = `The instance fails on this action, ${entry.attempts} times in a row`;
        move(link, entry, 'refuse', {
          failure: { kind: 'refused', status, message: refusal, detail: message },
        });
        return 'go-on';
      }
      const wait = failure.retryAfterMs ?? backoff(entry.attempts, LONGEST_WAIT_MS, link.random);
      move(link, entry, 'later', { failure, nextAttemptAt: link.time.now() + wait });
      return 'stop';
    }
  }
}

function move(
  link: Link,
  entry: Entry,
  ...event: [Parameters<typeof moveEntry>[2], Parameters<typeof moveEntry>[3]]
) {
  return link.database.transaction((write) => moveEntry(write, entry, ...event));
}

function iso(link: Link): string {
  return new Date(link.time.now()).toISOString();
}
