import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';
import type { Reader, Writer } from '../database/database.ts';
import { build, query } from '../database/query.ts';
import { type Entry, entryFrom, type EntryRow, type Touch } from './entry.ts';
import { type EntryEvent, next } from './state.ts';
import { FORMAT } from './steps.ts';

/** An entry as trigger makes it; the Outbox gives it its sequence number. */
export type NewEntry = Pick<
  Entry,
  'key' | 'action' | 'label' | 'record' | 'title' | 'touches' | 'inputs' | 'steps' | 'triggeredAt'
>;

type InsertRow = Omit<EntryRow, 'seq'>;

const insert = query<{ [K in keyof InsertRow]: InsertRow[K] }>((p) =>
  build.insertInto('outbox_entry').values({
    key: p('key'),
    revision: p('revision'),
    format: p('format'),
    action: p('action'),
    label: p('label'),
    table_name: p('table_name'),
    sys_id: p('sys_id'),
    title: p('title'),
    touches: p('touches'),
    inputs: p('inputs'),
    steps: p('steps'),
    step: p('step'),
    state: p('state'),
    triggered_at: p('triggered_at'),
    attempts: p('attempts'),
    attempted_at: p('attempted_at'),
    next_attempt_at: p('next_attempt_at'),
    failure: p('failure'),
    sent_at: p('sent_at'),
  }),
);

const bySeq = query<{ seq: number }, EntryRow>((p) =>
  build.selectFrom('outbox_entry').selectAll().where('seq', '=', p('seq')),
);

type Revised = Pick<EntryRow, 'seq' | 'revision' | 'touches' | 'inputs' | 'steps' | 'format'>;

const revise = query<{ [K in keyof Revised]: Revised[K] }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      revision: p('revision'),
      touches: p('touches'),
      inputs: p('inputs'),
      steps: p('steps'),
      format: p('format'),
      step: 0,
      state: 'queued',
      attempts: 0,
      next_attempt_at: null,
      failure: null,
    })
    .where('seq', '=', p('seq')),
);

type Progress = Pick<
  EntryRow,
  'seq' | 'state' | 'step' | 'attempts' | 'attempted_at' | 'next_attempt_at' | 'failure' | 'sent_at'
>;

const update = query<{ [K in keyof Progress]: Progress[K] }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      state: p('state'),
      step: p('step'),
      attempts: p('attempts'),
      attempted_at: p('attempted_at'),
      next_attempt_at: p('next_attempt_at'),
      failure: p('failure'),
      sent_at: p('sent_at'),
    })
    .where('seq', '=', p('seq')),
);

const touch = query<{ sys_id: string; entry: number; table_name: string }>((p) =>
  build
    .insertInto('outbox_touch')
    .values({ sys_id: p('sys_id'), entry: p('entry'), table_name: p('table_name') })
    .onConflict((conflict) => conflict.doNothing()),
);

const untouch = query<{ sys_id: string; entry: number }>((p) =>
  build.deleteFrom('outbox_touch').where('sys_id', '=', p('sys_id')).where('entry', '=', p('entry')),
);

/** Puts a new entry at the end of the Outbox, `queued`, and answers its sequence number. */
export function addEntry(write: Writer, entry: NewEntry): number {
  const seq = write.insert(insert, {
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
    attempted_at: null,
    next_attempt_at: null,
    failure: null,
    sent_at: null,
  });
  touchAll(write, seq, entry.touches);
  return seq;
}

/** The entry of that number, or undefined. */
export function readEntry(reader: Reader, seq: number): Entry | undefined {
  const row = reader.first(bySeq, { seq });
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
): void {
  next(entry.state, 'revise');
  untouchAll(write, entry);
  write.run(revise, {
    seq: entry.seq,
    revision: entry.revision + 1,
    touches: JSON.stringify(mended.touches),
    inputs: JSON.stringify(mended.inputs),
    steps: JSON.stringify(mended.steps),
    format: FORMAT,
  });
  touchAll(write, entry.seq, mended.touches);
}

/** What an event leaves behind besides the new state; what is not named stays as it is. */
export interface Change {
  step?: number;
  attempts?: number;
  attemptedAt?: string;
  nextAttemptAt?: number | null;
  failure?: InstanceFailure | null;
  sentAt?: string;
}

/** Moves an entry by the state table and answers it as it is then. A sent entry holds nobody any more. */
export function moveEntry(write: Writer, entry: Entry, event: EntryEvent, change: Change = {}): Entry {
  const state: EntryState = next(entry.state, event);
  const moved: Entry = { ...entry, ...change, state };
  write.run(update, {
    seq: moved.seq,
    state,
    step: moved.step,
    attempts: moved.attempts,
    attempted_at: moved.attemptedAt,
    next_attempt_at: moved.nextAttemptAt,
    failure: moved.failure === null ? null : JSON.stringify(moved.failure),
    sent_at: moved.sentAt,
  });
  if (state === 'sent') untouchAll(write, moved);
  return moved;
}

/** Keeps the whole entry aside and takes it out of the Outbox. Its changes to the view are the caller's to undo. */
export function removeEntry(write: Writer, entry: Entry, discardedAt: string): void {
  const row = write.first(bySeq, { seq: entry.seq });
  write.execute(
    build
      .insertInto('outbox_discarded')
      .values({ seq: entry.seq, discarded_at: discardedAt, entry: JSON.stringify(row) }),
  );
  untouchAll(write, entry);
  write.execute(build.deleteFrom('outbox_entry').where('seq', '=', entry.seq));
}

function touchAll(write: Writer, seq: number, touches: readonly Touch[]): void {
  for (const { table, sys_id } of touches) write.run(touch, { sys_id, entry: seq, table_name: table });
}

function untouchAll(write: Writer, { seq, touches }: Pick<Entry, 'seq' | 'touches'>): void {
  for (const { sys_id } of touches) write.run(untouch, { sys_id, entry: seq });
}
