import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { orFailure } from '../instance/failed.ts';
import type { Entry } from '../outbox/entry.ts';
import type { Exchanged } from './exchange.ts';
import { lookFor } from './find-record.ts';
import type { Link } from '../link.ts';
import { fieldsOf, tellOf } from './send.ts';

/**
 * A create that the instance refuses because it has the record already was done, and so was a delete that finds no record: by an
 * attempt that was believed lost, or by a proxy that sent it twice (facts/peers.md section 5, row 2). The sys_id is ours, so
 * looking is enough. Answers the results with what was done after all.
 */
export async function seenThrough(
  link: Link,
  going: readonly Entry[],
  results: readonly Exchanged[],
): Promise<Exchanged[]> {
  const seen = [...results];
  for (const [at, result] of results.entries()) {
    const step = going[at]?.steps[going[at].step];
    if (step?.do !== 'create' && step?.do !== 'delete') continue;
    if (result?.ok !== false || !mayBeDone(step.do, result.failure)) continue;
    const found = await orFailure(lookFor(link, step.table, step.sys_id, fieldsOf(link, step.table)));
    if ('kind' in found)
      seen[at] = { ok: false, failure: { kind: 'no-answer', message: result.failure.message } };
    else if (found.isThere === (step.do === 'create'))
      seen[at] = { ok: true, value: tellOf(step, found.record) };
  }
  return seen;
}

function mayBeDone(what: 'create' | 'delete', failure: InstanceFailure): boolean {
  return failure.kind === 'refused' && (what === 'create' || failure.status === 404);
}
