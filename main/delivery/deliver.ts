import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Writer } from '../database/database.ts';
import { orFailure } from '../instance/failed.ts';
import type { RemoteRecord } from '../instance/record.ts';
import { moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { announce } from './announce.ts';
import { begin } from './begin.ts';
import { exchange, type Exchanged } from './exchange.ts';
import { type Aftermath, isEverybodys, settleFailure } from './fail.ts';
import type { Link } from '../link.ts';
import { reread } from '../pull/reread.ts';
import { doneThoughRefused } from './done-though.ts';
import type { Sending } from './kinds/kind.ts';
import type { Sender } from './sender.ts';
import { settleDone } from './settle.ts';

export interface Delivered {
  /** The entries as they then are. */
  entries: Entry[];
  /** Tables to read again. */
  affects: string[];
  /** The failure that keeps everything behind from going; null when the way is free. */
  stop: InstanceFailure | null;
}

/**
 * Sends the steps of these entries that are not acknowledged yet. They do not depend on each other. The attempt is written
 * down before it is made, and what became of it after: two flushes to the disk, however many entries travel together.
 * Throws LeaseLost when another sender has taken over; nothing of the answer is then written.
 */
export async function deliver(link: Link, sender: Sender, queued: readonly Entry[]): Promise<Delivered> {
  const done = new Map<number, Entry>();
  const affects: string[] = [];
  let stop: InstanceFailure | null = null;
  let waiting: readonly Entry[] = queued;
  const told = new Map<number, RemoteRecord>();
  while (waiting.length > 0) {
    const begun = await orFailure(begin(link, sender, waiting, told));
    if ('kind' in begun) {
      for (const entry of putBack(link, sender, waiting, begun)) done.set(entry.seq, entry);
      return { entries: [...done.values()], affects, stop: begun };
    }
    const { going, answered, conflicts } = begun;
    for (const entry of conflicts) done.set(entry.seq, entry);
    const unanswered = going.filter(({ seq }) => !answered.has(seq));
    const exchanged = await doneThoughRefused(link, unanswered, await exchange(link, sender, unanswered));
    const results = going.map<Exchanged>(({ seq }) => {
      const value = answered.get(seq);
      return value
        ? { ok: true, value }
        : (exchanged[unanswered.findIndex((one) => one.seq === seq)] ?? null);
    });
    const settled = settle(link, sender, going, results);
    for (const entry of settled.entries) done.set(entry.seq, entry);
    stop = settled.stop;
    for (const [at, result] of results.entries()) {
      const seq = going[at]?.seq ?? 0;
      told.delete(seq);
      if (!result?.ok) continue;
      if (result.value.told?.record) told.set(seq, result.value.told.record);
      affects.push(...result.value.affects, ...(await reread(link, result.value.named)));
    }
    for (const entry of settled.entries) if (entry.state !== 'sending') announce(link, entry);
    waiting = settled.entries.filter(({ state }) => state === 'sending');
  }
  return { entries: [...done.values()], affects, stop };
}

/** The instance could not be asked before the next step, so nothing was attempted; what is on its way goes back. */
function putBack(link: Link, sender: Sender, waiting: readonly Entry[], failure: InstanceFailure): Entry[] {
  return sender.write((write) => {
    if (failure.kind === 'retry-later') sender.breaker.pause(write, failure, link.time.now(), link.random);
    return waiting.map((entry) =>
      entry.state === 'sending' ? moveEntry(write, entry, 'not-delivered') : entry,
    );
  });
}

/** Writes down what became of it. When something stops everything, those with further steps go back into the queue too. */
function settle(link: Link, sender: Sender, going: readonly Entry[], results: readonly Exchanged[]) {
  return sender.write((write) => {
    let stop: InstanceFailure | null = null;
    const settled = new Map<number, Entry>();
    for (const [before, result] of pausesLast(going, results)) {
      const { entry, stops } = settleOne(write, { link, sender, entry: before }, result);
      settled.set(entry.seq, entry);
      if (stops && result?.ok === false) stop ??= result.failure;
    }
    const entries = going.map((before) => {
      const entry = settled.get(before.seq) ?? before;
      return stop !== null && entry.state === 'sending' ? moveEntry(write, entry, 'not-delivered') : entry;
    });
    return { entries, stop };
  });
}

function settleOne(write: Writer, sending: Sending, result: Exchanged): Aftermath {
  const { link, sender, entry } = sending;
  if (result === null)
    return { entry: moveEntry(write, entry, 'not-delivered', { nextAttemptAt: null }), stops: false };
  if (result.ok) {
    sender.careful = false;
    return { entry: settleDone(write, sending, result.value), stops: false };
  }
  const { failure } = result;
  link.log.info(`entry ${entry.seq} step ${entry.step}: ${failure.kind} (${failure.message})`);
  return settleFailure(write, sending, failure);
}

/** An answer ends a pause; but not the one that the instance has asked for in the same breath. */
function pausesLast(going: readonly Entry[], results: readonly Exchanged[]): [Entry, Exchanged][] {
  const pairs = going.map<[Entry, Exchanged]>((entry, at) => [entry, results[at] ?? null]);
  const pauses = ([, result]: [Entry, Exchanged]) => result?.ok === false && isEverybodys(result.failure);
  return [...pairs.filter((pair) => !pauses(pair)), ...pairs.filter(pauses)];
}
