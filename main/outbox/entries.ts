import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { Conflict, EntryState } from '../../preload/contract/outbox.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build } from '../database/query.ts';
import { type Moment, reviewColumns } from './age.ts';
import { type Entry, entryFrom, type EntryRow, type Touch } from './entry.ts';
import { noteEntry, noteMove } from './journal/note.ts';
import { type EntryEvent, next } from './state.ts';
import * as statements from './statements.ts';
import { type CompiledStep, FORMAT } from './steps.ts';

/** An entry as trigger makes it; the Outbox gives it its sequence number. */
export type NewEntry = Pick<
  Entry,
  | 'key'
  | 'action'
  | 'label'
  | 'record'
  | 'title'
  | 'touches'
  | 'inputs'
  | 'steps'
  | 'triggeredAt'
  | 'clockOffset'
>;

/** Puts a new entry at the end of the Outbox, `queued`, and answers its sequence number. */
export function addEntry(write: Writer, entry: NewEntry): number {
  const seq = write.insert(statements.insert, {
    key: entry.key,
    revision: 0,
    format: FORMAT,
    action: entry.action,
    label: entry.label,
    table_name: entry.record?.table ?? null,
    sys_id: entry.record?.sys_id ?? null,
    title: entry.title,
    touches: JSON.stringify(entry.touches),
    inputs: JSON.stringify(entry.inputs),
    steps: JSON.stringify(entry.steps),
    step: 0,
    state: 'queued',
    triggered_at: entry.triggeredAt,
    attempts: 0,
    failures: 0,
    attempted_at: null,
    attempt_offset: null,
    answered_before: null,
    mod_count_before: null,
    next_attempt_at: null,
    failure: null,
    conflict: null,
    shared: 0,
    clock_offset: entry.clockOffset,
    reviewed_at: null,
    review_offset: null,
    sent_at: null,
  });
  touchAll(write, seq, entry.touches);
  return seq;
}

/**
 * Puts an entry of another laptop at the end of the Outbox, as it stood there, and answers it. It is shared: it is looked for on
 * the instance before every attempt. Whoever takes it over says that it is to be sent; a question that was open there stays open.
 */
export function takeInEntry(
  write: Writer,
  row: Omit<EntryRow, 'seq' | 'shared' | 'sent_at' | 'reviewed_at' | 'review_offset'>,
  now: Moment,
): Entry {
  const here = { ...row, ...reviewColumns(now), shared: 1, sent_at: null };
  const seq = write.insert(statements.insert, here);
  const entry = entryFrom({ ...here, seq });
  touchAll(write, seq, entry.touches);
  return entry;
}

/** While it is shared, another laptop may send the entry too, and it is looked for on the instance before every attempt. */
export function setShared(write: Writer, seq: number, shared: boolean): void {
  write.run(statements.share, { seq, shared: shared ? 1 : 0 });
}

/** The entry of that number, or undefined. */
export function readEntry(reader: Reader, seq: number): Entry | undefined {
  const row = reader.first(statements.bySeq, { seq });
  return row && entryFrom(row);
}

/**
 * Puts mended inputs and steps in the place of a refused entry's: same place in the order, a new revision and so a new
 * request key, because the instance has seen the old one.
 */
export function reviseEntry(
  write: Writer,
  entry: Entry,
  mended: Pick<Entry, 'touches' | 'inputs' | 'steps'>,
  now: Moment,
): void {
  next(entry.state, 'revise');
  untouchAll(write, entry);
  write.run(statements.revise, {
    seq: entry.seq,
    revision: entry.revision + 1,
    touches: JSON.stringify(mended.touches),
    inputs: JSON.stringify(mended.inputs),
    steps: JSON.stringify(mended.steps),
    format: FORMAT,
    ...reviewColumns(now),
  });
  touchAll(write, entry.seq, mended.touches);
  noteMove(write, { ...entry, revision: entry.revision + 1, step: 0 }, 'revise', null);
}

/**
 * Puts steps as a person has decided a conflict in the place of an entry's: a new revision and so a new request key, but
 * the steps that are acknowledged stay so. Steps keep their places. `words` tell the journal what was chosen.
 */
export function resolveEntry(
  write: Writer,
  entry: Entry,
  steps: readonly CompiledStep[],
  words: string,
  now: Moment,
): void {
  next(entry.state, 'resolve');
  write.run(statements.resolve, {
    seq: entry.seq,
    revision: entry.revision + 1,
    steps: JSON.stringify(steps),
    ...reviewColumns(now),
  });
  noteEntry(write, { ...entry, revision: entry.revision + 1 }, 'resolved', { status: null, words });
}

/** Changes what steps are compared with, not what they do. */
export function rewriteSteps(
  write: Writer,
  { seq, revision }: Pick<Entry, 'seq' | 'revision'>,
  steps: readonly CompiledStep[],
): void {
  write.run(statements.narrow, { seq, revision, steps: JSON.stringify(steps) });
}

/** What an event leaves behind besides the new state; what is not named stays as it is. */
export interface Change {
  /** Steps narrowed before an attempt (a field that the instance's value wins); with a new revision if not the first. */
  steps?: CompiledStep[];
  revision?: number;
  step?: number;
  attempts?: number;
  failures?: number;
  attemptedAt?: string | null;
  attemptOffset?: number | null;
  answeredBefore?: number | null;
  modCountBefore?: string | null;
  nextAttemptAt?: number | null;
  failure?: EntryFailure | null;
  conflict?: Conflict | null;
  sentAt?: string;
  reviewedAt?: string;
  reviewOffset?: number | null;
}

/** Moves an entry by the state table, with a line in the journal, and answers it as it is then. A sent entry holds nobody any more. */
export function moveEntry(write: Writer, entry: Entry, event: EntryEvent, change: Change = {}): Entry {
  const state: EntryState = next(entry.state, event);
  const moved: Entry = { ...entry, ...change, state };
  write.run(statements.update, {
    seq: moved.seq,
    state,
    step: moved.step,
    attempts: moved.attempts,
    failures: moved.failures,
    attempted_at: moved.attemptedAt,
    attempt_offset: moved.attemptOffset,
    answered_before: moved.answeredBefore,
    mod_count_before: moved.modCountBefore,
    next_attempt_at: moved.nextAttemptAt,
    failure: moved.failure === null ? null : JSON.stringify(moved.failure),
    conflict: moved.conflict === null ? null : JSON.stringify(moved.conflict),
    sent_at: moved.sentAt,
    reviewed_at: moved.reviewedAt,
    review_offset: moved.reviewOffset,
  });
  if (change.steps) rewriteSteps(write, moved, change.steps);
  if (state === 'sent') untouchAll(write, moved);
  noteMove(write, entry, event, change.failure ?? null);
  return moved;
}

/** No entry is to blame for what it met: a failure of everything has shown itself. */
export function unchargeFailures(write: Writer): void {
  write.execute(
    build
      .updateTable('outbox_entry')
      .set({ failures: 0, next_attempt_at: null })
      .where('failures', '>', 0)
      .where('state', 'in', ['queued', 'unknown']),
  );
}

/** Takes an entry out of the Outbox; its changes must be off the view by then. */
export function removeEntry(write: Writer, entry: Entry): void {
  untouchAll(write, entry);
  write.execute(build.deleteFrom('outbox_entry').where('seq', '=', entry.seq));
}

/** Notes the records that an entry touches, so that later entries on them wait for it. */
export function touchAll(write: Writer, seq: number, touches: readonly Touch[]): void {
  for (const { table, sys_id, needs = false } of touches)
    write.run(statements.touch, { sys_id, entry: seq, table_name: table, needs: needs ? 1 : 0 });
}

function untouchAll(write: Writer, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): void {
  for (const { sys_id } of touches) write.run(statements.untouch, { sys_id, entry: seq });
}
