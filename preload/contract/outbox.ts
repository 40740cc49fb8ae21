/**
 * States of an entry; the table in main/outbox/state.ts says how they follow. Four wait for a person: `refused` (the instance said
 * no), `conflict` (somebody else changed the record meanwhile), `old` (it has waited so long that a person is asked whether it is
 * still to be sent) and `unclear` (it may have been done, and the instance cannot be asked).
 */
export type EntryState =
  'queued' | 'sending' | 'unknown' | 'refused' | 'conflict' | 'old' | 'unclear' | 'sent';

/** A value as the instance keeps it and as people read it. */
export interface Cell {
  value: string;
  display: string;
}

/**
 * Why an entry is in conflict: the record it was made on has changed since, or is gone or hidden, and the two changes meet
 * (docs/delivery.md). As compared when the entry was about to be sent.
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

/** States of which entries that were stopped by one cause make a group. */
export type Stopped = 'refused' | 'old' | 'unclear';

/**
 * What people see: the stored state, and `held`, which is derived (an earlier entry on the same record waits for a decision, or
 * is being looked for).
 */
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
  /** ISO instant at which the person triggered the action. */
  at: string;
  state: ShownState;
  /** Why it is where it is, in the instance's words where it has said something; null when there is nothing to say. */
  message: string | null;
  detail: string | null;
  /** Equal for entries that were stopped by the same cause; null unless it was (`Stopped`). */
  cause: string | null;
  /** The entry that this one waits for, when `held`. */
  heldBy: number | null;
  /** How many entries wait for this one. */
  holds: number;
  attempts: number;
  /** ISO instant before which it is not tried again; null when it may go at once. */
  nextAttemptAt: string | null;
  /** Online steps acknowledged so far, and how many there are. */
  steps: { done: number; total: number };
  sentAt: string | null;
  /** Another laptop has it too: it was handed over, or imported. */
  shared: boolean;
  decisions: Decision[];
  /** The action and record that "Edit" re-opens; null when it had no form. */
  form: { action: string; record: string | null } | null;
}

/** How much of the Outbox is asked for. Null asks for the first 500 that wait and the last 50 sent, nothing folded. */
export type OutboxQuestion = {
  /** Words of the action or the record, or a number such as `#12`; empty for all. */
  search: string;
  /** Lines to show of what waits, of what was sent, and decisions to show of what was discarded; 1 to 1,000. */
  waiting: number;
  sent: number;
  discarded: number;
  /** Causes whose entries stand in their places; those of the other large groups are left out. */
  unfolded: string[];
} | null;

export interface OutboxScreen {
  /** Not acknowledged yet, in order, without those of folded groups. */
  waiting: EntryLine[];
  /** How many there are to show in `waiting`, also beyond the lines given. */
  waitingFound: number;
  /** Causes that stopped more than one entry, in the order of the first each stopped; none while something is searched for. */
  groups: EntryGroup[];
  /** Acknowledged, newest first. */
  sent: EntryLine[];
  sentHasMore: boolean;
  /** Discards that can be undone, the last one first. */
  discarded: Discarded[];
  /** Number of entries waiting, all of them. */
  total: number;
}

/** Entries stopped by one cause: edited, tried again or discarded together. */
export interface EntryGroup {
  cause: string;
  state: Stopped;
  /** The instance's words, of the first one; of old ones what a person is asked. */
  message: string;
  detail: string | null;
  /** Sequence numbers, in order. */
  entries: number[];
  /** Labels of their actions, and how many of each. */
  actions: { label: string; entries: number }[];
  /** Names of the first records. */
  records: string[];
  /** The form that edits all of them; null when they are of different actions, or cannot be edited. */
  form: { action: string; record: string | null; entry: number } | null;
  /** Left out of `waiting`, because it is large and was not asked for. */
  folded: boolean;
}

/** Entries that were discarded by one decision, which one `outbox.undo` undoes. */
export interface Discarded {
  /** Number of the first one; it stands for all in `outbox.undo`. */
  entry: number;
  /** How many. */
  count: number;
  /** ISO instants: when, and until when it can be undone. */
  at: string;
  until: string;
  /** The first of them, in order. */
  entries: Pick<EntryLine, 'seq' | 'action' | 'record' | 'at' | 'message' | 'detail'>[];
}

/** Why a draft that edits an entry cannot edit it any more: it was sent, discarded, or is on its way. */
export type EntryTrouble = 'sent' | 'discarded' | 'under-way';
