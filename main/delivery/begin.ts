import type { Writer } from '../database/database.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { underWay, wasMade } from '../outbox/doubt.ts';
import { type Change, moveEntry, readEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { factsOf } from '../outbox/steps.ts';
import { baseOf } from '../records/view.ts';
import { announce } from './announce.ts';
import type { Link } from '../link.ts';
import { preflight } from './preflight.ts';
import type { Acknowledged } from './acknowledged.ts';
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
      return { entry, ...(record && { told: record }) };
    }),
  );
  const begun: Begun = { going: [], answered: new Map(), conflicts: [] };
  if (entries.every((entry) => isGoingOn(entry, verdicts.get(entry.seq))))
    return { ...begun, going: [...entries] };
  const moved = sender.write((write) =>
    entries.flatMap((entry) => beginOne(write, link, entry, verdicts.get(entry.seq)) ?? []),
  );
  for (const entry of moved) {
    if (entry.state === 'conflict') {
      begun.conflicts.push(entry);
      announce(link, entry);
      continue;
    }
    begun.going.push(entry);
    const verdict = verdicts.get(entry.seq);
    if (verdict?.verdict === 'nothing-left') begun.answered.set(entry.seq, verdict.answer);
    link.entryChanged(entry.seq);
  }
  return begun;
}

/** Writes the attempt at an entry's next step down; null when a person has decided about the entry meanwhile. */
function beginOne(write: Writer, link: Link, read: Entry, verdict: Verdict | undefined): Entry | null {
  const entry = readEntry(write, read.seq);
  if (entry?.state !== read.state || entry.revision !== read.revision) return null;
  if (verdict?.verdict === 'conflict') return stop(write, link, entry, verdict);
  if (verdict?.record) takeNewer(write, link, entry, verdict.record);
  const { modCount, ...narrowed } = narrowedBy(entry, verdict);
  const change = { ...narrowed, begins: { at: link.stamp(), modCount } };
  if (entry.state === 'queued') return moveEntry(write, entry, 'send', change);
  return verdict ? moveEntry(write, entry, 'next-step', change) : entry;
}

function stop(
  write: Writer,
  link: Link,
  entry: Entry,
  { conflict, record }: Extract<Verdict, { verdict: 'conflict' }>,
): Entry {
  takeTold(write, link, { table: conflict.table, sys_id: conflict.sys_id, record });
  return moveEntry(write, entry, 'conflict', {
    question: { about: 'conflict', conflict },
    nextAttemptAt: null,
  });
}

/** The base takes what somebody else made of the record meanwhile, so that what our own step makes of it can be told apart. */
function takeNewer(write: Writer, link: Link, entry: Entry, record: RemoteRecord): void {
  const step = entry.steps[entry.step];
  const about = step && factsOf(step).record;
  if (!about) return;
  const table = link.catalog().tables.get(about.table);
  const base = table && baseOf(write, table, about.sys_id);
  if (base?.['sys_mod_count'] !== record['sys_mod_count']?.value) takeTold(write, link, { ...about, record });
}

/** Whether it is on its way already, and the answer to the step before has written down all that there is. */
function isGoingOn(entry: Entry, verdict: Verdict | undefined): boolean {
  const attempt = underWay(entry);
  if (entry.state !== 'sending' || !attempt) return false;
  if (verdict === undefined) return true;
  return (
    verdict.verdict === 'go' &&
    verdict.step === entry.steps[entry.step] &&
    (verdict.modCount ?? attempt.modCount) === attempt.modCount
  );
}

/**
 * The step without the fields that the instance's values won, and the version of the record that it is sent on: its payload
 * from here on.
 */
function narrowedBy(
  entry: Entry,
  verdict: Exclude<Verdict, { verdict: 'conflict' }> | undefined,
): Pick<Change, 'steps' | 'revision'> & { modCount: string | null } {
  const modCount = verdict?.modCount ?? underWay(entry)?.modCount ?? null;
  const step = entry.steps[entry.step];
  if (!verdict || verdict.step === step) return { modCount };
  // What was sent before under the same key must never differ (docs/peers.md, finding 7).
  const revision = entry.revision + (wasMade(entry) ? 1 : 0);
  return { modCount, revision, steps: entry.steps.with(entry.step, verdict.step) };
}
