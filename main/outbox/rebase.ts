import type { Cell } from '../../preload/contract/outbox.ts';
import type { Writer } from '../database/database.ts';
import { rewriteSteps } from './entries.ts';
import type { Entry } from './entry.ts';
import { type CompiledStep, factsOf } from './steps.ts';
import { entriesTouching } from './waiting.ts';

/** A value that an entry was going to give a field of a record, and what stands there instead. */
export type Instead = Readonly<Record<string, { mine: string; now: Cell }>>;

/**
 * An entry will not set fields as it was going to: it was discarded, edited, or the other side was chosen. Later entries were
 * made on a view that showed the fields so; they are compared with what stands there instead, so that they do not clash with what
 * nobody did.
 */
export function seeInstead(write: Writer, entry: Pick<Entry, 'seq'>, sysId: string, instead: Instead): void {
  if (Object.keys(instead).length === 0) return;
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
 * the latest first, which is to be gone before the next. `cellOf` puts a value into words.
 */
export function replaceSeen(
  write: Writer,
  entry: Entry,
  steps: readonly CompiledStep[],
  cellOf: (table: string, field: string, value: string) => Cell,
): void {
  for (const [sysId, fields] of overwritten(entry)) {
    const instead = [...fields].flatMap(([field, { table, mine, before }]) => {
      const anew = lastValue(steps, sysId, field);
      const now = anew === undefined ? before : cellOf(table, field, anew);
      return now === undefined || anew === mine ? [] : [[field, { mine, now }] as const];
    });
    seeInstead(write, entry, sysId, Object.fromEntries(instead));
  }
}

/**
 * A discard was undone: later entries, which saw what stood there without the entry, see again what it makes of the
 * record. The counterpart of `replaceSeen`; of several, for the first one first, before the next is back.
 */
export function restoreSeen(
  write: Writer,
  entry: Entry,
  cellOf: (table: string, field: string, value: string) => Cell,
): void {
  for (const [sysId, fields] of overwritten(entry)) {
    const again = [...fields].flatMap(([field, { table, mine, before }]) =>
      before === undefined || mine === before.value
        ? []
        : [[field, { mine: before.value, now: cellOf(table, field, mine) }] as const],
    );
    seeInstead(write, entry, sysId, Object.fromEntries(again));
  }
}

interface Overwritten {
  table: string;
  /** What the entry leaves in the field. */
  mine: string;
  /** What stood there before its first step on it; undefined when that is not known. */
  before: Cell | undefined;
}

/** By record and field: where an entry's steps that are not acknowledged put another value. */
function overwritten({ steps, step }: Entry): Map<string, Map<string, Overwritten>> {
  const found = new Map<string, Map<string, Overwritten>>();
  for (const { record, makes, fields, seen } of steps.slice(step).map(factsOf)) {
    if (record === null || makes) continue;
    const ofRecord = found.get(record.sys_id) ?? new Map<string, Overwritten>();
    found.set(record.sys_id, ofRecord);
    for (const [field, mine] of Object.entries(fields)) {
      const { before } = ofRecord.get(field) ?? { before: seen?.[field] };
      ofRecord.set(field, { table: record.table, before, mine });
    }
  }
  return found;
}

/** What these steps leave in a field of a record; undefined when none of them sets it. */
function lastValue(steps: readonly CompiledStep[], sysId: string, field: string): string | undefined {
  const values = steps
    .map(factsOf)
    .filter(({ record, makes }) => record?.sys_id === sysId && !makes)
    .flatMap(({ fields }) => fields[field] ?? []);
  return values.at(-1);
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
    const { record, fields, seen } = factsOf(step);
    if (at < from || seen === null || record?.sys_id !== sysId) return step;
    const now = Object.entries(open).filter(([field, { mine }]) => seen[field]?.value === mine);
    open = Object.fromEntries(Object.entries(open).filter(([field]) => !(field in fields)));
    if (now.length === 0) return step;
    changed = true;
    return {
      ...step,
      seen: { ...seen, ...Object.fromEntries(now.map(([field, it]) => [field, it.now])) },
    } as CompiledStep;
  });
  return { steps: seeing, changed, open };
}
