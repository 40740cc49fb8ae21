import type { Side } from '../../preload/contract/conflicts.ts';
import type { Conflict } from '../../preload/contract/outbox.ts';
import type { Writer } from '../database/database.ts';
import { decidedAt, moveEntry } from '../outbox/entries.ts';
import type { Entry } from '../outbox/entry.ts';
import { seeInstead, stepsSeeing } from '../outbox/rebase.ts';
import type { Stamp } from '../outbox/stamp.ts';
import { type CompiledStep, factsOf } from '../outbox/steps.ts';
import type { Catalog } from '../records/catalog.ts';
import { dropFields } from '../records/pending.ts';
import { recomputeView } from '../records/view.ts';
import { kindOf } from './kinds/kinds.ts';

/**
 * A person has chosen a side for every field that clashes: the entry goes again as a new revision, and so under a new key, from the step
 * that was about to be sent. Fields left to the other side are taken off the step and off the entry's changes to the view, and the step is
 * compared with what the person has been shown, so that a further change by somebody else is seen again. A delete goes as it is.
 *
 * A step may have nothing left; the rest of the entry still goes, and where there is no rest the entry becomes sent with nothing:
 * what was decided stays to be read among what was sent.
 */
export function resolve(
  write: Writer,
  catalog: Catalog,
  entry: Entry,
  conflict: Conflict,
  choices: Readonly<Record<string, Side>>,
  now: Stamp,
): void {
  const step = entry.steps[entry.step];
  const compares = step && kindOf(step).compares;
  const seen = step && factsOf(step).seen;
  if (!step || !compares || !seen) return;
  const { table: name, sys_id } = conflict;
  const theirs = Object.fromEntries(conflict.fields.map(({ field, theirs: cell }) => [field, cell]));
  const left = compares.leftOut(step, conflict, choices);
  const decided = {
    ...compares.without(step, left),
    seen: { ...seen, ...theirs },
    modCount: conflict.modCount,
  } as CompiledStep;
  const { steps } = stepsSeeing(entry.steps, entry.step + 1, sys_id, left);
  moveEntry(write, entry, 'resolve', {
    ...decidedAt(entry, now),
    revision: entry.revision + 1,
    steps: steps.with(entry.step, decided),
    words: Object.entries(choices)
      .map(([field, side]) => `${field}: ${side}`)
      .join(', '),
  });
  const laterSteps = steps.slice(entry.step + 1);
  dropFields(
    write,
    entry.seq,
    sys_id,
    (field, value) => field in left && !sends(laterSteps, sys_id, field, value),
  );
  seeInstead(write, entry, sys_id, left);
  const table = catalog.tables.get(name);
  if (table) recomputeView(write, table, sys_id);
}

/** Whether one of these steps gives the record's field that value. */
function sends(steps: readonly CompiledStep[], sysId: string, field: string, value: string): boolean {
  return steps.map(factsOf).some(({ record, fields }) => record?.sys_id === sysId && fields[field] === value);
}
