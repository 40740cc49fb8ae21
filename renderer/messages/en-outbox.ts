import type { Decision, ShownState } from '../../preload/contract/outbox.ts';

const states: Record<ShownState, string> = {
  queued: 'Queued',
  sending: 'Sending',
  unknown: 'Checking',
  held: 'Held',
  refused: 'Refused',
  conflict: 'Conflict',
  sent: 'Sent',
};

const decisions: Record<Decision, string> = {
  'try-again': 'Try again',
  compare: 'Compare',
  edit: 'Edit',
  discard: 'Discard',
};

/** The words about entries: the Outbox screen, and every other place that shows an entry. */
export const enOutbox = {
  title: 'Outbox',
  states,
  decisions,
  waiting: (total: number) => (total === 1 ? '1 action waits' : `${total} actions wait`),
  notAllShown: (shown: number, total: number) =>
    `The first ${shown} of ${total} are shown; the rest follow as these are sent.`,
  sent: 'Sent lately',
  empty: 'Everything is sent',
  emptyHint: 'What you do without a connection waits here, in order, until the instance has acknowledged it.',
  number: (entry: number) => `#${entry}`,
  pressed: (time: string) => `pressed ${time}`,
  sentAt: (time: string) => `sent ${time}`,
  heldBy: (entry: number) => `waits for #${entry}`,
  attempts: (attempts: number) => (attempts === 1 ? '1 attempt' : `${attempts} attempts`),
  next: (time: string) => `next at ${time}`,
  steps: (done: number, total: number) => `${done} of ${total} steps done`,
  rule: (name: string) => `Stopped by the business rule “${name}”`,
  discardTitle: (action: string) => `Discard “${action}”?`,
  discardTitleFor: (action: string, record: string) => `Discard “${action}” on ${record}?`,
  discardBody: 'It will not be sent. What it changed on this laptop is undone:',
  discardRecord: (record: string) =>
    `${record} goes back to what the instance last said, with what else you have waiting on it`,
  discardNew: 'what it made or changed here goes away',
  discardSteps: (done: number) =>
    done === 1
      ? 'One step of it was already done on the instance and stays done.'
      : `${done} steps of it were already done on the instance and stay done.`,
  discardDependents: (entries: string) => `These no longer wait for it: ${entries}.`,
};
