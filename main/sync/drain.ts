import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { moveEntry, readEntry, rewriteSteps } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { heldBy } from '../outbox/hold.ts';
import { waitingEntries } from '../outbox/waiting.ts';
import { probeElsewhere } from './elsewhere.ts';
import type { Link } from './link.ts';
import { preflight } from './preflight.ts';
import { probeStep } from './probe.ts';
import { reread } from './reread.ts';
import { sendStep, tellOf } from './send.ts';
import { settleDone, settleFailure, takeTold } from './settle.ts';
import type { Verdict } from './verdict.ts';

/** How a drain ended. */
export type Drained =
  /** Everything that may go has gone. `affects`: tables to read again. */
  | { end: 'empty'; affects: Set<string> }
  /** A failure of the connection, or an entry that must wait until `retryAt` (milliseconds; null: not known). */
  | { end: 'stopped'; affects: Set<string>; failure: InstanceFailure | null; retryAt: number | null };

/** Entries read at a time. */
const LOOK_AHEAD = 20;

/**
 * Sends what waits, in the order it was triggered. What waits for a person holds back what shares a record with it and
 * nothing else; a failure of the connection stops the drain where it is, so nothing overtakes (DESIGN.md section 6).
 * `goesOn` is asked before each entry.
 */
export async function drain(link: Link, goesOn: () => boolean): Promise<Drained> {
  const affects = new Set<string>();
  let after = 0;
  for (;;) {
    const batch = waitingEntries(link.database, after, LOOK_AHEAD);
    if (batch.length === 0) return { end: 'empty', affects };
    for (const { seq } of batch) {
      after = seq;
      // Read again: while an earlier one was on its way, a person may have decided about this one.
      const entry = readEntry(link.database, seq);
      if (!entry) continue;
      if (!goesOn()) return { end: 'stopped', affects, failure: null, retryAt: null };
      const stop = await handle(link, entry, affects);
      if (stop) return { end: 'stopped', affects, ...stop };
    }
  }
}

type Stop = { failure: InstanceFailure | null; retryAt: number | null };

async function handle(link: Link, entry: Entry, affects: Set<string>, looked = false): Promise<Stop | null> {
  switch (entry.state) {
    case 'unknown':
      return settleUnknown(link, entry, affects);
    case 'queued':
      if (heldBy(link.database, entry) !== null) return null;
      if (entry.nextAttemptAt !== null && entry.nextAttemptAt > link.time.now()) {
        return { failure: entry.failure, retryAt: entry.nextAttemptAt };
      }
      return entry.shared && !looked ? lookFirst(link, entry, affects) : send(link, entry, affects);
    case 'sending':
    case 'refused':
    case 'conflict':
    case 'sent':
      return null;
  }
}

/** Sends the steps of an entry that are not acknowledged yet, one by one. The attempt is written down first. */
async function send(link: Link, queued: Entry, affects: Set<string>): Promise<Stop | null> {
  let entry = link.database.transaction((write) =>
    moveEntry(write, queued, 'send', {
      attempts: queued.attempts + 1,
      attemptedAt: new Date(link.time.now()).toISOString(),
    }),
  );
  link.entryChanged(entry.seq);
  let told: RemoteRecord | undefined;
  while (entry.state === 'sending') {
    try {
      const verdict = (await preflight(link, [{ entry, step: entry.step, ...(told && { told }) }])).get(
        entry.seq,
      );
      if (verdict?.verdict === 'conflict') {
        entry = settleConflict(link, entry, verdict);
        break;
      }
      if (verdict) entry = narrow(link, entry, verdict);
      const acknowledged =
        verdict?.verdict === 'nothing-left' && 'sys_id' in verdict.step
          ? tellOf(verdict.step, verdict.record)
          : await sendStep(link, entry, entry.step);
      told = acknowledged.told?.record ?? undefined;
      entry = settleDone(link, entry, acknowledged);
      const missed = await reread(link, acknowledged.named);
      for (const table of [...acknowledged.affects, ...missed]) affects.add(table);
    } catch (error) {
      return failed(link, entry, error);
    }
  }
  announce(link, entry);
  return null;
}

function settleConflict(
  link: Link,
  entry: Entry,
  { conflict, record }: Extract<Verdict, { verdict: 'conflict' }>,
): Entry {
  return link.database.transaction((write) => {
    takeTold(write, link, { table: conflict.table, sys_id: conflict.sys_id, record });
    return moveEntry(write, entry, 'conflict', { conflict, attempts: entry.attempts - 1 });
  });
}

function narrow(link: Link, entry: Entry, verdict: Exclude<Verdict, { verdict: 'conflict' }>): Entry {
  const { step, record, modCount } = verdict;
  const steps = entry.steps.with(entry.step, step);
  link.database.transaction((write) => {
    if (record && 'sys_id' in step) takeTold(write, link, { ...step, record });
    rewriteSteps(write, entry.seq, steps);
  });
  return { ...entry, steps, modCountBefore: modCount ?? entry.modCountBefore };
}

/** Another laptop may have sent it: it counts as unknown until the instance was asked. */
function lookFirst(link: Link, entry: Entry, affects: Set<string>): Promise<Stop | null> {
  const unknown = link.database.transaction((write) => moveEntry(write, entry, 'look-first'));
  link.entryChanged(entry.seq);
  return settleUnknown(link, unknown, affects);
}

/** Looks what became of an entry whose answer was lost; only then is it sent again. */
async function settleUnknown(link: Link, entry: Entry, affects: Set<string>): Promise<Stop | null> {
  try {
    const probed = await (entry.shared ? probeElsewhere : probeStep)(link, entry, entry.step);
    switch (probed.found) {
      case 'unclear': {
        const failure: InstanceFailure = { kind: 'no-answer', message: probed.message };
        link.database.transaction((write) => moveEntry(write, entry, 'unclear', { failure }));
        announce(link, entry);
        return null;
      }
      case 'not-done': {
        const again = link.database.transaction((write) =>
          moveEntry(write, entry, 'not-done', { failure: null }),
        );
        return await handle(link, again, affects, true);
      }
      case 'done': {
        const settled = settleDone(link, entry, probed.acknowledged);
        announce(link, settled);
        return await handle(link, settled, affects);
      }
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { failure: error.failure, retryAt: null };
  }
}

function failed(link: Link, entry: Entry, error: unknown): Stop | null {
  if (!(error instanceof Failed)) throw error;
  const { failure } = error;
  const aftermath = settleFailure(link, entry, failure);
  const after = readEntry(link.database, entry.seq) ?? entry;
  announce(link, after);
  link.log.info(`entry ${entry.seq} step ${entry.step}: ${failure.kind} (${failure.message})`);
  return aftermath === 'go-on' ? null : { failure, retryAt: after.nextAttemptAt };
}

function announce(link: Link, entry: Entry): void {
  link.entryChanged(entry.seq);
  link.recordsChanged([...new Set(entry.touches.map(({ table }) => table))]);
}
