import type { Selectable } from 'kysely';
import type { Inputs } from '../../preload/contract/forms.ts';
import type { Conflict, EntryState } from '../../preload/contract/outbox.ts';
import type { EntryFailure } from '../../preload/contract/failure.ts';
import type { Schema } from '../database/schema.ts';
import { type CompiledStep, readSteps } from './steps.ts';

/** A record that an entry touches. */
export interface Touch {
  table: string;
  sys_id: string;
  /** The entry only refers to it, and an earlier entry creates it: it waits for that one and holds nobody back itself. */
  needs?: true;
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
  /** Every record the entry is about or changes, here or on the instance, each once. */
  touches: Touch[];
  inputs: Inputs;
  steps: readonly CompiledStep[];
  /** Index of the next step to send. */
  step: number;
  state: EntryState;
  triggeredAt: string;
  attempts: number;
  /** Times in a row that the instance itself failed on it. */
  failures: number;
  attemptedAt: string | null;
  /** Instance clock minus device clock in milliseconds at that moment; the device's may have been set since. */
  attemptOffset: number | null;
  /** What the instance's clock said in its last answer before that (milliseconds), whatever the device's was; null for none. */
  answeredBefore: number | null;
  /** The record's `sys_mod_count` as read right before the last attempt. */
  modCountBefore: string | null;
  nextAttemptAt: number | null;
  failure: EntryFailure | null;
  conflict: Conflict | null;
  /** It was handed over to or from another laptop, so it is looked for on the instance before every attempt. */
  shared: boolean;
  /** Instance clock minus device clock in milliseconds when it was triggered; null when it was not known. */
  clockOffset: number | null;
  /** ISO instant at which a person last decided that it is to be sent; null when they only pressed the button. */
  reviewedAt: string | null;
  /** Instance clock minus device clock in milliseconds at that moment; null when it was not known. */
  reviewOffset: number | null;
  sentAt: string | null;
}

/** A row of outbox_entry. */
export type EntryRow = Selectable<Schema['outbox_entry']>;

/**
 * A stored row as an entry. Inputs and steps that cannot be read any more do not lose the entry: it comes back refused, with the
 * reason, for a person to see (facts/peers.md section 5, row 9).
 */
export function entryFrom(row: EntryRow): Entry {
  let steps: readonly CompiledStep[] = [];
  let inputs: Inputs = {};
  let failure = row.failure === null ? null : (JSON.parse(row.failure) as EntryFailure);
  let state = row.state;
  try {
    inputs = JSON.parse(row.inputs) as Inputs;
    steps = readSteps(row.format, row.steps);
  } catch (error) {
    if (state !== 'sent') {
      state = 'refused';
      failure = {
        kind: 'refused',
        status: 0,
        message: 'This entry cannot be read by this version of Outpost',
        detail: String(error),
      };
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
    triggeredAt: row.triggered_at,
    attempts: row.attempts,
    failures: row.failures,
    attemptedAt: row.attempted_at,
    attemptOffset: row.attempt_offset,
    answeredBefore: row.answered_before,
    modCountBefore: row.mod_count_before,
    nextAttemptAt: row.next_attempt_at,
    failure,
    conflict: row.conflict === null ? null : (JSON.parse(row.conflict) as Conflict),
    shared: row.shared === 1,
    clockOffset: row.clock_offset,
    reviewedAt: row.reviewed_at,
    reviewOffset: row.review_offset,
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
