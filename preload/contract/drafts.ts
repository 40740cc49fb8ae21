import type { Inputs, Triggered } from './forms.ts';
import type { EntryTrouble } from './outbox.ts';

/** What "Save progress" keeps on the device: the inputs of one form, for one record, for many or for none. */
export interface DraftQuestion {
  /** The draft to go on with; null makes a new one. */
  id: string | null;
  action: string;
  record: string | null;
  inputs: Inputs;
  /** Sequence number of the entry that the form edits; null for a new one. */
  revises: number | null;
  /** It edits all the entries that have the same cause as that one. */
  group: boolean;
  /** sys_ids of the records that the form is filled in for at once; empty for a form for one record (`record`) or none. */
  many: string[];
  /** The person chose "Save progress"; false for a pause in typing, which never runs the form's own way of saving. */
  asked: boolean;
}

/** What became of it: a draft on the device, or what the form's own way of saving answered. */
export type SavedProgress =
  | { saved: 'draft'; id: string; at: string }
  /** The action behind "Save progress" was triggered; a draft of the same form is gone. */
  | { saved: 'action'; triggered: Triggered };

/** One line of the Drafts screen. */
export interface DraftLine {
  id: string;
  /** Label of the action whose form it is. */
  label: string;
  action: string;
  record: { table: string; sys_id: string; title: string } | null;
  /** The entry in the Outbox that it edits; null for a new one. */
  revises: number | null;
  group: boolean;
  /** What the records are called that it is for, when it is for many; empty otherwise. */
  many: string[];
  /** ISO instant at which it was last saved. */
  at: string;
  /** What has become of its record or entry since, or why it cannot be resumed; null when all is as it was. */
  trouble: 'changed' | 'gone' | 'no-action' | EntryTrouble | null;
  /** The first words typed, to know it by. */
  excerpt: string;
  /** All that was typed, for a draft that cannot be resumed: nothing is lost, it can be copied. Empty otherwise. */
  typed: { label: string; text: string }[];
}
