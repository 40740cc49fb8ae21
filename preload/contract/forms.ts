import type { EntryTrouble } from './outbox.ts';

export type InputType =
  | 'text'
  | 'multiline'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'reference'
  | 'date'
  | 'datetime'
  /** Photos or files; the value is the JSON of a FileReference[] (files.ts), empty for none. */
  | 'files';

/** Input values by input name, as strings: `true`/`false`, sys_ids, `YYYY-MM-DD HH:mm:ss` in UTC, `YYYY-MM-DD`. */
export type Inputs = Record<string, string>;

export interface FormQuestion {
  action: string;
  /** sys_id of the record the action is for; null for an action without one. */
  record: string | null;
  /** What the person has typed so far; null asks for the form as it opens (defaults, or the inputs of `revises`). */
  inputs: Inputs | null;
  /** Sequence number of the entry that this form edits; null for a new one. */
  revises: number | null;
  /** The draft to resume; null for none. */
  draft: string | null;
}

/** A form as it stands for the inputs typed so far: the rules decide in the main process, offline as online. */
export interface FormScreen {
  action: { id: string; label: string };
  title: string;
  record: { table: string; sys_id: string; title: string } | null;
  inputs: FormInput[];
  /** Names of the inputs page by page; one page without a label when the form is not divided. */
  pages: { label: string; inputs: string[] }[];
  /** The entry that is edited; null for a new one, and when the one asked for cannot be edited any more (`since`). */
  revises: number | null;
  /** The draft of the question, or the one in which its entry is being edited already. */
  draft: string | null;
  /** What has become of the record or the entry since the draft was saved; null when nothing has. */
  since: 'changed' | EntryTrouble | null;
  /** The records that a resumed draft over many is for; null for any other form. */
  many: FormTargets | null;
  /** "Save progress" runs this action on the instance while there is a connection; null keeps a draft on the device. */
  savesBy: string | null;
}

/** The many records of a form: those that the action can be triggered for, and those that it cannot, by the reason. */
export interface FormTargets {
  able: FormTarget[];
  unable: { why: string; targets: FormTarget[] }[];
}

export interface FormTarget {
  table: string;
  sys_id: string;
  title: string;
}

export interface FormInput {
  name: string;
  label: string;
  type: InputType;
  value: string;
  /** For references and choices, what to show for `value`. */
  display: string;
  hint: string | null;
  mandatory: boolean;
  readOnly: boolean;
  /** A rule has set the value: left out of the next question (unless it was typed), it follows the rule. */
  calculated: boolean;
  visible: boolean;
  /** For `choice` only. */
  choices: { value: string; label: string }[];
  /** For text: the most characters the instance's column holds; null when not known. */
  maxLength: number | null;
  /** For `files`: what may be chosen; null for other types. */
  files: { accept: string[]; maxBytes: number; maxCount: number; camera: boolean } | null;
}

export interface ReferenceQuestion {
  action: string;
  record: string | null;
  input: string;
  inputs: Inputs;
  /** Words typed so far; empty gives the first ones. */
  search: string;
}

/** A record that a reference input can take. */
export interface ReferenceOption {
  sys_id: string;
  display: string;
  /** A second line that tells two of the same name apart; null when there is none. */
  detail: string | null;
}

export interface TriggerQuestion {
  action: string;
  record: string | null;
  inputs: Inputs;
  revises: number | null;
  /** The draft that this completes; it is gone with the entry's commit. Null for none. */
  draft: string | null;
}

/** What became of a triggered action. In every case the entry is on disk before this is answered. */
export type Triggered =
  | { outcome: 'sent'; entry: number }
  /**
   * In the Outbox. `offline`: no connection; `waiting`: something is ahead of it; `no-answer`: it was sent, and the answer takes
   * long or was lost; `later`: it could not be sent, and is tried again at a time of its own.
   */
  | {
      outcome: 'saved';
      entry: number;
      because: 'offline' | 'sign-in-needed' | 'waiting' | 'no-answer' | 'later';
    }
  /**
   * The entry waits in the Outbox for a decision. `refused`: the instance said no; `conflict`: somebody else changed the record
   * meanwhile, or it is gone; `unclear`: it may have been done, and the instance cannot be asked.
   */
  | { outcome: 'refused' | 'conflict' | 'unclear'; entry: number; message: string; detail: string | null };
