import type { Comparison, Resolution } from '../../../preload/contract/conflicts.ts';
import type { Answer } from '../../../preload/contract/failure.ts';

import type { Cell } from '../../../preload/contract/records.ts';
import type { FakeEntry } from './outbox.ts';
import { columnsOf, type FakeRecord } from './world.ts';

/** Wim de Vries has changed these fields of the entry's record meanwhile; null: the record is gone. */
export function contest(
  { line, record, before, comparison }: FakeEntry,
  theirs: Record<string, Cell> | null,
): void {
  if (record === null || before === null || line.record === null) throw new Error('it has no record');
  const columns = Object.keys(record.cells).flatMap((field) => columnsOf(field));
  comparison.now = {
    entry: line.seq,
    record: line.record,
    kind: theirs === null ? 'gone' : 'changed',
    by: theirs === null ? '' : 'Wim de Vries',
    at: theirs === null ? '' : new Date().toISOString(),
    deletes: false,
    fields: columns.flatMap(({ field, label, type }) => {
      const [base, mine] = [cell(before, field), cell(record.cells, field)];
      if (base.value === mine.value) return [];
      const other = theirs === null ? { value: '', display: '' } : (theirs[field] ?? base);
      const clash = theirs !== null && other.value !== base.value && other.value !== mine.value;
      const why = other.value === mine.value ? ('same' as const) : ('only-mine' as const);
      const merged = clash ? null : { side: 'mine' as const, why };
      return [{ field, label, type, base, mine, theirs: other, clash, merged }];
    }),
  };
  const message =
    theirs === null
      ? 'The record is gone, or access rules hide it'
      : 'Wim de Vries changed the record meanwhile';
  const decisions: typeof line.decisions = ['try-again', 'compare', 'discard'];
  if (line.form !== null && theirs !== null) decisions.splice(2, 0, 'edit');
  Object.assign(line, { state: 'conflict', message, decisions });
}

export function compare(entries: readonly FakeEntry[], seq: number): Answer<Comparison> {
  const now = entries.find(({ line }) => line.seq === seq)?.comparison.now;
  return now
    ? { ok: true, value: now }
    : { ok: false, failure: { kind: 'not-found', message: `Entry ${seq} is not in conflict any more` } };
}

/** The fields for which `theirs` was chosen are taken off; the entry waits to be sent again. */
export function resolve(entries: readonly FakeEntry[], { entry: seq, choices }: Resolution): Answer<null> {
  const entry = entries.find(({ line }) => line.seq === seq);
  const now = entry?.comparison.now;
  if (!entry || !now)
    return { ok: false, failure: { kind: 'not-found', message: `Entry ${seq} is not in conflict any more` } };
  for (const { field, theirs } of now.fields)
    if (choices[field] === 'theirs' && entry.record !== null)
      entry.record.cells = { ...entry.record.cells, [field]: theirs };
  entry.comparison.now = null;
  Object.assign(entry.line, { state: 'queued', message: null, decisions: ['discard'] });
  return { ok: true, value: null };
}

function cell(cells: FakeRecord['cells'], field: string): Cell {
  return cells[field] ?? { value: '', display: '' };
}
