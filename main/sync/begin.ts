import type { Writer } from '../database/database.ts';
import { moveEntry, readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { holdLease } from '../outbox/lease.ts';
import { announce } from './announce.ts';
import type { Link } from './link.ts';
import { preflight } from './preflight.ts';
import { type Acknowledged, NOTHING, tellOf } from './send.ts';
import type { Sender } from './sender.ts';
import { takeTold } from './settle.ts';
import type { Verdict } from './verdict.ts';

/** Entries whose next step may now be sent, and those that a person has to decide about first. */
export interface Begun {
  going: Entry[];
  /** By number of an entry that goes: there is nothing to send, and this is as good as the answer. */
  answered: Map<number, Acknowledged>;
  conflicts: Entry[];
}

/**
 * Before the next step of each of these entries: looks whether somebody else has changed its record meanwhile, and writes the
 * attempt down. Entries are `queued`, or on their way with further steps. Throws Failed when the instance cannot be asked;
 * then nothing has been attempted.
 */
export async function begin(link: Link, sender: Sender, entries: readonly Entry[]): Promise<Begun> {
  const looked = entries.filter(isToBeLookedAt);
  const verdicts = await preflight(
    link,
    looked.map((entry) => ({ entry, step: entry.step })),
  );
  const begun: Begun = { going: [], answered: new Map(), conflicts: [] };
  if (looked.length === 0 && entries.every(({ state }) => state === 'sending'))
    return { ...begun, going: [...entries] };
  const attemptedAt = new Date(link.time.now()).toISOString();
  const moved = link.database.transaction((write) => {
    holdLease(write, sender.token);
    return entries.flatMap((entry) => {
      const now = readEntry(write, entry.seq);
      // Read before something was waited for: a person may have decided about it since.
      if (now?.state !== entry.state || now.revision !== entry.revision) return [];
      const verdict = verdicts.get(entry.seq);
      if (verdict?.verdict === 'conflict') return stop(write, link, now, verdict);
      const change = { attemptedAt, ...narrowed(now, verdict) };
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

/** A step on the record that the step before has just been answered for needs no second look. */
function isToBeLookedAt({ state, steps, step }: Entry): boolean {
  const [before, next] = [steps[step - 1], steps[step]];
  if (next?.do !== 'update' && next?.do !== 'delete') return false;
  return state === 'queued' || !(before && 'sys_id' in before && before.sys_id === next.sys_id);
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

/** The step without what the instance's values won, and the version of the record it goes upon: the payload from here on. */
function narrowed(entry: Entry, verdict: Exclude<Verdict, { verdict: 'conflict' }> | undefined) {
  if (!verdict) return {};
  const { step, modCount: modCountBefore } = verdict;
  const same = step === entry.steps[entry.step];
  return same ? { modCountBefore } : { modCountBefore, steps: entry.steps.with(entry.step, step) };
}

function answerOf({ step, record }: Extract<Verdict, { verdict: 'nothing-left' }>): Acknowledged {
  if (!('sys_id' in step) || (step.do === 'update' && record === null)) return NOTHING;
  return tellOf(step, record);
}
