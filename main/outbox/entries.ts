import type { RawBuilder } from 'kysely';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import { beginAttempt, type Beginning, endAttempts, readAttempts, unchargeEntry } from './attempts.ts';
import { endingOf } from './doubt.ts';
import {
  columns,
  type Decided,
  type Entry,
  entryFrom,
  type EntryRow,
  selectEntries,
  type Question,
  type StoredEntry,
  type Touch,
} from './entry.ts';
import { noteEntry, wordsOf } from './journal/note.ts';
import type { Stamp } from './stamp.ts';
import { type EntryEvent, events, next } from './state.ts';
import { type CompiledStep, FORMAT } from './steps.ts';

/** An entry as trigger makes it; the Outbox gives it its sequence number. */
export type NewEntry = Pick<
  Entry,
  'key' | 'action' | 'label' | 'record' | 'title' | 'touches' | 'inputs' | 'steps' | 'triggered'
>;

const insert = query<StoredEntry>((p) =>
  build.insertInto('outbox_entry').values(
    Object.fromEntries(columns.map((column) => [column, p(column)])) as {
      [K in keyof StoredEntry]: RawBuilder<StoredEntry[K]>;
    },
  ),
);

const bySeq = query<{ seq: number }, EntryRow>((p) => selectEntries.where('seq', '=', p('seq')));

const rewrite = query<Pick<EntryRow, 'seq' | 'revision' | 'steps'>>((p) =>
  build
    .updateTable('outbox_entry')
    .set({ steps: p('steps'), revision: p('revision') })
    .where('seq', '=', p('seq')),
);

const fillAnew = query<Pick<EntryRow, 'seq' | 'touches' | 'inputs' | 'format'>>((p) =>
  build
    .updateTable('outbox_entry')
    .set({ touches: p('touches'), inputs: p('inputs'), format: p('format') })
    .where('seq', '=', p('seq')),
);

type Progress = Pick<
  EntryRow,
  'seq' | 'state' | 'step' | 'decided' | 'next_attempt_at' | 'question' | 'sent_at'
>;

const progress = query<Progress>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      state: p('state'),
      step: p('step'),
      decided: p('decided'),
      next_attempt_at: p('next_attempt_at'),
      question: p('question'),
      sent_at: p('sent_at'),
    })
    .where('seq', '=', p('seq')),
);

const touch = query<{ sys_id: string; entry: number; table_name: string; needs: number }>((p) =>
  build
    .insertInto('outbox_touch')
    .values({ sys_id: p('sys_id'), entry: p('entry'), table_name: p('table_name'), needs: p('needs') })
    .onConflict((conflict) => conflict.doNothing()),
);

const untouch = query<{ sys_id: string; entry: number }>((p) =>
  build.deleteFrom('outbox_touch').where('sys_id', '=', p('sys_id')).where('entry', '=', p('entry')),
);

/** Puts a new entry at the end of the Outbox, `queued`, and returns its sequence number. */
export function addEntry(write: Writer, entry: NewEntry): number {
  return putEntry(write, {
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
    triggered: JSON.stringify(entry.triggered),
    decided: null,
    next_attempt_at: null,
    question: null,
    sent_at: null,
  });
}

/** Puts a stored entry at the end of the Outbox, as it is, and returns its sequence number. */
export function putEntry(write: Writer, stored: StoredEntry): number {
  const seq = write.insert(insert, stored);
  touchAll(write, seq, JSON.parse(stored.touches) as Touch[]);
  return seq;
}

/** The entry of that number, or undefined. */
export function readEntry(reader: Reader, seq: number): Entry | undefined {
  const row = readRow(reader, seq);
  return row && entryFrom(row);
}

/** The same as it is stored. */
export function readRow(reader: Reader, seq: number): EntryRow | undefined {
  return reader.first(bySeq, { seq });
}

/**
 * Puts edited inputs and steps in the place of an entry's: same place in the order, a new revision and so a new
 * request key, because the instance may have seen the old one. Returns the entry as it is then.
 */
export function editEntry(
  write: Writer,
  entry: Entry,
  edited: Pick<Entry, 'touches' | 'inputs' | 'steps'>,
  now: Stamp,
): Entry {
  const { seq } = entry;
  untouchAll(write, entry);
  write.run(fillAnew, {
    seq,
    touches: JSON.stringify(edited.touches),
    inputs: JSON.stringify(edited.inputs),
    format: FORMAT,
  });
  touchAll(write, seq, edited.touches);
  return moveEntry(write, { ...entry, ...edited }, 'edit', {
    ...decidedAt(entry, now),
    revision: entry.revision + 1,
    steps: edited.steps,
    step: 0,
  });
}

/**
 * What changes when a person decides that an entry is to be sent: it goes at once, and what was tried before no longer counts
 * against it.
 */
export function decidedAt({ attempts }: Entry, at: Stamp): Change {
  return {
    decided: { at, attempts: attempts.at(-1)?.number ?? 0 },
    question: null,
    nextAttemptAt: null,
  };
}

/**
 * Changes what steps are compared with or what they do. A payload that has been sent before needs the next revision, which the
 * caller passes.
 */
export function rewriteSteps(
  write: Writer,
  { seq, revision }: Pick<Entry, 'seq' | 'revision'>,
  steps: readonly CompiledStep[],
): void {
  write.run(rewrite, { seq, revision, steps: JSON.stringify(steps) });
}

/** What an event leaves behind besides the new state; what is not named stays as it is. */
export interface Change {
  /** Steps with a payload or a comparison of their own from now on; with a new revision if they have been sent before. */
  steps?: readonly CompiledStep[];
  revision?: number;
  step?: number;
  nextAttemptAt?: number | null;
  question?: Question | null;
  decided?: Decided;
  sentAt?: string;
  /** An attempt at the step begins. */
  begins?: Beginning | null;
  /** What came back instead of an acknowledgement. */
  failure?: InstanceFailure;
  /** The attempt that ends is one more time in a row that the instance failed on the entry. */
  isCharged?: boolean;
  /** More for the journal than the failure's or the question's own words. */
  words?: string;
}

/**
 * Moves an entry by the state table, with what that means for its attempts and a line in the journal, and returns it as it is then. A sent
 * entry holds nobody any more.
 */
export function moveEntry(write: Writer, entry: Entry, event: EntryEvent, change: Change = {}): Entry {
  const { steps, revision, step, nextAttemptAt, question, decided, sentAt } = { ...entry, ...change };
  const changed = { steps, revision, step, nextAttemptAt, question, decided, sentAt };
  const moved: Entry = { ...entry, ...changed, state: next(entry.state, event) };
  const { begins, failure, isCharged } = change;
  write.run(progress, {
    seq: moved.seq,
    state: moved.state,
    step: moved.step,
    decided: moved.decided === null ? null : JSON.stringify(moved.decided),
    next_attempt_at: moved.nextAttemptAt,
    question: moved.question === null ? null : JSON.stringify(moved.question),
    sent_at: moved.sentAt,
  });
  if (change.steps) rewriteSteps(write, moved, change.steps);
  if (moved.state === 'sent') untouchAll(write, moved);
  note(write, entry, event, change);
  const { ends } = events[event];
  // Whoever decides, or has a step done, begins to count anew.
  if (change.decided || (ends === 'done' && entry.attempts.some((attempt) => attempt.isCharged)))
    unchargeEntry(write, entry.seq);
  let attempts = readAttempts(write, entry.seq);
  if (ends !== null) {
    const ended = failure ? endingOf(failure) : ends;
    attempts = endAttempts(write, { ...entry, attempts }, ended, { failure, isCharged });
  }
  if (begins) attempts = beginAttempt(write, { ...moved, attempts }, begins);
  return { ...moved, attempts };
}

/** Writes into the journal that an event moves an entry, which is given as it was before. */
function note(
  write: Writer,
  before: Entry,
  event: EntryEvent,
  { failure, question, words, revision = before.revision, step }: Change,
): void {
  const isFound = before.state === 'unknown' && (event === 'acknowledge' || event === 'step-done');
  const what = isFound ? 'found-done' : events[event].journal;
  const isAnew = event === 'edit' || event === 'resolve';
  const about = isAnew ? { seq: before.seq, revision, step: step ?? before.step } : before;
  const said = failure ?? (question && 'message' in question ? question : null);
  const status = said && 'status' in said ? said.status : null;
  noteEntry(write, about, what, { status, words: words ?? (said && wordsOf(said)) });
}

/** Takes an entry out of the Outbox; its changes must be off the view by then. */
export function removeEntry(write: Writer, entry: Entry): void {
  untouchAll(write, entry);
  write.execute(build.deleteFrom('outbox_attempt').where('entry', '=', entry.seq));
  write.execute(build.deleteFrom('outbox_entry').where('seq', '=', entry.seq));
}

/** Writes down which records an entry touches, so that later entries on them wait for it. */
export function touchAll(write: Writer, seq: number, touches: readonly Touch[]): void {
  for (const { table, sys_id, needs = false } of touches)
    write.run(touch, { sys_id, entry: seq, table_name: table, needs: needs ? 1 : 0 });
}

function untouchAll(write: Writer, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): void {
  for (const { sys_id } of touches) write.run(untouch, { sys_id, entry: seq });
}
