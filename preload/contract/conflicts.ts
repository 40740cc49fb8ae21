import type { Cell, Conflict } from './outbox.ts';
import type { FieldType } from './records.ts';

/** The two sides of an entry in conflict, as they met when it was about to be sent. */
export interface Comparison {
  entry: number;
  record: { table: string; sys_id: string; title: string };
  /** `gone`: deleted, or hidden by access rules; the instance does not say which. There is nothing to choose then. */
  kind: Conflict['kind'];
  /** Who changed the record last: the name where it is known here, otherwise the user name; empty when it is gone. */
  by: string;
  /** ISO instant of that change; empty when it is gone. */
  at: string;
  /** The entry deletes the record: `fields` are what others changed meanwhile, and `outbox.resolve` deletes it all the same. */
  deletes: boolean;
  fields: ComparedField[];
}

export interface ComparedField {
  field: string;
  label: string;
  type: FieldType;
  /** What the person saw when they triggered the action. */
  base: Cell;
  mine: Cell;
  theirs: Cell;
  /** A person has to choose. */
  clash: boolean;
  /** What goes without asking, and why; null for a clash, and of a delete. */
  merged: {
    side: Side;
    /** `only-mine`, `only-theirs`: the other side left it as it was. `same`: both set the same. `policy`: the definition says so. */
    why: 'only-mine' | 'only-theirs' | 'same' | 'policy';
  } | null;
}

export type Side = 'mine' | 'theirs';

/** What to take of each field that clashes; all of them have to be named. */
export interface Resolution {
  entry: number;
  choices: Record<string, Side>;
}
