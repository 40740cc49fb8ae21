import type { ComparedField, Comparison, Resolution } from '../../preload/contract/conflicts.ts';
import type { Conflict } from '../../preload/contract/outbox.ts';
import type { Account } from '../account/account.ts';
import type { Reader } from '../database/database.ts';
import { deciding } from '../outbox/decide.ts';
import type { Entry } from '../outbox/entry.ts';
import type { CompiledStep } from '../outbox/steps.ts';
import { Problem } from '../problem.ts';
import { titleOf } from '../records/catalog.ts';
import { personName } from '../records/display.ts';
import { readRow } from '../records/row.ts';
import { mergeField } from '../delivery/conflict/merge.ts';
import { resolve } from '../delivery/resolve.ts';

/** Both sides of an entry in conflict. Throws Problem `not-found` and `not-offered`. */
export function compare(account: Account, seq: number): Comparison {
  const { catalog, database } = account;
  const { entry, conflict, step } = inConflict(database, seq);
  const { table, sys_id, kind, by, at } = conflict;
  const cached = catalog.tables.get(table);
  const row = cached && readRow(database, cached, sys_id);
  const title = row ? titleOf(catalog, table, row) : entry.title;
  return {
    entry: seq,
    record: { table, sys_id, title },
    kind,
    by: by === '' ? '' : personName(database, catalog, by),
    at,
    deletes: step?.do === 'delete',
    fields: conflict.fields.map((field) => comparedField(account, conflict, step, field)),
  };
}

/**
 * Takes a person's choices for the fields that clash. Returns the tables whose view changed. Throws Problem `not-found`,
 * `not-offered` for a record that is gone, `invalid-input` when a field has no choice.
 */
export function resolveConflict(
  { catalog, database, now }: Account,
  { entry: seq, choices }: Resolution,
): string[] {
  return database.transaction((write) => {
    const { entry, conflict } = inConflict(write, seq);
    if (conflict.kind === 'gone') {
      const message = 'The record is gone or hidden, so there is nothing to choose; try again or discard';
      throw new Problem({ kind: 'not-offered', message });
    }
    const open = conflict.fields.filter(({ field, clash }) => clash && choices[field] === undefined);
    if (open.length > 0) {
      const inputs = Object.fromEntries(open.map(({ field }) => [field, 'Choose one side']));
      throw new Problem({ kind: 'invalid-input', message: 'A side has to be chosen for each field', inputs });
    }
    resolve(write, catalog, entry, conflict, choices, now);
    return [...new Set(entry.touches.map(({ table }) => table))];
  });
}

/** Why an entry in conflict waits, for its line in the Outbox and for the form that it was triggered from. */
export function conflictInWords(
  { catalog, database }: Account,
  { kind, table, by, fields }: Conflict,
): string {
  if (kind === 'gone') return 'The record is gone, or access rules hide it';
  const who = personName(database, catalog, by);
  const clashing = fields.filter(({ clash }) => clash);
  const labels = clashing.map(({ field }) => catalog.dictionary.field(table, field).label);
  return labels.length === 0
    ? `${who} changed this record meanwhile`
    : `${who} changed ${labels.join(', ')} meanwhile`;
}

function comparedField(
  { catalog }: Account,
  { table }: Conflict,
  step: CompiledStep | undefined,
  { field, base, mine, theirs, clash }: Conflict['fields'][number],
): ComparedField {
  const { label, type } = catalog.dictionary.field(table, field);
  const compared = { field, label, type, base, mine, theirs, clash };
  if (step?.do !== 'update') return { ...compared, merged: null };
  const sides = { base: base.value, mine: mine.value, theirs: theirs.value };
  const merged = mergeField(sides, step.policies[field] ?? 'ask');
  return { ...compared, merged: clash || merged.side === null ? null : merged };
}

function inConflict(
  reader: Reader,
  seq: number,
): { entry: Entry; conflict: Conflict; step: CompiledStep | undefined } {
  const entry = deciding(reader, seq, 'compare');
  const { question, steps, step } = entry;
  if (question?.about === 'conflict') return { entry, conflict: question.conflict, step: steps[step] };
  throw new Problem({ kind: 'not-found', message: `Entry ${seq} is not in conflict any more` });
}
