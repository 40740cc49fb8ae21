import type { EntryLine } from './outbox.ts';

export type FieldType =
  'string' | 'integer' | 'decimal' | 'boolean' | 'date' | 'datetime' | 'reference' | 'choice' | 'journal';

/** One field of a record as people see it. `value` is what the instance stores; dates are `YYYY-MM-DD HH:mm:ss` in UTC. */
export interface Cell {
  value: string;
  /** Display value of a reference or choice; equal to `value` for other types. Screens format dates themselves. */
  display: string;
}

export interface Column {
  field: string;
  label: string;
  type: FieldType;
}

/** An action as it stands for one record (or for none): offered, or not and why. It never silently vanishes. */
export interface OfferedAction {
  id: string;
  label: string;
  offered: boolean;
  /** Sentence for a person when not offered; null when offered. */
  why: string | null;
  /** True when it opens a form first. */
  form: boolean;
  /** Sentence the person must agree to first; null when none is needed. */
  confirm: string | null;
}

export interface ListQuestion {
  list: string;
  /** Words to search for; empty string for all. */
  search: string;
  /** `next` of the page before; null for the first page. */
  after: string | null;
  /** Rows a page, 1 to 200. */
  limit: number;
}

export interface ListPage {
  id: string;
  label: string;
  table: string;
  columns: Column[];
  rows: ListRow[];
  /** Rows in the whole list with this search. */
  total: number;
  /** Opaque position of the next page; null on the last one. */
  next: string | null;
  /** ISO instant at which the instance last told of this table; null before the first download. */
  asOf: string | null;
  /** Actions that need no record, offered above the list. */
  actions: OfferedAction[];
}

export interface ListRow {
  table: string;
  sys_id: string;
  cells: Record<string, Cell>;
  /** Has changes that the instance has not acknowledged. */
  unsent: boolean;
  /** The list's actions on this row. */
  actions: OfferedAction[];
}

export interface RecordScreen {
  table: string;
  sys_id: string;
  /** What the record is called, usually its number. Empty fields give the table's label ("New Shift"). */
  title: string;
  /** Label of the table, such as "Work Order Task". */
  label: string;
  sections: { label: string; fields: RecordField[] }[];
  related: RelatedList[];
  actions: OfferedAction[];
  /** ISO instant at which the instance last told of this record; null when it has never seen it. */
  asOf: string | null;
  /** Entries about this record that wait, in order. */
  entries: EntryLine[];
  /** Notes, comments and files of the record, newest first, those that wait to be sent on top. */
  stream: StreamItem[];
  /** The definition has this record's table show a stream at all. */
  hasStream: boolean;
}

/** One thing in the activity stream of a record. */
export type StreamItem = {
  author: string;
  /** ISO instant by the instance's clock; by this laptop's while it waits. */
  at: string;
  /** The entry that it waits in; null when the instance has it. */
  entry: number | null;
} & (
  | { kind: 'note'; field: 'work_notes' | 'comments'; label: string; text: string }
  | {
      kind: 'file';
      name: string;
      type: string;
      size: number;
      /** Content on this laptop, for `file.read`; null when only the instance has it. */
      hash: string | null;
      /** The instance's file, for `file.fetch`; null while it waits. */
      attachment: string | null;
    }
);

export interface RecordField extends Column, Cell {
  /** The record a reference leads to, when it is cached and has a screen. */
  opens: { table: string; sys_id: string } | null;
  /** The value differs from what the instance last said. */
  unsent: boolean;
}

export interface RelatedList {
  label: string;
  table: string;
  columns: Column[];
  rows: ListRow[];
  total: number;
}
