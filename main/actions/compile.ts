import type { Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action } from '../definition/schema.ts';
import type { Step } from '../definition/steps.ts';
import { fill, type Scope, type Times } from '../definition/template.ts';
import type { Compiling } from '../delivery/kinds/kind.ts';
import { kindOf } from '../delivery/kinds/kinds.ts';
import type { Touch } from '../outbox/entry.ts';
import { type CompiledStep, factsOf } from '../outbox/steps.ts';
import type { Row } from '../query/row.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import { withDisplay } from '../records/display.ts';
import { createdHere, type PendingChange } from '../records/pending.ts';
import { holds } from './rules.ts';
import { Sight } from './sight.ts';

export interface Compiled {
  /** The steps that run against the instance, every value resolved. */
  steps: CompiledStep[];
  /** What the offline steps change in the view until the entry is acknowledged. */
  changes: PendingChange[];
  /** Conditions of `check` steps that run offline, to be held against the view before anything is written. */
  checks: { table: string; sys_id: string; when: string; message: string }[];
  /** The record the entry is about: the action's own, or the first one it creates. */
  record: Touch | null;
  /**
   * Every record the entry is about or changes, in the view or on the instance, and those that it only refers to and that an earlier entry
   * is still to create: later entries on them wait for it, and it waits for earlier ones.
   */
  touches: Touch[];
}

/** What an action is compiled with. */
export interface Given extends Times {
  record: Row | null;
  inputs: Inputs;
  /** Milliseconds to add to the time a file was taken by the laptop's clock; none when left out. */
  correction?: number;
  newSysId: () => string;
  /** sys_ids that an earlier revision of the entry made, by position, so that an edit does not create a second record. */
  kept: ReadonlyMap<number, string>;
  /** The entry that is edited; null for a new one. */
  edits: number | null;
}

/**
 * Resolves an action for one record and one set of inputs: references become values and new records get their sys_id,
 * so that nothing that happens later changes what the person meant.
 */
export function compileAction(reader: Reader, catalog: Catalog, action: Action, given: Given): Compiled {
  const made = new Map<string, string>();
  const scope: Scope = { ...given, user: catalog.user, steps: made };
  const filled = new Set<string>();
  const own = given.record && { table: action.table, sys_id: given.record['sys_id'] ?? '' };
  const compiled: Compiled = { steps: [], changes: [], checks: [], record: own, touches: [] };
  const sight = new Sight(reader, catalog, given.record, given.edits);
  const typed = { ...given, row: given.record, values: given.inputs };

  for (const [position, step] of action.steps.entries()) {
    if (step.if !== undefined && !holds(reader, catalog, action, step.if, typed)) continue;
    const target = targetOf(step, action, scope, own);
    if (step.do === 'create') {
      target.sys_id = given.kept.get(position) ?? given.newSysId();
      if (step.as !== undefined) made.set(step.as, target.sys_id);
      compiled.record ??= { ...target };
    }
    const compiling: Compiling = {
      target,
      scope,
      inputs: given.inputs,
      correction: given.correction ?? 0,
      sight,
      withDisplay: (table, fields) => withDisplay(reader, catalog, tableOf(catalog, table), fields),
    };
    compileStep(compiled, step, compiling, { sight, filled });
    if (step.do === 'check' && step.run !== 'online')
      compiled.checks.push({ ...target, when: step.when, message: step.message });
  }
  compiled.touches = touched(compiled);
  compiled.touches.push(...needed(reader, filled, compiled.touches));
  return compiled;
}

/** What one step is on the instance and what it changes here; later steps of the action see what it sets. */
function compileStep(
  compiled: Compiled,
  step: Step,
  compiling: Compiling,
  { sight, filled }: { sight: Sight; filled: Set<string> },
): void {
  const kind = kindOf(step);
  const { target, scope } = compiling;
  const isSent = step.run !== 'offline';
  const steps = kind.compile(step, isSent ? { ...compiling, scope: { ...scope, filled } } : compiling);
  if (isSent) compiled.steps.push(...steps);
  for (const { fields } of steps.map(factsOf))
    if (Object.keys(fields).length > 0) sight.change(target, fields);
  if (step.run === 'online') return;
  for (const change of kind.change(step, compiling))
    compiled.changes.push({ ...target, step: compiled.changes.length, ...change });
}

function touched({ record, steps, changes }: Compiled): Touch[] {
  const named = steps.flatMap((step) => factsOf(step).record ?? []);
  const all = [...(record ? [record] : []), ...named, ...changes];
  return [...new Map(all.map(({ table, sys_id }) => [sys_id, { table, sys_id }])).values()];
}

/**
 * Records that the steps only refer to, as a task refers to its order, and that an unacknowledged entry creates: the instance
 * must know them first. One value that was filled in may be a list of references, and name several.
 */
function needed(reader: Reader, filled: ReadonlySet<string>, touches: readonly Touch[]): Touch[] {
  const known = new Set(touches.map(({ sys_id }) => sys_id));
  const mentioned = new Set([...filled].flatMap((value) => value.split(',')));
  return [...mentioned].flatMap((sys_id) => {
    const table = known.has(sys_id) ? null : createdHere(reader, sys_id);
    return table === null ? [] : [{ table, sys_id, needs: true as const }];
  });
}

/** Positions of the steps that create records, with the sys_ids they were given; the counterpart of `kept`. */
export function createdBy(action: Action, steps: readonly CompiledStep[]): Map<number, string> {
  const sysIds = steps.map(factsOf).flatMap(({ makes, record }) => (makes && record ? [record.sys_id] : []));
  const positions = action.steps.flatMap((step, position) =>
    step.do === 'create' && step.run !== 'offline' ? [position] : [],
  );
  return new Map(positions.flatMap((position, index) => (sysIds[index] ? [[position, sysIds[index]]] : [])));
}

function targetOf(step: Step, action: Action, scope: Scope, own: Touch | null): Touch {
  if (step.do === 'call') return { table: action.table, sys_id: own?.sys_id ?? '' };
  const table = step.table ?? action.table;
  if (step.do === 'create') return { table, sys_id: '' };
  return { table, sys_id: step.record === undefined ? (own?.sys_id ?? '') : fill(step.record, scope) };
}
