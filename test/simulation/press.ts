import type { Effect } from '../../demo/ledger/ledger.ts';
import type { UserName } from './template.ts';

/** What one step of an action does on the instance, as the ledger names it; null for a check, which does nothing. */
export type Expected = { op: Effect['op']; table: string; asks?: 'person' } | null;

const update = (table: string): Expected => ({ op: 'update', table });
const insert = (table: string): Expected => ({ op: 'insert', table });
const note: Expected = { op: 'note', table: 'wm_task' };
const file: Expected = { op: 'file', table: 'wm_task' };
const call: Expected = { op: 'call', table: 'wm_task' };

/** The actions of definition.ts: where they are pressed and what each of their steps does. `weight`: how often. */
export const actions = {
  describe: { on: 'wm_task', weight: 14, steps: [update('wm_task')] },
  prioritise: { on: 'wm_task', weight: 9, steps: [update('wm_task')] },
  note: { on: 'wm_task', weight: 14, steps: [note] },
  'log-time': { on: 'wm_task', weight: 8, steps: [insert('task_time_worked')] },
  attach: { on: 'wm_task', weight: 5, steps: [file] },
  finish: {
    on: 'wm_task',
    weight: 7,
    steps: [update('wm_task'), insert('task_time_worked'), file, note, call],
  },
  report: { on: 'wm_task', weight: 3, steps: [note, { op: 'call', table: 'wm_task', asks: 'person' }] },
  accept: { on: 'wm_task', weight: 5, steps: [update('wm_task'), call] },
  start: { on: 'wm_task', weight: 4, steps: [null, update('wm_task')] },
  'describe-all': { on: 'wm_task', weight: 5, steps: [update('wm_task'), update('wm_order')] },
  'describe-order': { on: 'wm_order', weight: 6, steps: [update('wm_order')] },
  'new-task': { on: 'wm_order', weight: 6, steps: [insert('wm_task')] },
  'new-order': { on: null, weight: 5, steps: [insert('wm_order'), insert('wm_task')] },
  'delete-time': { on: 'task_time_worked', weight: 5, steps: [{ op: 'delete', table: 'task_time_worked' }] },
} as const satisfies Record<string, { on: string | null; weight: number; steps: readonly Expected[] }>;
export type ActionId = keyof typeof actions;

/** One press of a button, and what has become of it as far as its person knows. */
export interface Press {
  number: number;
  user: UserName;
  action: ActionId;
  record: string | null;
  /** When its person last said that it is to be sent, by the press or a decision (true time, milliseconds). */
  spokenAt: number;
  /** Edits so far; each brings a text of its own. */
  revision: number;
  /** Of each edit the number of the last effect before it. */
  mends: number[];
  /** The person was told that it is saved or sent. */
  isTold: boolean;
  /** The person was told that it cannot be. */
  isTurnedDown: boolean;
  /** An edit of it was not answered: it may or may not have been made. */
  isDoubtful: boolean;
  /** Its place in the Outbox, once known. */
  seq: number | null;
  /** It left the Outbox for a while, so others went before it. */
  isRestored: boolean;
  /** A person chose sides in a conflict: an update may have been left to the other side, or set once more over it. */
  isResolved: boolean;
  /** A person let it go again, or mended it, although they were told that it may have been done and is to be looked for. */
  isWarned: boolean;
}

/** What a press writes into everything that it does on the instance. */
export function textOf({ number }: Press, revision: number): string {
  return `t${number}r${revision}x`;
}

const TEXT = /t(\d+)r(\d+)x/;

/** Number and revision of the press that a text is of; null when it is of none. */
export function pressIn(text: string): { number: number; revision: number } | null {
  const found = TEXT.exec(text);
  return found ? { number: Number(found[1]), revision: Number(found[2]) } : null;
}
