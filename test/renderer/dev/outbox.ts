import type { Comparison } from '../../../preload/contract/conflicts.ts';
import type { DiscardPreview } from '../../../preload/contract/decisions.ts';
import type { EntryLine, OutboxScreen } from '../../../preload/contract/outbox.ts';
import { plain, task } from './tasks.ts';

const noShift = {
  message: 'Operation Failed',
  detail:
    "Operation against file 'wm_task' was aborted by Business Rule 'Accept only within an open shift^6f1c0a7d2b'. Business Rule Stack:Accept only within an open shift",
};

const entry: EntryLine = {
  seq: 1,
  action: 'Accept',
  record: task,
  at: new Date().toISOString(),
  state: 'queued',
  message: null,
  detail: null,
  cause: null,
  heldBy: null,
  holds: 0,
  attempts: 0,
  nextAttemptAt: null,
  steps: { done: 0, total: 2 },
  sentAt: null,
  shared: false,
  decisions: ['discard'],
  form: null,
};

/** One entry in each state, and a group. */
const waiting: EntryLine[] = [
  { ...entry, ...noShift, state: 'refused', cause: 'shift', decisions: ['try-again', 'discard'], holds: 1 },
  { ...entry, ...noShift, seq: 2, state: 'refused', cause: 'shift', decisions: ['try-again', 'discard'] },
  { ...entry, seq: 3, action: 'Assign', state: 'held', heldBy: 1, shared: true },
  {
    ...entry,
    seq: 4,
    action: 'Close complete',
    state: 'conflict',
    message: 'Wim de Vries changed State and Closing note meanwhile',
    decisions: ['try-again', 'compare', 'edit', 'discard'],
  },
  {
    ...entry,
    seq: 5,
    action: 'Add note',
    state: 'unclear',
    message: 'The instance cannot be asked whether it did this. Try again only if nothing happened.',
    decisions: ['try-again', 'discard'],
  },
  {
    ...entry,
    seq: 6,
    action: 'Add note',
    state: 'old',
    message: 'It has waited for 34 days. Send it still?',
    decisions: ['try-again', 'discard'],
  },
  { ...entry, seq: 7, state: 'unknown', attempts: 1, decisions: [], steps: { done: 1, total: 2 } },
  {
    ...entry,
    seq: 8,
    state: 'queued',
    attempts: 3,
    nextAttemptAt: new Date(Date.now() + 94_000).toISOString(),
    message: 'The instance is busy: 503 Service Unavailable',
  },
];

export const outbox: OutboxScreen = {
  waiting,
  waitingFound: waiting.length,
  groups: [
    {
      ...noShift,
      cause: 'shift',
      state: 'refused',
      entries: [1, 2],
      actions: [{ label: 'Accept', entries: 2 }],
      records: [task.title],
      form: null,
      folded: false,
    },
  ],
  sent: [{ ...entry, seq: 9, state: 'sent', sentAt: new Date().toISOString(), decisions: [] }],
  sentHasMore: false,
  discarded: [
    {
      entry: 10,
      count: 1,
      at: new Date().toISOString(),
      until: new Date(Date.now() + 30 * 86_400_000).toISOString(),
      entries: [{ ...entry, seq: 10 }],
    },
  ],
  total: waiting.length,
};

export const comparison: Comparison = {
  entry: 4,
  record: task,
  kind: 'changed',
  by: 'Wim de Vries',
  at: new Date().toISOString(),
  deletes: false,
  fields: [
    {
      field: 'state',
      label: 'State',
      type: 'choice',
      base: plain('Accepted'),
      mine: plain('Closed complete'),
      theirs: plain('Cancelled'),
      clash: true,
      merged: null,
    },
    {
      field: 'work_end',
      label: 'Work end',
      type: 'datetime',
      base: plain(''),
      mine: plain('2026-11-29 15:30:00'),
      theirs: plain(''),
      clash: false,
      merged: { side: 'mine', why: 'only-mine' },
    },
  ],
};

export const preview: DiscardPreview = {
  entries: [{ seq: 1, action: 'Accept', record: task, along: false }],
  count: 1,
  alongCount: 0,
  stepsDone: 0,
  shared: false,
  records: [
    {
      ...task,
      becomes: 'changed',
      fields: [
        { field: 'state', label: 'State', type: 'choice', from: plain('Accepted'), to: plain('Assigned') },
      ],
      notes: [],
      files: [],
    },
  ],
  recordCount: 1,
  freed: [3],
  obstacle: null,
};
