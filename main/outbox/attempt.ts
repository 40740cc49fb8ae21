import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Ending } from '../database/outbox-schema.ts';
import type { Schema } from '../database/schema.ts';
import type { Stamp } from './stamp.ts';

/** One attempt at a step of an entry: a row of outbox_attempt. */
export interface Attempt {
  /** Counts the attempts of its entry from 1 on. */
  number: number;
  /** Index of the step, and the revision of the entry that it was made with. */
  step: number;
  revision: number;
  /** Another laptop has the entry too since then, and may send it at any time; such an attempt covers all steps from its own on. */
  isElsewhere: boolean;
  at: Stamp;
  /** The record's `sys_mod_count` as read right before; null when it was not read. */
  modCount: string | null;
  /** Null while it has not ended, as far as is known here. */
  ended: Ending | null;
  /** What came back instead of an acknowledgement, if anything did; for the person's eyes. */
  failure: InstanceFailure | null;
  /** It counts among the times in a row that the instance failed on the entry. */
  isCharged: boolean;
}

/** A row of outbox_attempt without the number of its entry. */
export type StoredAttempt = Omit<Selectable<Schema['outbox_attempt']>, 'entry'>;

const flag = z.union([z.literal(0), z.literal(1)]);

/** The same, checked: as it travels to another laptop. */
export const storedAttempt = z.strictObject({
  number: z.int().positive(),
  step: z.int().nonnegative(),
  revision: z.int().nonnegative(),
  elsewhere: flag,
  at: z.string(),
  mod_count: z.string().nullable(),
  ended: z
    .enum([
      'done',
      'not-delivered',
      'turned-away',
      'refused',
      'failed',
      'silent',
      'cut-short',
      'let-go',
      'not-there',
    ])
    .nullable(),
  failure: z.string().nullable(),
  charged: flag,
}) satisfies z.ZodType<StoredAttempt>;

/** Names of the columns. */
export const attemptColumns = Object.keys(storedAttempt.shape) as (keyof StoredAttempt)[];

/** In a statement on outbox_entry: its attempts as a JSON list of rows, in order. */
export const attemptsAsJson = sql<string>`(SELECT json_group_array(json_object(${sql.join(
  attemptColumns.flatMap((column) => [sql.lit(column), sql.ref(column)]),
)})) FROM (SELECT * FROM outbox_attempt WHERE entry = outbox_entry.seq ORDER BY number))`;

/** A stored row, read. */
export function attemptFrom(row: StoredAttempt): Attempt {
  return {
    number: row.number,
    step: row.step,
    revision: row.revision,
    isElsewhere: row.elsewhere === 1,
    at: JSON.parse(row.at) as Stamp,
    modCount: row.mod_count,
    ended: row.ended,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as Attempt['failure']),
    isCharged: row.charged === 1,
  };
}
