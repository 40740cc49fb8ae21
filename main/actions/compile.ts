import type { Inputs } from '../../preload/contract/forms.ts';
import type { Reader } from '../database/database.ts';
import type { Action, Step } from '../definition/schema.ts';
import type { Touch } from '../outbox/entry.ts';
import { readFiles } from '../files/reference.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import type { Row } from '../records/cache-table.ts';
import { type Catalog, tableOf } from '../records/catalog.ts';
import { withDisplay } from '../records/display.ts';
import type { PendingChange } from '../records/pending.ts';
import { holds } from './rules.ts';
import { Sight } from './sight.ts';
import { fill, fillAll, fillPath, type Scope, type Times } from '../definition/template.ts';

export interface Compiled {
  /** The steps that run against the instance, every value resolved. */
  steps: CompiledStep[];
  /** What the offline steps change in the view until the entry is acknowledged. */
  changes: PendingChange[];
  /** The `check` steps that run offline, to be held against the view before anything is written. */
  checks: Extract<CompiledStep, { do: 'check' }>[];
  /** The record the entry is about: the action's own, or the first one it creates. */
  record: Touch | null;
  /** Every record the entry is about or changes, in the view or on the instance: later entries on them wait for it. */
  touches: Touch[];
}

/**
 * Resolves an action for one record and one set of inputs: references become values and new records get their sys_id,
 * so that nothing that happens later changes what the person meant. `kept` are the sys_ids an earlier revision of the same
 * entry made, by `as` or position, so that an edit does not create a second record.
 */
export function compileAction(
  reader: Reader,
  catalog: Catalog,
  action: Action,
  given: {
    record: Row | null;
    inputs: Inputs;
    /** Milliseconds to add to the time a file was taken by the laptop's clock; none when left out. */
    correction?: number;
    newSysId: () => string;
    kept: ReadonlyMap<number, string>;
    /** The entry that is mended; null for a new one. */
    mends: number | null;
  } & Times,
): Compiled {
  const made = new Map<string, string>();
  const scope: Scope = { ...given, user: catalog.user, steps: made };
  const typed = { ...given, row: given.record, values: given.inputs };
  const own = given.record && { table: action.table, sys_id: given.record['sys_id'] ?? '' };
  const compiled: Compiled = { steps: [], changes: [], checks: [], record: own, touches: [] };
  const sight = new Sight(reader, catalog, given.record, given.mends);
  const place = () => compiled.changes.length;

  action.steps.forEach((step, position) => {
    if (step.if !== undefined && !holds(reader, catalog, action, step.if, typed)) return;
    const target = targetOf(step, action, scope, own);
    if (step.do === 'create') {
      target.sys_id = given.kept.get(position) ?? given.newSysId();
      if (step.as !== undefined) made.set(step.as, target.sys_id);
      compiled.record ??= { ...target };
    }
    if (step.do === 'check' && step.run !== 'online') compiled.checks.push(check(step, target));
    if (step.do === 'attach') {
      for (const added of readFiles(given.inputs[step.files] ?? '') ?? []) {
        const takenAt = Date.parse(added.takenAt) + (given.correction ?? 0);
        const file = { ...added, takenAt: new Date(takenAt).toISOString() };
        if (step.run !== 'offline') compiled.steps.push({ do: 'attach', ...target, file });
        if (step.run !== 'online')
          compiled.changes.push({ ...target, step: place(), operation: 'attach', file });
      }
      return;
    }
    if (step.run !== 'offline') compiled.steps.push(online(step, target, scope, sight));
    if (step.do === 'create' || step.do === 'update') sight.change(target, fillAll(step.set, scope));
    const change = step.run === 'online' ? null : offline(reader, catalog, step, target, scope);
    if (change) compiled.changes.push({ ...target, step: place(), ...change });
  });
  compiled.touches = touched(compiled);
  return compiled;
}

function touched({ record, steps, changes }: Compiled): Touch[] {
  const named = steps.flatMap((step) => (step.do === 'call' ? [] : [step]));
  const all = [...(record ? [record] : []), ...named, ...changes];
  return [...new Map(all.map(({ table, sys_id }) => [sys_id, { table, sys_id }])).values()];
}

/** Positions of the steps that create records, with the sys_ids they were given; the counterpart of `kept`. */
export function createdBy(action: Action, steps: readonly CompiledStep[]): Map<number, string> {
  const sysIds = steps.flatMap((step) => (step.do === 'create' ? [step.sys_id] : []));
  const positions = action.steps.flatMap((step, position) =>
    step.do === 'create' && step.run !== 'offline' ? [position] : [],
  );
  return new Map(positions.flatMap((position, index) => (sysIds[index] ? [[position, sysIds[index]]] : [])));
}

/** A step that is one request; `attach` is one for each file. */
type Simple = Exclude<Step, { do: 'attach' }>;

function targetOf(step: Step, action: Action, scope: Scope, own: Touch | null): Touch {
  if (step.do === 'call') return { table: action.table, sys_id: own?.sys_id ?? '' };
  const table = step.table ?? action.table;
  if (step.do === 'create') return { table, sys_id: '' };
  return { table, sys_id: step.record === undefined ? (own?.sys_id ?? '') : fill(step.record, scope) };
}

function check(
  { when, message }: Extract<Step, { do: 'check' }>,
  target: Touch,
): Extract<CompiledStep, { do: 'check' }> {
  return { do: 'check', ...target, when, message };
}

function online(step: Simple, target: Touch, scope: Scope, sight: Sight): CompiledStep {
  switch (step.do) {
    case 'check':
      return check(step, target);
    case 'create':
      return { do: 'create', ...target, fields: fillAll(step.set, scope) };
    case 'update': {
      const fields = fillAll(step.set, scope);
      return { do: 'update', ...target, fields, ...sight.ofUpdate(target, Object.keys(fields)) };
    }
    case 'delete':
      return { do: 'delete', ...target, ...sight.ofDelete(target) };
    case 'note':
      return { do: 'note', ...target, field: step.field, text: fill(step.text, scope) };
    case 'call':
      return {
        do: 'call',
        method: step.method,
        path: fillPath(step.path, scope),
        body: step.body ? fillAll(step.body, scope) : null,
        affects: step.affects,
        idempotent: step.idempotent,
      };
  }
}

type Effect =
  | { operation: 'insert' | 'update'; fields: Record<string, string> }
  | { operation: 'delete' }
  | { operation: 'note'; field: string; text: string };

function offline(reader: Reader, catalog: Catalog, step: Simple, target: Touch, scope: Scope): Effect | null {
  switch (step.do) {
    case 'create':
    case 'update': {
      const fields = withDisplay(reader, catalog, tableOf(catalog, target.table), fillAll(step.set, scope));
      return { operation: step.do === 'create' ? 'insert' : 'update', fields };
    }
    case 'delete':
      return { operation: 'delete' };
    case 'note':
      return { operation: 'note', field: step.field, text: fill(step.text, scope) };
    case 'check':
    case 'call':
      return null;
  }
}
