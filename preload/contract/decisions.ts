import type { Inputs } from './forms.ts';
import type { Cell, EntryLine } from './outbox.ts';
import type { FieldType } from './records.ts';

/** `edit` is no decision to the main process: it is a trigger that `revises` the entry. */
export interface DecisionQuestion {
  /** Of several, those that have moved on meanwhile are left alone. A discard takes along what cannot stay. */
  entries: number[];
  decision: 'try-again' | 'discard';
}

/** What discarding comes to, before it is done. */
export interface DiscardPreview {
  /** What goes: the entries asked for, and those that cannot stay without them (`along`). In order, the first 100. */
  entries: (Pick<EntryLine, 'seq' | 'action' | 'record'> & { along: boolean })[];
  count: number;
  alongCount: number;
  /** Steps of them that the instance has acknowledged; they stay done. */
  stepsDone: number;
  /** Another laptop has some of them too, and may send them. */
  shared: boolean;
  /** What the records fall back to, the first 50. */
  records: FallingBack[];
  recordCount: number;
  /** Entries that no longer wait for one of these. */
  freed: number[];
  /** Why it cannot be done now, as a sentence; null when it can. */
  obstacle: string | null;
}

/** A record whose view changes when entries are discarded. */
export interface FallingBack {
  table: string;
  sys_id: string;
  title: string;
  /** `goes`: it was made here and goes away. `returns`: it was deleted here and is back. */
  becomes: 'changed' | 'goes' | 'returns';
  fields: { field: string; label: string; type: FieldType; from: Cell; to: Cell }[];
  /** Notes that will not be sent, and names of files. */
  notes: { label: string; text: string }[];
  files: string[];
}

/** The entries that are edited together with one, for its form. */
export interface MendingGroup {
  /** In order, the one the form was opened for first. */
  entries: { seq: number; title: string }[];
  /** Names of inputs whose values are not the same in all of them. */
  differing: string[];
}

export interface MendQuestion {
  /** The first is the one whose form was filled in. */
  entries: number[];
  /** The inputs of that form. What differs from the first entry's own is changed in all, everything else stays as it is. */
  inputs: Inputs;
  draft: string | null;
}

export interface Mended {
  /** Sequence numbers of those that go again. */
  mended: number[];
  /** Those that stay as they are, and why. */
  left: { entry: number; title: string; message: string }[];
}
