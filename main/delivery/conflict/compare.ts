import type { Cell, Conflict } from '../../../preload/contract/outbox.ts';
import type { Reader } from '../../database/database.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import type { Side } from '../../../preload/contract/conflicts.ts';
import type { Instead } from '../../outbox/rebase.ts';
import type { StepOf } from '../../outbox/steps.ts';
import { hasDisplay } from '../../records/cache-table.ts';
import type { Catalog } from '../../records/catalog.ts';
import { displayValue } from '../../records/display.ts';
import { instantOfUtc } from '../../query/utc.ts';
import { NOTHING, tellOf } from '../acknowledged.ts';
import { mergeField } from './merge.ts';
import { afterOwn, isOurs, type OwnChange } from './own-change.ts';
import type { Verdict } from './verdict.ts';

/** What a comparison goes by besides the step and the record. */
export interface Comparing {
  reader: Reader;
  catalog: Catalog;
  /** What our own earlier entries made of the record. */
  own: OwnChange | null;
}

/** How steps of a kind are compared with their record right before they are sent. */
export interface Compares<S> {
  /** What to do with a step; `record` is null when it is gone or hidden. */
  verdict: (comparing: Comparing, step: S, record: RemoteRecord | null) => Verdict;
  /** A record that is not shown is looked for behind access rules before it is taken for gone. */
  looksBehind: boolean;
  /** Once a person has chosen sides: the fields that are left to the other one. */
  leftOut: (step: S, conflict: Conflict, choices: Readonly<Record<string, Side>>) => Instead;
  /** The step without these fields. */
  without: (step: S, left: Instead) => S;
}

const NONE: Cell = { value: '', display: '' };

/**
 * An update of a record that nobody else has changed goes as it is. Otherwise each field is merged by itself; what the person
 * could not see (a journal, a field that is not cached or not readable) goes, because it takes nothing away that they knew of:
 * notes append.
 */
export function compareUpdate(
  comparing: Comparing,
  step: StepOf<'update'>,
  record: RemoteRecord | null,
): Verdict {
  if (Object.keys(step.fields).length === 0) return nothingLeft(step, record);
  if (record === null) return conflict(gone(comparing, step), record);
  const modCount = modCountOf(record);
  if (isUnmoved(comparing, step, record)) return { verdict: 'go', step, modCount, record };
  const fields: Conflict['fields'] = [];
  const kept: Record<string, string> = {};
  for (const [field, value] of Object.entries(step.fields)) {
    const sides = sidesOf(comparing, step, record, field);
    const merged = sides && mergeField(sides, step.policies[field] ?? 'ask');
    if (merged?.side !== 'theirs') kept[field] = value;
    if (sides)
      fields.push({ field, ...cellsOf(comparing, step, record, field), clash: merged?.side === null });
  }
  if (fields.some(({ clash }) => clash)) return conflict(changed(step, record, fields), record);
  const isWhole = Object.keys(kept).length === Object.keys(step.fields).length;
  const narrowed = isWhole ? step : { ...step, fields: kept };
  if (Object.keys(kept).length === 0) return nothingLeft(narrowed, record);
  return { verdict: 'go', step: narrowed, modCount, record };
}

/** A record that somebody else has changed is deleted only if the person still wants to; one that is gone is deleted. */
export function compareDelete(
  comparing: Comparing,
  step: StepOf<'delete'>,
  record: RemoteRecord | null,
): Verdict {
  const modCount = modCountOf(record);
  if (record === null) return { verdict: 'nothing-left', step, modCount, record, answer: tellOf(step, null) };
  if (isUnmoved(comparing, step, record)) return { verdict: 'go', step, modCount, record };
  const fields = Object.keys(step.seen).flatMap((field) => {
    const sides = sidesOf(comparing, step, record, field);
    if (!sides || sides.base === sides.theirs) return [];
    return [{ field, ...cellsOf(comparing, step, record, field), clash: false }];
  });
  return conflict(changed(step, record, fields), record);
}

/** Nothing of an update is to be sent. */
function nothingLeft(step: StepOf<'update'>, record: RemoteRecord | null): Verdict {
  const answer = record === null ? NOTHING : tellOf(step, record);
  return { verdict: 'nothing-left', step, modCount: modCountOf(record), record, answer };
}

/** Nobody but us has changed the record since the person saw it. */
function isUnmoved(comparing: Comparing, step: StepOf<'update' | 'delete'>, record: RemoteRecord): boolean {
  const modCount = modCountOf(record);
  if (modCount === null) return false;
  return (
    (step.modCount === modCount || isOurs(comparing.own, step.modCount, modCount)) &&
    isAsSeen(comparing, step, record)
  );
}

/**
 * What an entry changes here lies over the record until all of it is acknowledged, and hides what somebody else has set since:
 * then the version was known, but not the value.
 */
function isAsSeen(comparing: Comparing, step: StepOf<'update' | 'delete'>, record: RemoteRecord): boolean {
  const fields = step.do === 'update' ? Object.keys(step.fields) : [];
  return fields.every((field) => {
    const sides = sidesOf(comparing, step, record, field);
    return sides === null || sides.base === sides.theirs;
  });
}

/** The three values of a field; null when one of them is not known, so that there is nothing to compare. */
function sidesOf({ own }: Comparing, step: StepOf<'update' | 'delete'>, record: RemoteRecord, field: string) {
  const seen = step.seen[field];
  const theirs = record[field];
  if (seen === undefined || theirs === undefined) return null;
  const mine = step.do === 'update' ? (step.fields[field] ?? '') : '';
  return { base: afterOwn(own, field, seen.value, step.modCount), mine, theirs: theirs.value };
}

function cellsOf(
  comparing: Comparing,
  step: StepOf<'update' | 'delete'>,
  record: RemoteRecord,
  field: string,
): Record<'base' | 'mine' | 'theirs', Cell> {
  const told = record[field];
  const withDisplay = hasDisplay(comparing.catalog.dictionary.field(step.table, field).type);
  const theirs = told && { value: told.value, display: withDisplay ? told.display_value : told.value };
  return { ...ourSides(comparing, step, field), theirs: theirs ?? NONE };
}

/** What the person saw (or what their own earlier entries have made of it since) and what they set. */
function ourSides({ reader, catalog, own }: Comparing, step: StepOf<'update' | 'delete'>, field: string) {
  const cellOf = (value: string) => ({
    value,
    display: displayValue(reader, catalog, step.table, field, value),
  });
  const seen = step.seen[field] ?? NONE;
  const after = afterOwn(own, field, seen.value, step.modCount);
  const base = after === seen.value ? seen : cellOf(after);
  return { base, mine: step.do === 'update' ? cellOf(step.fields[field] ?? '') : NONE };
}

function changed(
  { table, sys_id }: StepOf<'update' | 'delete'>,
  record: RemoteRecord,
  fields: Conflict['fields'],
): Conflict {
  const time = instantOfUtc(record['sys_updated_on']?.value ?? '');
  return {
    table,
    sys_id,
    kind: 'changed',
    by: record['sys_updated_by']?.value ?? '',
    at: Number.isNaN(time) ? '' : new Date(time).toISOString(),
    modCount: modCountOf(record) ?? '',
    fields,
  };
}

function gone(comparing: Comparing, step: StepOf<'update'>): Conflict {
  const { table, sys_id } = step;
  const fields = Object.keys(step.fields).flatMap((field) =>
    field in step.seen ? [{ field, ...ourSides(comparing, step, field), theirs: NONE, clash: false }] : [],
  );
  return { table, sys_id, kind: 'gone', by: '', at: '', modCount: '', fields };
}

function conflict(found: Conflict, record: RemoteRecord | null): Verdict {
  return { verdict: 'conflict', conflict: found, record };
}

function modCountOf(record: RemoteRecord | null): string | null {
  const modCount = record?.['sys_mod_count']?.value ?? '';
  return modCount === '' ? null : modCount;
}

/** Fields of the step that the other side wins, by choice or by policy. */
export function leftToThem(
  step: StepOf<'update'>,
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
