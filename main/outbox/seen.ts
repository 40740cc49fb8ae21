import type { Cell } from '../../preload/contract/outbox.ts';
import type { Writer } from '../database/database.ts';
import { rewriteSteps } from './entries.ts';
import type { Entry } from './entry.ts';
import type { CompiledStep } from './steps.ts';
import { entriesTouching } from './waiting.ts';

/** A value that an entry was going to give a field of a record, and what stands there instead. */
export type Instead = Readonly<Record<string, { mine: string; now: Cell }>>;

/**
 * An entry will not set fields as it was going to: it was discarded, edited, or the other side was chosen. Later entries were
 * made on a view that showed the fields so; they are compared with what stands there instead, so that they do not clash with what
 * nobody did.
 */
export function seeInstead(write: Writer, entry: Pick<Entry, 'seq'>, sysId: string, instead: Instead): void {
  let open = instead;
  for (const later of entriesTouching(write, sysId)) {
    if (later.seq <= entry.seq) continue;
    const seen = stepsSeeing(later.steps, later.step, sysId, open);
    if (seen.changed) rewriteSteps(write, later.seq, seen.steps);
    open = seen.open;
  }
}

/** The same among the steps of one entry from a place on. `open` are the fields that no step sets anew. */
export function stepsSeeing(
  steps: readonly CompiledStep[],
  from: number,
  sysId: string,
  instead: Instead,
): { steps: CompiledStep[]; changed: boolean; open: Instead } {
  let open = instead;
  let changed = false;
  const seeing = steps.map((step, at): CompiledStep => {
    if (at < from || (step.do !== 'update' && step.do !== 'delete') || step.sys_id !== sysId) return step;
    const now = Object.entries(open).filter(([field, { mine }]) => step.seen[field]?.value === mine);
    const sets = step.do === 'update' ? step.fields : {};
    open = Object.fromEntries(Object.entries(open).filter(([field]) => !(field in sets)));
    if (now.length === 0) return step;
    changed = true;
    return {
      ...step,
      seen: { ...step.seen, ...Object.fromEntries(now.map(([field, it]) => [field, it.now])) },
    };
  });
  return { steps: seeing, changed, open };
}
