import type { RemoteRecord } from '../instance/record.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import type { Link } from '../link.ts';
import { type Acknowledged, tellOf } from './send.ts';

/** What a look at the instance tells of a step whose answer never came. */
export type Probed =
  | Done
  /**
   * `again`: what sending it twice would do. `double`: a request still on its way has to be waited for, because it would be there
   * twice, or would come once more after what was done later: over a newer value, or after the record's deletion.
   */
  | { found: 'not-done'; again: 'harmless' | 'double' }
  /** Nothing on the instance can tell; a person has to decide. */
  | Unclear;

export interface Done {
  found: 'done';
  acknowledged: Acknowledged;
  /**
   * It is as it should be, but perhaps by somebody else's doing: a request still on its way has to be waited for, because it would
   * come over what is done later.
   */
  unproven?: true;
}

interface Unclear {
  found: 'unclear';
  message: string;
}

export type Step<D extends CompiledStep['do']> = Extract<CompiledStep, { do: D }>;

export const NOT_DONE: Probed = { found: 'not-done', again: 'harmless' };
export const NOT_YET: Probed = { found: 'not-done', again: 'double' };

/** What was written to a record cannot be seen without it; it may only be hidden, and would be there twice once it is shown. */
export const OUT_OF_SIGHT: Unclear = {
  found: 'unclear',
  message:
    'This may have been done, but the record is gone now, or access rules hide it, so that nobody can see. ' +
    'Ask somebody who sees the record; try again only if nothing happened.',
};

export function done(step: { table: string; sys_id: string }, record: RemoteRecord | null): Done {
  return { found: 'done', acknowledged: tellOf(step, record) };
}

/** Clocks are read to the second, and the offset to the instance's is not exact. */
export const SLACK_MS = 2000;

/**
 * The last attempt by the instance's clock, a little earlier to be on the safe side. The laptop's clock may have been set
 * between any two answers, so of the distance known then and the one known now that counts which tells the earlier time. No
 * attempt is later than now: one that would be was written down by a clock of which neither is known, and came after the last
 * answer before it. One never attempted here: its trigger.
 */
export function attemptedAt(link: Link, entry: Entry): number {
  const { attemptedAt: at, attemptOffset, answeredBefore, triggeredAt, clockOffset } = entry;
  const isPress = at === null || entry.shared;
  const [device, then] = isPress ? [triggeredAt, clockOffset] : [at, attemptOffset];
  const now = link.instance.clockOffset ?? then ?? 0;
  const least = Math.min(then ?? now, now);
  const isLater = Date.parse(device) + least > link.time.now() + now;
  if (isLater && !isPress && answeredBefore !== null) return answeredBefore - SLACK_MS;
  return Math.min(Date.parse(device), link.time.now()) + least - SLACK_MS;
}

/** Sent entries looked through for what else this laptop has written in the same moment. */
export const RECENT = { search: '', limit: 200 };
