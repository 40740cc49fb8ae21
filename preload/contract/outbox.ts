/** States of an entry as stored (DESIGN.md section 6); the table in main/outbox/state.ts says how they follow. */
export type EntryState = 'queued' | 'sending' | 'unknown' | 'refused' | 'conflict' | 'sent';

/** A value as the instance keeps it and as people read it. */
export interface Cell {
  value: string;
  display: string;
}

/**
 * Why an entry is in conflict: the record it was made on has changed since, or is gone or hidden, and the two changes meet
 * (DESIGN.md section 6). As compared when the entry was about to be sent.
 */
export interface Conflict {
  table: string;
  sys_id: string;
  kind: 'changed' | 'gone';
  /** Who changed it last (user name on the instance), and when (ISO instant); empty when it is gone. */
  by: string;
  at: string;
  /** `sys_mod_count` compared with; empty when it is gone. */
  modCount: string;
  /** The fields the entry sets. `clash`: changed on both sides to different values, so a person chooses. */
  fields: { field: string; base: Cell; mine: Cell; theirs: Cell; clash: boolean }[];
}

/** What people see: `held` is derived (an earlier entry on the same record waits for a decision). */
export type ShownState = EntryState | 'held';

/** `compare` of an entry in conflict shows both sides and ends in `outbox.resolve`; `try-again` compares afresh. */
export type Decision = 'try-again' | 'compare' | 'edit' | 'discard';

/** One line of the Outbox. */
export interface EntryLine {
  /** Sequence number: the order in which actions were triggered and are sent. */
  seq: number;
  /** Label of the action at the time it was triggered. */
  action: string;
  record: { table: string; sys_id: string; title: string } | null;
  /** ISO instant at which the person pressed the button. */
  at: string;
  state: ShownState;
  /** Why it is where it is, in the instance's words where it has said something; null when there is nothing to say. */
  message: string | null;
  detail: string | null;
  /** The entry that this one waits for, when `held`. */
  heldBy: number | null;
  attempts: number;
  /** ISO instant before which it is not tried again; null when it may go at once. */
  nextAttemptAt: string | null;
  /** Online steps acknowledged so far, and how many there are. */
  steps: { done: number; total: number };
  sentAt: string | null;
  decisions: Decision[];
  /** The action and record that "Edit" re-opens; null when it had no form. */
  form: { action: string; record: string | null } | null;
}

export interface OutboxScreen {
  /** Not acknowledged yet, in order. */
  waiting: EntryLine[];
  /** Acknowledged, newest first, the last 50. */
  sent: EntryLine[];
  /** Number of entries waiting, also those beyond the lines given. */
  total: number;
}

/** `edit` is no decision to the main process: it is a trigger that `revises` the entry. */
export interface DecisionQuestion {
  entry: number;
  decision: 'try-again' | 'discard';
}

/** Why a draft that mends an entry cannot mend it any more: it was sent, discarded, or is on its way. */
export type EntryTrouble = 'sent' | 'discarded' | 'under-way';
