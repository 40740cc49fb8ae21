import type { Side } from '../../../preload/contract/conflicts.ts';
import type { Conflict } from '../../../preload/contract/outbox.ts';
import type { Writer } from '../../database/database.ts';
import type { Moment } from '../../outbox/age.ts';
import { resolveEntry } from '../../outbox/entries.ts';
import type { Entry } from '../../outbox/entry.ts';
import { type Instead, seeInstead, stepsSeeing } from '../../outbox/rebase.ts';
import type { CompiledStep } from '../../outbox/steps.ts';
import type { Catalog } from '../../records/catalog.ts';
import { dropFields } from '../../records/pending.ts';
import { recomputeView } from '../../records/view.ts';
import { mergeField } from './merge.ts';

/**
 * A person has chosen a side for every field that clashes: the entry goes again as a new revision, from the step that was about
 * to be sent. Fields left to the other side are taken off the step and off the entry's changes to the view, and the step is
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
  now: Moment,
): void {
  const step = entry.steps[entry.step];
  if (step?.do !== 'update' && step?.do !== 'delete') return;
  const { sys_id } = step;
  const theirs = Object.fromEntries(conflict.fields.map(({ field, theirs: cell }) => [field, cell]));
  const left = step.do === 'update' ? leftToThem(step, conflict, choices) : {};
  const decided: CompiledStep = {
    ...step,
    ...(step.do === 'update' ? { fields: without(step.fields, left) } : {}),
    seen: { ...step.seen, ...theirs },
    modCount: conflict.modCount,
  };
  const { steps } = stepsSeeing(entry.steps, entry.step + 1, sys_id, left);
  const words = Object.entries(choices).map(([field, side]) => `${field}: ${side}`);
  resolveEntry(write, entry, steps.with(entry.step, decided), words.join(', '), now);
  const laterSteps = steps.slice(entry.step + 1);
  dropFields(
    write,
    entry.seq,
    sys_id,
    (field, value) => field in left && !sends(laterSteps, sys_id, field, value),
  );
  seeInstead(write, entry, sys_id, left);
  const table = catalog.tables.get(step.table);
  if (table) recomputeView(write, table, sys_id);
}

/** Fields of the step that the other side wins, by choice or by policy. */
function leftToThem(
  step: Extract<CompiledStep, { do: 'update' }>,
  { fields }: Conflict,
  choices: Readonly<Record<string, Side>>,
): Instead {
  const left = fields.filter(({ field, base, mine, theirs, clash }) => {
    if (clash) return choices[field] === 'theirs';
    const sides = { base: base.value, mine: mine.value, theirs: theirs.value };
    return mergeField(sides, step.policies[field] ?? 'ask').side === 'theirs';
  });
  return Object.fromEntries(
    left.map(({ field, mine, theirs }) => [field, { mine: mine.value, now: theirs }]),
  );
}

function without(fields: Readonly<Record<string, string>>, left: Instead): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !(field in left)));
}

/** Whether one of these steps gives the record's field that value. */
function sends(steps: readonly CompiledStep[], sysId: string, field: string, value: string): boolean {
  return steps.some((step) => step.do === 'update' && step.sys_id === sysId && step.fields[field] === value);
}
