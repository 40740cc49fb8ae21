import type { Comparison } from '../../../preload/contract/conflicts.ts';
import type { Triggered } from '../../../preload/contract/forms.ts';
import type { EntryLine } from '../../../preload/contract/outbox.ts';
import { actions } from './actions.ts';
import type { FakeRecord } from './world.ts';

/** The words of an instance whose business rule says no. */
export const noShift = {
  message: 'Operation Failed',
  detail:
    "Operation against file 'wm_task' was aborted by Business Rule 'Accepting needs an open shift^6f1c0a7d2b'. Business Rule Stack:Accepting needs an open shift",
};

/** An entry as the fake keeps it: its line, its record as it was before, and what it would take back. */
export interface FakeEntry {
  line: EntryLine;
  record: FakeRecord | null;
  before: FakeRecord['cells'] | null;
  /** Both sides while it is in conflict. */
  comparison: { now: Comparison | null };
  inputs: Record<string, string>;
  undo: () => void;
  redo: () => void;
}

/** Entries that were discarded by one decision. */
export interface FakeDiscarded {
  at: string;
  entries: FakeEntry[];
}

interface Made {
  seq: number;
  action: string;
  record: FakeRecord | null;
  inputs: Record<string, string>;
  at: Date;
}

/** The entry of a triggered action; its change is in the view of the record at once. */
export function makeEntry({ seq, action, record, inputs, at }: Made): FakeEntry {
  const before = record?.cells;
  if (record !== null) record.cells = actions[action]?.change(record, inputs) ?? record.cells;
  const after = record?.cells;
  const title = record?.cells['number']?.display ?? '';
  const withForm = (actions[action]?.form.length ?? 0) > 0;
  return {
    inputs,
    record,
    before: before ?? null,
    comparison: { now: null },
    undo: () => {
      if (record !== null && before !== undefined) record.cells = before;
    },
    redo: () => {
      if (record !== null && after !== undefined) record.cells = after;
    },
    line: {
      seq,
      action: actions[action]?.label ?? action,
      record: record === null ? null : { table: record.table, sys_id: record.sys_id, title },
      at: at.toISOString(),
      state: 'queued',
      message: null,
      detail: null,
      cause: null,
      heldBy: null,
      holds: 0,
      attempts: 0,
      nextAttemptAt: null,
      steps: { done: 0, total: 2 },
      sentAt: null,
      shared: false,
      decisions: ['discard'],
      form: withForm ? { action, record: record?.sys_id ?? null } : null,
    },
  };
}

function refuse({ line }: FakeEntry, words: { message: string; detail: string | null }): void {
  const decisions: EntryLine['decisions'] = ['try-again', 'discard'];
  if (line.form !== null) decisions.splice(1, 0, 'edit');
  const cause = `${words.message} ${words.detail ?? ''}`;
  Object.assign(line, { state: 'refused', attempts: line.attempts + 1, decisions, cause, ...words });
}

/** It may have been done, and the instance cannot be asked. */
export function leaveUnclear({ line }: FakeEntry): void {
  const message = 'The instance cannot be asked whether it did this. Try again only if nothing happened.';
  Object.assign(line, { state: 'unclear', cause: 'no-answer', message, decisions: ['try-again', 'discard'] });
}

/** It has waited so long that a person is asked first. */
export function growOld({ line }: FakeEntry): void {
  const message = 'Pressed 34 days ago, and not sent since. Send it still?';
  const decisions: EntryLine['decisions'] = ['try-again', 'discard'];
  Object.assign(line, { state: 'old', cause: 'too-old', message, decisions });
}

function acknowledge({ line }: FakeEntry, at: Date): void {
  Object.assign(line, {
    state: 'sent',
    sentAt: at.toISOString(),
    message: null,
    detail: null,
    cause: null,
    decisions: [],
    steps: { done: line.steps.total, total: line.steps.total },
  });
}

/** What the instance makes of an entry that is sent. */
export function answer(entry: FakeEntry, shiftOpen: boolean): void {
  const note = entry.inputs['close_notes'];
  if (entry.line.action === 'Accept' && !shiftOpen) refuse(entry, noShift);
  else if (note === 'no') refuse(entry, { message: 'A closing note needs a sentence.', detail: null });
  else if (note === 'perhaps') leaveUnclear(entry);
  else acknowledge(entry, new Date());
}

/** What the person who pressed is told. */
export function outcomeOf({ line: { seq: entry, state, message, detail } }: FakeEntry): Triggered {
  if (state === 'queued') return { outcome: 'saved', entry, because: 'offline' };
  if (state === 'sent') return { outcome: 'sent', entry };
  const outcome = state === 'conflict' || state === 'unclear' ? state : 'refused';
  return { outcome, entry, message: message ?? '', detail };
}
