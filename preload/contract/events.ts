/** What the main process tells without being asked. Events carry names and ids, never rows: screens ask again. */
export interface Events {
  'session.changed': null;
  /** This page of the instance is to be opened in the person's browser, to sign in. */
  'session.browser': { address: string };
  'definition.changed': null;
  'records.changed': { tables: string[] };
  'outbox.changed': null;
  'drafts.changed': null;
  'connection.changed': null;
}

export type EventName = keyof Events;

const names: Record<EventName, true> = {
  'session.changed': true,
  'session.browser': true,
  'definition.changed': true,
  'records.changed': true,
  'outbox.changed': true,
  'drafts.changed': true,
  'connection.changed': true,
};
export const events = Object.keys(names) as EventName[];
