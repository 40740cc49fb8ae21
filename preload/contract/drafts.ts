import type { Inputs, Triggered } from './forms.ts';

/** What "Save progress" keeps on the device: the inputs of one form, for one record or for none. */
export interface DraftQuestion {
  /** The draft to go on with; null makes a new one. */
  id: string | null;
  action: string;
  record: string | null;
  inputs: Inputs;
  /** The person pressed "Save progress"; false for a pause in typing, which never runs the form's own way of saving. */
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
  /** ISO instant at which it was last saved. */
  at: string;
  /** What has become of its record since, or why it cannot be resumed; null when all is as it was. */
  trouble: 'changed' | 'gone' | 'no-action' | null;
  /** The first words typed, to know it by. */
  excerpt: string;
}
