import { orFailure } from '../instance/failed.ts';
import type { Link } from '../link.ts';
import type { Entry } from '../outbox/entry.ts';
import { factsOf } from '../outbox/steps.ts';
import { fieldsOf, tellOf } from './acknowledged.ts';
import type { Exchanged } from './exchange.ts';
import { findRecord } from './find-record.ts';
import { kindOf } from './kinds/kinds.ts';

/**
 * A create that the instance refuses because it has the record already was done, and so was a delete that finds no record: by an
 * attempt that was believed lost, or by a proxy that sent it twice (docs/peers.md, row 2). The sys_id is ours, so
 * looking is enough. Returns the results with what was done though it was refused.
 */
export async function doneThoughRefused(
  link: Link,
  going: readonly Entry[],
  results: readonly Exchanged[],
): Promise<Exchanged[]> {
  const seen = [...results];
  for (const [at, result] of results.entries()) {
    const step = going[at]?.steps[going[at].step];
    const record = step && factsOf(step).record;
    const refused = step && kindOf(step).refusedWhenDone;
    if (!record || !refused || result?.ok !== false || !refused.by(result.failure)) continue;
    const { table, sys_id } = record;
    const found = await orFailure(findRecord(link, table, sys_id, fieldsOf(link, table)));
    if ('kind' in found)
      seen[at] = { ok: false, failure: { kind: 'no-answer', message: result.failure.message } };
    else if (found.isThere === refused.isThere) seen[at] = { ok: true, value: tellOf(record, found.record) };
  }
  return seen;
}
