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
    if (seen.changed) rewriteSteps(write, later, seen.steps);
    open = seen.open;
  }
}

/**
 * An entry's steps that are not acknowledged are replaced by others, or by none when it is discarded: later entries see what
 * the others make of the record, or what was there before. To be called while the entry is still in the Outbox; of several, for
 * the latest first, which is to be gone before the next.
 */
export function seeAnew(
  write: Writer,
  entry: Entry,
  steps: readonly CompiledStep[],
  cellOf: (table: string, field: string, value: string) => Cell,
): void {
  const updates = entry.steps.slice(entry.step).filter((step) => step.do === 'update');
  for (const [sysId, own] of Map.groupBy(updates, (step) => step.sys_id)) {
    const instead: Record<string, Instead[string]> = {};
    for (const { table, fields } of own) {
      for (const field of Object.keys(fields)) {
        const before = own.find((step) => field in step.fields)?.seen[field];
        const mine = lastValue(own, sysId, field);
        const anew = lastValue(steps, sysId, field);
        const now = anew === undefined ? before : cellOf(table, field, anew);
        if (mine !== undefined && now !== undefined && anew !== mine) instead[field] = { mine, now };
      }
    }
    seeInstead(write, entry, sysId, instead);
  }
}

/**
 * An entry that was discarded is back: later entries, which saw what stood there without it, see again what it makes of the
 * record. The counterpart of `seeAnew`; of several, for the first one first, before the next is back.
 */
export function seeAgain(
  write: Writer,
  entry: Entry,
  cellOf: (table: string, field: string, value: string) => Cell,
): void {
  const updates = entry.steps.slice(entry.step).filter((step) => step.do === 'update');
  for (const [sysId, own] of Map.groupBy(updates, (step) => step.sys_id)) {
    const again: Record<string, Instead[string]> = {};
    for (const { table, fields } of own) {
      for (const field of Object.keys(fields)) {
        const without = own.find((step) => field in step.fields)?.seen[field];
        const value = lastValue(own, sysId, field);
        if (value !== undefined && without !== undefined && value !== without.value)
          again[field] = { mine: without.value, now: cellOf(table, field, value) };
      }
    }
    seeInstead(write, entry, sysId, again);
  }
}

/** What these steps leave in a field of a record; undefined when none of them sets it. */
function lastValue(steps: readonly CompiledStep[], sysId: string, field: string): string | undefined {
  const setting = steps.findLast(
    (step) => step.do === 'update' && step.sys_id === sysId && field in step.fields,
  );
  return setting?.do === 'update' ? setting.fields[field] : undefined;
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
