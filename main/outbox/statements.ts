import { build, query } from '../database/query.ts';
import type { EntryRow } from './entry.ts';

/** The statements on outbox_entry and outbox_touch that main/outbox/entries.ts runs, compiled once. */

type InsertRow = Omit<EntryRow, 'seq'>;

export const insert = query<{ [K in keyof InsertRow]: InsertRow[K] }>((p) =>
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
    failures: p('failures'),
    attempted_at: p('attempted_at'),
    attempt_offset: p('attempt_offset'),
    answered_before: p('answered_before'),
    mod_count_before: p('mod_count_before'),
    next_attempt_at: p('next_attempt_at'),
    failure: p('failure'),
    conflict: p('conflict'),
    shared: p('shared'),
    clock_offset: p('clock_offset'),
    reviewed_at: p('reviewed_at'),
    review_offset: p('review_offset'),
    sent_at: p('sent_at'),
  }),
);

export const bySeq = query<{ seq: number }, EntryRow>((p) =>
  build.selectFrom('outbox_entry').selectAll().where('seq', '=', p('seq')),
);

type Reviewed = Pick<EntryRow, 'reviewed_at' | 'review_offset'>;
type Revised = Pick<EntryRow, 'seq' | 'revision' | 'touches' | 'inputs' | 'steps' | 'format'> & Reviewed;

export const revise = query<{ [K in keyof Revised]: Revised[K] }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      revision: p('revision'),
      touches: p('touches'),
      inputs: p('inputs'),
      steps: p('steps'),
      format: p('format'),
      reviewed_at: p('reviewed_at'),
      review_offset: p('review_offset'),
      step: 0,
      state: 'queued',
      attempts: 0,
      failures: 0,
      mod_count_before: null,
      next_attempt_at: null,
      failure: null,
      conflict: null,
    })
    .where('seq', '=', p('seq')),
);

export const resolve = query<Pick<Revised, 'seq' | 'revision' | 'steps' | keyof Reviewed>>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      revision: p('revision'),
      steps: p('steps'),
      reviewed_at: p('reviewed_at'),
      review_offset: p('review_offset'),
      state: 'queued',
      attempts: 0,
      failures: 0,
      mod_count_before: null,
      next_attempt_at: null,
      failure: null,
      conflict: null,
    })
    .where('seq', '=', p('seq')),
);

type Progress = Pick<
  EntryRow,
  | 'seq'
  | 'state'
  | 'step'
  | 'attempts'
  | 'failures'
  | 'attempted_at'
  | 'attempt_offset'
  | 'answered_before'
  | 'mod_count_before'
  | 'next_attempt_at'
  | 'failure'
  | 'conflict'
  | 'sent_at'
  | keyof Reviewed
>;

export const update = query<{ [K in keyof Progress]: Progress[K] }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({
      state: p('state'),
      step: p('step'),
      attempts: p('attempts'),
      failures: p('failures'),
      attempted_at: p('attempted_at'),
      attempt_offset: p('attempt_offset'),
      answered_before: p('answered_before'),
      mod_count_before: p('mod_count_before'),
      next_attempt_at: p('next_attempt_at'),
      failure: p('failure'),
      conflict: p('conflict'),
      sent_at: p('sent_at'),
      reviewed_at: p('reviewed_at'),
      review_offset: p('review_offset'),
    })
    .where('seq', '=', p('seq')),
);

export const narrow = query<{ seq: number; revision: number; steps: string }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({ steps: p('steps'), revision: p('revision') })
    .where('seq', '=', p('seq')),
);

export const share = query<{ seq: number; shared: number }>((p) =>
  build
    .updateTable('outbox_entry')
    .set({ shared: p('shared') })
    .where('seq', '=', p('seq')),
);

export const touch = query<{ sys_id: string; entry: number; table_name: string; needs: number }>((p) =>
  build
    .insertInto('outbox_touch')
    .values({ sys_id: p('sys_id'), entry: p('entry'), table_name: p('table_name'), needs: p('needs') })
    .onConflict((conflict) => conflict.doNothing()),
);

export const untouch = query<{ sys_id: string; entry: number }>((p) =>
  build.deleteFrom('outbox_touch').where('sys_id', '=', p('sys_id')).where('entry', '=', p('entry')),
);
