import type { Writer } from '../database/database.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { moveEntry, readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import { baseOf } from '../records/view.ts';
import { announce } from './announce.ts';
import type { Link } from '../link.ts';
import { preflight } from './conflict/preflight.ts';
import { type Acknowledged, NOTHING, tellOf } from './send.ts';
import type { Sender } from './sender.ts';
import { takeTold } from './settle.ts';
import type { Verdict } from './conflict/verdict.ts';

/** Entries whose next step may now be sent, and those that a person has to decide about first. */
export interface Begun {
  going: Entry[];
  /** By number of an entry that goes: there is nothing to send, and this is as good as the answer. */
  answered: Map<number, Acknowledged>;
  conflicts: Entry[];
}

/**
 * Before the next step of each of these entries: looks whether somebody else has changed its record meanwhile, and writes the
 * attempt down. Entries are `queued`, or on their way with further steps. `told`, by entry number: what the instance has just
 * answered to the step before, which is not asked for again. Throws Failed when the instance cannot be asked; then nothing
 * has been attempted.
 */
export async function begin(
  link: Link,
  sender: Sender,
  entries: readonly Entry[],
  told: ReadonlyMap<number, RemoteRecord>,
): Promise<Begun> {
  const verdicts = await preflight(
    link,
    entries.map((entry) => {
      const record = told.get(entry.seq);
      return { entry, step: entry.step, ...(record && { told: record }) };
    }),
  );
  const begun: Begun = { going: [], answered: new Map(), conflicts: [] };
  if (entries.every((entry) => isGoingOn(entry, verdicts.get(entry.seq))))
    return { ...begun, going: [...entries] };
  const attemptedAt = new Date(link.time.now()).toISOString();
  const { clockOffset: attemptOffset, answeredAt: answeredBefore } = link.instance;
  const moved = link.database.transaction((write) => {
    holdLease(write, sender.token);
    return entries.flatMap((entry) => {
      const now = readEntry(write, entry.seq);
      // Read before something was waited for: a person may have decided about it since.
      if (now?.state !== entry.state || now.revision !== entry.revision) return [];
      const verdict = verdicts.get(entry.seq);
      if (verdict?.verdict === 'conflict') return stop(write, link, now, verdict);
      if (verdict?.record) takeNewer(write, link, now, verdict.record);
      const change = { attemptedAt, attemptOffset, answeredBefore, ...narrowed(entry, verdict) };
      return now.state === 'queued'
        ? moveEntry(write, now, 'send', { ...change, attempts: now.attempts + 1 })
        : verdict
          ? moveEntry(write, now, 'next-step', change)
          : now;
    });
  });
  for (const entry of moved) {
    if (entry.state === 'conflict') {
      begun.conflicts.push(entry);
      announce(link, entry);
      continue;
    }
    begun.going.push(entry);
    const verdict = verdicts.get(entry.seq);
    if (verdict?.verdict === 'nothing-left') begun.answered.set(entry.seq, answerOf(verdict));
    link.entryChanged(entry.seq);
  }
  return begun;
}

function stop(
  write: Writer,
  link: Link,
  entry: Entry,
  { conflict, record }: Extract<Verdict, { verdict: 'conflict' }>,
): Entry {
  takeTold(write, link, { table: conflict.table, sys_id: conflict.sys_id, record });
  return moveEntry(write, entry, 'conflict', { conflict, failure: null, nextAttemptAt: null });
}

/** What somebody else made of the record meanwhile: what our own step makes of it is told from it. */
function takeNewer(write: Writer, link: Link, entry: Entry, record: RemoteRecord): void {
  const step = entry.steps[entry.step];
  if (!step || !('sys_id' in step)) return;
  const table = link.catalog().tables.get(step.table);
  const base = table && baseOf(write, table, step.sys_id);
  if (base?.['sys_mod_count'] !== record['sys_mod_count']?.value) takeTold(write, link, { ...step, record });
}

/** On its way already, with nothing to write down that the answer to the step before has not. */
function isGoingOn(entry: Entry, verdict: Verdict | undefined): boolean {
  if (entry.state !== 'sending' || entry.attemptedAt === null) return false;
  if (verdict === undefined) return true;
  return (
    verdict.verdict === 'go' &&
    verdict.step === entry.steps[entry.step] &&
    (verdict.modCount ?? entry.modCountBefore) === entry.modCountBefore
  );
}

/** The step without what the instance's values won, and the version of the record it goes upon: the payload from here on. */
function narrowed(entry: Entry, verdict: Exclude<Verdict, { verdict: 'conflict' }> | undefined) {
  if (!verdict) return {};
  const { step, modCount } = verdict;
  const modCountBefore = modCount ?? (entry.state === 'sending' ? entry.modCountBefore : null);
  const same = step === entry.steps[entry.step];
  if (same) return { modCountBefore };
  // What was sent before under the same key must never differ (facts/peers.md section 0, finding 7).
  const revision = entry.revision + (entry.attemptedAt === null ? 0 : 1);
  return { modCountBefore, revision, steps: entry.steps.with(entry.step, step) };
}

function answerOf({ step, record }: Extract<Verdict, { verdict: 'nothing-left' }>): Acknowledged {
  if (!('sys_id' in step) || (step.do === 'update' && record === null)) return NOTHING;
  return tellOf(step, record);
}
