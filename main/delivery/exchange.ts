import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Outcome } from '../instance/batch.ts';
import { weightOf } from '../instance/batch.ts';
import { Failed } from '../instance/failed.ts';
import type { Request } from '../instance/requests.ts';
import { type Entry, requestKey } from '../outbox/entry.ts';
import { isEverybodys } from './fail.ts';
import type { Link } from '../link.ts';
import { type Acknowledged, NOTHING } from './acknowledged.ts';
import type { Sending } from './kinds/kind.ts';
import { kindOf } from './kinds/kinds.ts';
import type { Sender } from './sender.ts';

/** What became of the next step of an entry; null: the instance has not seen it, it goes with the next ones. */
export type Exchanged = Outcome<Acknowledged> | null;

/** A batch stays well under what instances take in one request. */
const BATCH_BYTES = 1_000_000;

/**
 * Sends the next step of each of these entries, which do not depend on each other: together where the instance can, otherwise
 * one after the other. Returns what became of each, in their order. Throws LeaseLost.
 */
export async function exchange(link: Link, sender: Sender, entries: readonly Entry[]): Promise<Exchanged[]> {
  const requests = entries.map((entry) => (sender.batches ? requestOf({ link, sender, entry }) : null));
  const together = requests.flatMap((request, at) => (request ? [{ request, at }] : []));
  const results = entries.map<Exchanged>(() => null);
  const alone = new Set(entries.keys());
  if (together.length > 1) {
    const fitting = within(together);
    const outcomes = await sendBatch(
      link,
      sender,
      fitting.map(({ request }) => request),
      keyOf(entries, fitting),
    );
    for (const { at } of together) alone.delete(at);
    fitting.forEach(({ at }, index) => {
      results[at] = outcomes[index] ?? null;
    });
  }
  for (const at of alone) {
    const entry = entries[at];
    if (entry) results[at] = await sendAlone({ link, sender, entry });
    const result = results[at];
    if (result?.ok === false && !isOfEntry(result.failure)) break;
  }
  return results;
}

/** Anything else concerns what comes behind as well: a connection that is gone, an instance that asks to be left alone. */
function isOfEntry(failure: InstanceFailure): boolean {
  return failure.kind === 'refused' || (failure.kind === 'retry-later' && !isEverybodys(failure));
}

/** The request of an entry's next step, with what its answer tells; null for a step that is not one such request. */
export function requestOf(sending: Sending): Request<Acknowledged> | null {
  const step = sending.entry.steps[sending.entry.step];
  return step ? kindOf(step).request(sending, step) : null;
}

async function sendAlone(sending: Sending): Promise<Exchanged> {
  try {
    return { ok: true, value: await sendStep(sending) };
  } catch (error) {
    if (error instanceof Failed) return { ok: false, failure: error.failure };
    throw error;
  }
}

/** Runs an entry's next step against the instance. Throws Failed when it was not acknowledged, LeaseLost when it did not leave. */
async function sendStep(sending: Sending): Promise<Acknowledged> {
  const { link, sender, entry } = sending;
  const step = entry.steps[entry.step];
  // No condition of any step was met.
  if (!step) return NOTHING;
  const request = requestOf(sending);
  return request ? link.instance.send(request, sender.leaving) : kindOf(step).carryOut(sending, step);
}

async function sendBatch(
  link: Link,
  sender: Sender,
  requests: Request<Acknowledged>[],
  id: string,
): Promise<Exchanged[]> {
  try {
    const outcomes = await link.instance.sendTogether(requests, id, sender.leaving);
    // One request at a time always gets somewhere.
    if (outcomes.every((outcome) => outcome === null)) sender.batches = false;
    return outcomes;
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    const { failure } = error;
    // There is no Batch API on this instance, or not for this user: nothing in it was done.
    if (failure.kind === 'refused') {
      sender.batches = false;
      link.log.info(`the instance takes no batches (${failure.message}), so entries go one by one`);
      return requests.map(() => null);
    }
    return requests.map(() => ({ ok: false, failure }));
  }
}

/** As many as fit into one batch, from the first on. */
function within<T extends { request: Request<unknown> }>(requests: readonly T[]): T[] {
  let bytes = 0;
  return requests.filter(({ request }, at) => {
    bytes += weightOf(request);
    return at === 0 || bytes <= BATCH_BYTES;
  });
}

/** A batch is called by its first request, so that the instance's log leads to the entry. */
function keyOf(entries: readonly Entry[], [first]: readonly { at: number }[]): string {
  const entry = entries[first?.at ?? 0];
  return entry ? requestKey(entry, entry.step) : '';
}
