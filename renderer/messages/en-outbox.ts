import type { FallingBack } from '../../preload/contract/decisions.ts';
import type { Decision, ShownState } from '../../preload/contract/outbox.ts';
import { count } from './count.ts';

const states: Record<ShownState, string> = {
  queued: 'Queued',
  sending: 'Sending',
  unknown: 'Checking',
  held: 'Held',
  old: 'Held',
  refused: 'Refused',
  unclear: 'Unclear',
  conflict: 'Conflict',
  sent: 'Sent',
};

const decisions: Record<Decision, string> = {
  'try-again': 'Try again',
  compare: 'Compare',
  edit: 'Edit',
  discard: 'Discard',
};

const becomes: Record<FallingBack['becomes'], string> = {
  changed: 'falls back',
  goes: 'was made here and goes away',
  returns: 'was deleted here and comes back',
};

const entriesText = (entries: number): string => (entries === 1 ? '1 entry' : `${count(entries)} entries`);

/** The words about entries: the Outbox screen, and every other place that shows an entry. */
export const enOutbox = {
  title: 'Outbox',
  news: 'News of the Outbox',
  states,
  decisions,
  /** What "Try again" is called about an old entry. */
  send: 'Send',
  /** Keys that decide about the entry with the focus. */
  keys: { 'try-again': 'T', send: 'S', edit: 'E', compare: 'C', discard: 'D', undo: 'U' },
  legend: 'move between entries',
  legendOpen: 'opens the record',
  legendUpDown: ['↑', '↓', 'J', 'K'],
  legendEnter: 'Enter',
  waiting: (total: number) => (total === 1 ? '1 action waits' : `${count(total)} actions wait`),
  decisionsNeeded: (needed: number) =>
    needed === 1 ? '1 needs your decision' : `${count(needed)} need your decision`,
  shown: (shown: number, found: number) => `${count(shown)} of ${count(found)} shown`,
  mostShown: (shown: number, found: number) =>
    `The first ${count(shown)} of ${count(found)} are shown; search finds the others.`,
  more: 'Show more',
  moreSent: 'Show more sent',
  search: 'Search',
  nothingFound: (search: string) => `Nothing in the Outbox matches “${search}”`,
  nothingFoundHint: 'Search looks for words of the action, the record, or a number such as #12.',
  sent: 'Sent',
  empty: 'Everything is sent',
  emptyHint: 'What you do without a connection waits here, in order, until the instance has acknowledged it.',
  number: (entry: number) => `#${entry}`,
  entered: (time: string) => `entered ${time}`,
  sentAt: (time: string) => `sent ${time}`,
  heldBy: (entry: number) => `waits for #${entry}`,
  holds: (entries: number) => (entries === 1 ? '1 waits for it' : `${count(entries)} wait for it`),
  attempts: (attempts: number) => (attempts === 1 ? '1 attempt' : `${attempts} attempts`),
  next: (time: string) => `next at ${time}`,
  nextIn: (minutes: number, seconds: number) =>
    minutes === 0 ? `next in ${seconds} s` : `next in ${minutes} min ${seconds} s`,
  nextNow: 'next now',
  shared: 'on another laptop too',
  steps: (done: number, total: number) => `${done} of ${total} steps done`,
  rule: (name: string) => `Stopped by the business rule “${name}”`,
  unknownHint:
    'It left this laptop and no answer came. Outpost looks on the instance before it sends anything again.',
  sharedHint:
    'Another laptop has it too. Outpost looks on the instance whether it was done, and sends it only if not.',
  tryAgainAll: (entries: number) => `Try again all ${count(entries)}`,
  groups: 'Stopped by one cause',
  group: {
    action: (label: string, entries: number) => `${count(entries)} × ${label}`,
    records: (titles: string[], total: number) =>
      total > titles.length
        ? `${titles.join(', ')} and ${count(total - titles.length)} more`
        : titles.join(', '),
    tryAgain: 'Try again all',
    send: 'Send all',
    edit: 'Edit once',
    discard: 'Discard all',
    unfold: 'Show all',
    fold: 'Fold',
  },
  discardTitle: (action: string) => `Discard “${action}”?`,
  discardTitleFor: (action: string, record: string) => `Discard “${action}” on ${record}?`,
  discardMany: (entries: number) => `Discard ${entriesText(entries)}?`,
  discardBody: 'Nothing of it will be sent. This can be undone for 30 days.',
  discardAlong: (entries: number) =>
    entries === 1
      ? '1 later entry cannot stay without it and goes along:'
      : `${count(entries)} later entries cannot stay without it and go along:`,
  discardFalls: 'On this laptop',
  becomes,
  now: 'Now',
  after: 'After',
  field: 'Field',
  noteLost: (label: string, text: string) => `${label} not sent: “${text}”`,
  fileLost: (name: string) => `File not sent: ${name}`,
  discardSteps: (done: number) =>
    done === 1
      ? 'One step was already done on the instance and stays done.'
      : `${done} steps were already done on the instance and stay done.`,
  discardShared: 'Another laptop has it too, and sends it unless it is discarded there as well.',
  discardFreed: (entries: string) => `No longer waits for it: ${entries}.`,
  andMore: (hidden: number) => `and ${count(hidden)} more`,
  discardYes: 'Discard',
  cannotDiscard: 'It cannot be discarded now',
  discarded: 'Discarded',
  discardedAt: (time: string) => `discarded ${time}`,
  undoUntil: (time: string) => `can be undone until ${time}`,
  undo: 'Undo',
  told: {
    discarded: (entries: number) => `${entriesText(entries)} discarded.`,
    back: (entries: number) =>
      entries === 1
        ? 'The entry is back in its place.'
        : `${count(entries)} entries are back in their places.`,
    again: (entries: number) => `${entriesText(entries)} will be tried again.`,
    send: (entries: number) => `${entriesText(entries)} will be sent.`,
    old: 'Held, needs your decision',
    moved: (entry: number, action: string, state: string) => `#${entry} ${action}: ${state}`,
    many: (entries: number, state: string) => `${entriesText(entries)}: ${state}`,
  },
};

/** The words of a form that edits many entries at once. */
export const enGroupEdit = {
  many: (entries: number) => `You are editing ${entriesText(entries)} at once.`,
  manyHint: 'What you change here is changed in all of them; everything else stays as it is in each.',
  differs: 'Not the same in all entries; stays as it is in each unless you change it.',
  edited: (entries: number) => `${entriesText(entries)} edited`,
  editedHint: 'They are sent again, in order.',
  left: (entries: number) => `${entriesText(entries)} could not be edited`,
  leftWhy: (entry: number, title: string, why: string) => `#${entry} ${title}: ${why}`,
};

/** The words of a comparison of both sides of a conflict. */
export const enCompare = {
  title: (record: string) => `Compare both sides of ${record}`,
  gone: 'The record is not on the instance any more, or access rules hide it from you; the instance does not say which. Discard what you did, or try again when it can be seen.',
  changed: (who: string, time: string) => `${who} changed this record ${time}, after you had seen it.`,
  choose: 'Choose what to send for each field that both of you changed.',
  deletes: 'You deleted it. This is what changed meanwhile:',
  field: 'Field',
  base: 'As you saw it',
  mine: 'Yours',
  theirs: 'Theirs',
  who: (who: string, time: string) => `${who}, ${time}`,
  choice: (field: string, side: 'mine' | 'theirs', value: string) =>
    `${field}, ${side === 'mine' ? 'yours' : 'theirs'}: ${value}`,
  why: {
    'only-mine': 'Only you changed it',
    'only-theirs': 'Only they changed it',
    same: 'Both set the same',
    policy: 'Decided by the definition',
  },
  allMine: 'All yours',
  allTheirs: 'All theirs',
  left: (fields: number) =>
    fields === 1 ? 'One field is left to choose' : `${count(fields)} fields are left to choose`,
  send: 'Send',
  deleteAnyway: 'Delete all the same',
};
