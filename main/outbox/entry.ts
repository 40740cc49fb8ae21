import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Conflict, EntryState } from '../../preload/contract/outbox.ts';
import { build } from '../database/query.ts';
import type { Schema } from '../database/schema.ts';
import { type Attempt, attemptFrom, attemptsAsJson, type StoredAttempt } from './attempt.ts';
import type { Stamp } from './stamp.ts';
import { type CompiledStep, readSteps } from './steps.ts';

/** A record that an entry touches. */
export interface Touch {
  table: string;
  sys_id: string;
  /** The entry only refers to it, and an earlier entry creates it: it waits for that one and holds nobody back itself. */
  needs?: true;
}

/** What a person has to decide about an entry that waits for them; of the kind that its state says. */
export type Question =
  /** The instance said no, in these words (`status` 0: Outpost did in its place). */
  | { about: 'refused'; status: number; message: string; detail: string | null }
  | { about: 'conflict'; conflict: Conflict }
  /** It has waited longer than the definition lets an action wait unasked (`askAfterDays`, by then `days`). */
  | { about: 'old'; days: number }
  /** It may have been done, and the instance cannot be asked; `message` says why. */
  | { about: 'unclear'; message: string };

/** The last decision of a person that an entry is to be sent. */
export interface Decided {
  at: Stamp;
  /** How many attempts it had by then; they no longer count against it. */
  attempts: number;
}

/** A triggered action as it stands in the Outbox. */
export interface Entry {
  seq: number;
  key: string;
  revision: number;
  action: string;
  label: string;
  /** The record the action was triggered on, or the one it creates; null when it has none. */
  record: Touch | null;
  title: string;
  /** Every record the entry is about or changes, here or on the instance, and those that it refers to; each once. */
  touches: Touch[];
  inputs: Inputs;
  steps: readonly CompiledStep[];
  /** Index of the next step to send. */
  step: number;
  state: EntryState;
  triggered: Stamp;
  /** Null when a person has only triggered it. */
  decided: Decided | null;
  /** All attempts, in order. */
  attempts: readonly Attempt[];
  /** Milliseconds since 1970, laptop clock; null when it may go at once. */
  nextAttemptAt: number | null;
  /** Null unless it waits for a person. */
  question: Question | null;
  /** ISO instant. */
  sentAt: string | null;
}

/** The columns of outbox_entry but for its number, as they are stored, kept with what was discarded and handed over. */
export const storedEntry = z.strictObject({
  key: z.string().min(1),
  revision: z.int().nonnegative(),
  format: z.int(),
  action: z.string(),
  label: z.string(),
  table_name: z.string().nullable(),
  sys_id: z.string().nullable(),
  title: z.string(),
  touches: z.string(),
  inputs: z.string(),
  steps: z.string(),
  step: z.int().nonnegative(),
  state: z.enum(['queued', 'sending', 'unknown', 'refused', 'conflict', 'old', 'unclear', 'sent']),
  triggered: z.string(),
  decided: z.string().nullable(),
  next_attempt_at: z.int().nullable(),
  question: z.string().nullable(),
  sent_at: z.string().nullable(),
});

/** A row of outbox_entry without its number. */
export type StoredEntry = Omit<Selectable<Schema['outbox_entry']>, 'seq'>;

/** Names of the columns. */
export const columns = Object.keys(storedEntry.shape) as (keyof StoredEntry)[];

/** A row of outbox_entry with its attempts, as JSON. */
export type EntryRow = StoredEntry & { seq: number; attempts: string };

/** Entries with their attempts, for `entryFrom`: to be narrowed and ordered by whoever asks. */
export const selectEntries = build
  .selectFrom('outbox_entry')
  .selectAll('outbox_entry')
  .select(attemptsAsJson.as('attempts'));

/**
 * A stored row as an entry. Inputs and steps that cannot be read any more do not lose the entry: it comes back refused, with the
 * reason, for a person to see (docs/peers.md, row 9).
 */
export function entryFrom(row: EntryRow): Entry {
  let steps: readonly CompiledStep[] = [];
  let inputs: Inputs = {};
  let { state } = row;
  let question = row.question === null ? null : (JSON.parse(row.question) as Question);
  try {
    inputs = JSON.parse(row.inputs) as Inputs;
    steps = readSteps(row.format, row.steps);
  } catch (error) {
    if (state !== 'sent') {
      state = 'refused';
      const message = 'This entry cannot be read by this version of Outpost';
      question = { about: 'refused', status: 0, message, detail: String(error) };
    }
  }
  return {
    seq: row.seq,
    key: row.key,
    revision: row.revision,
    action: row.action,
    label: row.label,
    record:
      row.table_name === null || row.sys_id === null ? null : { table: row.table_name, sys_id: row.sys_id },
    title: row.title,
    touches: JSON.parse(row.touches) as Touch[],
    inputs,
    steps,
    step: row.step,
    state,
    triggered: JSON.parse(row.triggered) as Stamp,
    decided: row.decided === null ? null : (JSON.parse(row.decided) as Decided),
    attempts: (JSON.parse(row.attempts) as StoredAttempt[]).map(attemptFrom),
    nextAttemptAt: row.next_attempt_at,
    question,
    sentAt: row.sent_at,
  };
}

/**
 * Key of one request: the same for every attempt of the same step, another one after an edit. The instance's endpoints
 * that honour `Idempotency-Key` and the demo's ledger know the effect by it.
 */
export function requestKey(entry: Pick<Entry, 'key' | 'revision'>, step: number): string {
  return `${entry.key}-${entry.revision}-${step}`;
}
