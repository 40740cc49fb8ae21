import type { Link } from '../link.ts';
import { doubtful } from '../outbox/doubt.ts';
import type { Entry } from '../outbox/entry.ts';
import { sentFound } from '../outbox/history.ts';
import { SLACK_MS, timeOf } from '../outbox/stamp.ts';
import type { CompiledStep } from '../outbox/steps.ts';

/** Sent entries looked through for what else this laptop has done in the same moment. */
const RECENT = { search: '', limit: 200 };

/**
 * Acknowledged steps like the next one of an entry: earlier ones of its own, and those of others that were sent since it can have been done
 * first.
 */
export function countAlike(link: Link, entry: Entry, isAlike: (step: CompiledStep) => boolean): number {
  const moments = doubtful(entry).map(({ at }) => timeOf(at));
  const first = moments.length === 0 ? timeOf(entry.triggered) : Math.min(...moments);
  const since = Math.min(first, link.time.now()) - SLACK_MS;
  const others = sentFound(link.database, RECENT).entries.filter(
    ({ seq, sentAt }) => seq !== entry.seq && sentAt !== null && Date.parse(sentAt) >= since,
  );
  const steps = [...entry.steps.slice(0, entry.step), ...others.flatMap((other) => other.steps)];
  return steps.filter(isAlike).length;
}

/** Whether another entry of ours has made this record. */
export function hasMade(link: Link, entry: Entry, table: string, sysId: string): boolean {
  return sentFound(link.database, RECENT).entries.some(
    ({ seq, steps }) =>
      seq !== entry.seq &&
      steps.some((step) => step.do === 'create' && step.table === table && step.sys_id === sysId),
  );
}
