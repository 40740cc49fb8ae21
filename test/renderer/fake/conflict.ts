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

/** Compare and resolve. A field for which `theirs` was chosen is taken off; the entry goes again. */
export function conflicts(engine: { entries: readonly FakeEntry[]; drain: () => void }) {
  const find = (seq: number) => engine.entries.find(({ line }) => line.seq === seq);
  return {
    'outbox.compare': ({ entry }: { entry: number }): Answer<Comparison> => {
      const now = find(entry)?.comparison.now;
      return now ? { ok: true, value: now } : noConflict(entry);
    },
    'outbox.resolve': ({ entry: seq, choices }: Resolution): Answer<null> => {
      const entry = find(seq);
      const now = entry?.comparison.now;
      if (!entry || !now) return noConflict(seq);
      for (const { field, theirs } of now.fields) {
        if (choices[field] === 'theirs' && entry.record !== null)
          entry.record.cells = { ...entry.record.cells, [field]: theirs };
      }
      entry.comparison.now = null;
      Object.assign(entry.line, { state: 'queued', message: null, decisions: ['discard'] });
      engine.drain();
      return { ok: true, value: null };
    },
  };
}

function noConflict(seq: number): Answer<never> {
  const message = `Entry ${seq} is not in conflict any more`;
  return { ok: false, failure: { kind: 'not-found', message } };
}

function cell(cells: FakeRecord['cells'], field: string): Cell {
  return cells[field] ?? { value: '', display: '' };
}
