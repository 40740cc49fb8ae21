import type { Generated } from 'kysely';
import type { JournalWhat } from '../../preload/contract/journal.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';

/** The tables of the Outbox, as migration 001 leaves them, and 006 for its journal. */

export interface OutboxEntryTable {
  seq: Generated<number>;
  /** 32 hex digits, the stem of the Idempotency-Key of every request of this entry. */
  key: string;
  /** Numbers the content: an edit, a chosen side or a payload that was narrowed after an attempt makes the next one. */
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
  /** JSON: Stamp, when it was triggered. */
  triggered: string;
  /** JSON: Decided, a person's last decision that it is to be sent; null when they have only triggered it. */
  decided: string | null;
  /** Milliseconds since 1970; null when it may go at once. */
  next_attempt_at: number | null;
  /** JSON: Question, what a person has to decide; null in every other state. */
  question: string | null;
  /** ISO instant of the acknowledgement of the last step. */
  sent_at: string | null;
}

/** One attempt at a step of an entry: see main/outbox/attempts.ts. */
export interface OutboxAttemptTable {
  entry: number;
  /** Counts the attempts of the entry from 1 on. */
  number: number;
  step: number;
  revision: number;
  /** 1: another laptop has the entry too since then, and may send it. */
  elsewhere: 0 | 1;
  /** JSON: Stamp. */
  at: string;
  /** The record's `sys_mod_count` as read right before; null when it was not read. */
  mod_count: string | null;
  /** Null while it has not ended, as far as is known here. */
  ended: Ending | null;
  /** JSON: InstanceFailure, what came back instead of an acknowledgement. */
  failure: string | null;
  /** 1: it counts among the times in a row that the instance failed on the entry. */
  charged: 0 | 1;
}

/** How an attempt ended. */
export type Ending =
  /** The instance has acknowledged it, or a look has shown that it was done. */
  | 'done'
  /** The request never got in: no connection, or turned away at the door for want of a token. */
  | 'not-delivered'
  /** The instance asked to be left alone for a while, and has not done it. */
  | 'turned-away'
  | 'refused'
  /** The instance failed on it, in its own words, perhaps after it had done it. */
  | 'failed'
  /** The connection broke before the answer. */
  | 'silent'
  /** Nobody waited to the end: a time-out, a gateway's error, a crash of ours. The instance may still be at work on it. */
  | 'cut-short'
  /** Nothing can tell what became of it, and a person has said that it is to go again. */
  | 'let-go'
  /** It was looked for on the instance, and is not there. */
  | 'not-there';

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
  /** JSON: its rows of outbox_attempt. */
  attempts: string;
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
