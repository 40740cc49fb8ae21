import type { Cell, Conflict } from '../../../preload/contract/outbox.ts';
import type { Reader } from '../../database/database.ts';
import type { RemoteRecord } from '../../instance/record.ts';
import type { CompiledStep } from '../../outbox/steps.ts';
import { hasDisplay } from '../../records/cache-table.ts';
import type { Catalog } from '../../records/catalog.ts';
import { displayValue } from '../../records/display.ts';
import { readTime } from '../../records/journal.ts';
import { mergeField } from './merge.ts';
import { afterOwn, isOurs, type OwnChange } from './own-change.ts';
import type { Verdict } from './verdict.ts';

type Update = Extract<CompiledStep, { do: 'update' }>;
type Delete = Extract<CompiledStep, { do: 'delete' }>;

/** What a comparison goes by besides the step and the record. */
interface Around {
  reader: Reader;
  catalog: Catalog;
  /** What our own earlier entries made of the record. */
  own: OwnChange | null;
}

const NONE: Cell = { value: '', display: '' };

/**
 * An update of a record that nobody else has changed goes as it is. Otherwise each field is merged by itself; what the person
 * could not see (a journal, a field that is not cached or not readable) goes, because it takes nothing away that they knew of:
 * notes append.
 */
export function compareUpdate(around: Around, step: Update, record: RemoteRecord | null): Verdict {
  if (Object.keys(step.fields).length === 0)
    return { verdict: 'nothing-left', step, modCount: modCountOf(record), record };
  if (record === null) return conflict(gone(around, step), record);
  const modCount = modCountOf(record);
  if (isUnmoved(around, step, record)) return { verdict: 'go', step, modCount, record };
  const fields: Conflict['fields'] = [];
  const kept: Record<string, string> = {};
  for (const [field, value] of Object.entries(step.fields)) {
    const sides = sidesOf(around, step, record, field);
    const merged = sides && mergeField(sides, step.policies[field] ?? 'ask');
    if (merged?.side !== 'theirs') kept[field] = value;
    if (sides) fields.push({ field, ...cellsOf(around, step, record, field), clash: merged?.side === null });
  }
  if (fields.some(({ clash }) => clash)) return conflict(changed(step, record, fields), record);
  const isWhole = Object.keys(kept).length === Object.keys(step.fields).length;
  const narrowed = isWhole ? step : { ...step, fields: kept };
  const verdict = Object.keys(kept).length === 0 ? 'nothing-left' : 'go';
  return { verdict, step: narrowed, modCount, record };
}

/** A record that somebody else has changed is deleted only if the person still wants to; one that is gone is deleted. */
export function compareDelete(around: Around, step: Delete, record: RemoteRecord | null): Verdict {
  const modCount = modCountOf(record);
  if (record === null) return { verdict: 'nothing-left', step, modCount, record };
  if (isUnmoved(around, step, record)) return { verdict: 'go', step, modCount, record };
  const fields = Object.keys(step.seen).flatMap((field) => {
    const sides = sidesOf(around, step, record, field);
    if (!sides || sides.base === sides.theirs) return [];
    return [{ field, ...cellsOf(around, step, record, field), clash: false }];
  });
  return conflict(changed(step, record, fields), record);
}

/** Nobody but us has changed the record since the person saw it. */
function isUnmoved(around: Around, step: Update | Delete, record: RemoteRecord): boolean {
  const modCount = modCountOf(record);
  if (modCount === null) return false;
  return (
    (step.modCount === modCount || isOurs(around.own, step.modCount, modCount)) &&
    isAsSeen(around, step, record)
  );
}

/**
 * What an entry changes here lies over the record until all of it is acknowledged, and hides what somebody else has set since:
 * then the version was known, but not the value.
 */
function isAsSeen(around: Around, step: Update | Delete, record: RemoteRecord): boolean {
  const fields = step.do === 'update' ? Object.keys(step.fields) : [];
  return fields.every((field) => {
    const sides = sidesOf(around, step, record, field);
    return sides === null || sides.base === sides.theirs;
  });
}

/** The three values of a field; null when one of them is not known, so that there is nothing to compare. */
function sidesOf({ own }: Around, step: Update | Delete, record: RemoteRecord, field: string) {
  const seen = step.seen[field];
  const theirs = record[field];
  if (seen === undefined || theirs === undefined) return null;
  const mine = step.do === 'update' ? (step.fields[field] ?? '') : '';
  return { base: afterOwn(own, field, seen.value, step.modCount), mine, theirs: theirs.value };
}

function cellsOf(
  around: Around,
  step: Update | Delete,
  record: RemoteRecord,
  field: string,
): Record<'base' | 'mine' | 'theirs', Cell> {
  const told = record[field];
  const withDisplay = hasDisplay(around.catalog.dictionary.field(step.table, field).type);
  const theirs = told && { value: told.value, display: withDisplay ? told.display_value : told.value };
  return { ...ourSides(around, step, field), theirs: theirs ?? NONE };
}

/** What the person saw (or what their own earlier entries have made of it since) and what they set. */
function ourSides({ reader, catalog, own }: Around, step: Update | Delete, field: string) {
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
  { table, sys_id }: Update | Delete,
  record: RemoteRecord,
  fields: Conflict['fields'],
): Conflict {
  const time = readTime(record['sys_updated_on']?.value ?? '');
  return {
    ...{ table, sys_id, kind: 'changed', by: record['sys_updated_by']?.value ?? '' },
    at: Number.isNaN(time) ? '' : new Date(time).toISOString(),
    modCount: modCountOf(record) ?? '',
    fields,
  };
}

function gone(around: Around, step: Update): Conflict {
  const { table, sys_id } = step;
  const fields = Object.keys(step.fields).flatMap((field) =>
    field in step.seen ? [{ field, ...ourSides(around, step, field), theirs: NONE, clash: false }] : [],
  );
  return { ...{ table, sys_id, kind: 'gone', by: '', at: '', modCount: '' }, fields };
}

function conflict(found: Conflict, record: RemoteRecord | null): Verdict {
  return { verdict: 'conflict', conflict: found, record };
}

function modCountOf(record: RemoteRecord | null): string | null {
  const modCount = record?.['sys_mod_count']?.value ?? '';
  return modCount === '' ? null : modCount;
}
