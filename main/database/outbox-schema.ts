import type { Generated } from 'kysely';
import type { JournalWhat } from '../../preload/contract/journal.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';

/** The tables of the Outbox, as migration 001 leaves them, and 006 for its journal. */

export interface OutboxEntryTable {
  seq: Generated<number>;
  /** 32 hex digits, the stem of the Idempotency-Key of every request of this entry. */
  key: string;
  /** Counts the edits of a refused entry. */
  revision: number;
  /** Format of `steps` and `inputs`; every released one stays readable. */
  format: number;
  action: string;
  label: string;
  table_name: string | null;
  sys_id: string | null;
  title: string;
  /** JSON: `{ table, sys_id }[]`, every record the entry is about or changes. */
  touches: string;
  /** JSON: Inputs. */
  inputs: string;
  /** JSON: CompiledStep[], the online steps. */
  steps: string;
  /** Index of the next step to send; those before it are acknowledged. */
  step: number;
  state: EntryState;
  /** ISO instant, device clock. */
  triggered_at: string;
  attempts: number;
  /** Times in a row that the instance itself failed on it (5xx); what concerns everybody does not count. */
  failures: number;
  /** ISO instant of the last attempt, null before the first. */
  attempted_at: string | null;
  /** The record's `sys_mod_count` as read right before the last attempt of an update, for the probe; null when not read. */
  mod_count_before: string | null;
  /** Instance clock minus device clock in milliseconds at the last attempt, as far as it was known. */
  attempt_offset: number | null;
  /** What the instance's clock said in its last answer before the last attempt, in milliseconds since 1970; null when there was none. */
  answered_before: number | null;
  /** Milliseconds since 1970; null when it may go at once. */
  next_attempt_at: number | null;
  /** JSON: EntryFailure; null when there is nothing to say. */
  failure: string | null;
  /** JSON: Conflict, while the state is `conflict`; otherwise null. */
  conflict: string | null;
  /** 1 once it was handed over to or from another laptop: it is looked for on the instance before every attempt. */
  shared: number;
  /** Instance clock minus device clock in milliseconds, as last measured when it was triggered; null when never. */
  clock_offset: number | null;
  /** ISO instant, device clock, at which a person last decided that it is to be sent; null when they only pressed the button. */
  reviewed_at: string | null;
  /** Instance clock minus device clock in milliseconds at that moment; null when it was not known. */
  review_offset: number | null;
  /** ISO instant of the acknowledgement of the last step. */
  sent_at: string | null;
}

/** A record that an unsettled entry touches: what "held" is derived from. */
export interface OutboxTouchTable {
  sys_id: string;
  entry: number;
  table_name: string;
  /** 1: the entry only refers to the record, which an earlier one creates; it holds nobody back by that. */
  needs: number;
}

/** What our own acknowledged entries made of a record that others wait on: see main/delivery/conflict/own-change.ts. */
export interface OwnChangeTable {
  sys_id: string;
  /** `sys_mod_count` before the first and after the last of an unbroken run of our changes; `since` is empty for a create. */
  since: string;
  until: string;
  /** JSON: by field, the values that were replaced, the one that stands there since, and the `sys_mod_count` by then. */
  became: string;
}

export interface OutboxDiscardedTable {
  seq: number;
  /** Sequence number of the entry that a person discarded; those that went with it carry the same. */
  together: number;
  /** ISO instant; kept for 30 days from then. */
  discarded_at: string;
  /** JSON: the whole row of outbox_entry. */
  entry: string;
  /** JSON: its rows of pending_change. */
  changes: string;
}

/** What happened to entries: a chain that only grows at its end and is only cut at its beginning. */
export interface OutboxJournalTable {
  id: Generated<number>;
  /** ISO instant, device clock. */
  at: string;
  /** Sequence number of the entry, also after it is gone; null for what concerns none. */
  entry: number | null;
  revision: number | null;
  step: number | null;
  what: JournalWhat;
  /** HTTP status of the answer. */
  status: number | null;
  words: string | null;
  /** SHA-256 over the hash of the line before and this line, 64 hex digits. */
  hash: string;
}

/** Who may send: one row. A sender that finds another token than its own has been replaced and stops. */
export interface SenderLeaseTable {
  only: number;
  /** Fencing token, counts up with each sender. */
  token: number;
  /** ISO instant. */
  taken_at: string;
}

export interface PendingChangeTable {
  sys_id: string;
  entry: number;
  /** Position of the step in the action. */
  step: number;
  table_name: string;
  operation: 'insert' | 'update' | 'delete' | 'note' | 'attach';
  /** JSON: fields and their `dv_` display values; for a note `{ field, text }`, for a file its FileReference. */
  fields: string;
}
