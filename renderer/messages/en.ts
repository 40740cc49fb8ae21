import type { ConnectionState } from '../../preload/contract/connection.ts';
import type { Failure } from '../../preload/contract/failure.ts';
import { enSettings, enSignIn } from './en-account.ts';
import { enOutbox } from './en-outbox.ts';

const count = new Intl.NumberFormat('en-GB');

const connection: Record<ConnectionState, string> = {
  online: 'Online',
  offline: 'Offline',
  syncing: 'Syncing',
  'sign-in-needed': 'Sign-in needed',
};

const failures: Record<Failure['kind'], string> = {
  malformed: 'Outpost asked itself something it does not understand',
  'signed-out': 'Nobody is signed in',
  'not-found': 'Not found',
  'not-offered': 'Not possible now',
  'invalid-input': 'Something is missing or wrong',
  broken: 'Something Outpost reads is broken',
  internal: 'Outpost made a mistake',
  'not-delivered': 'The instance cannot be reached',
  'no-answer': 'The instance did not answer',
  'sign-in-needed': 'Sign-in needed',
  refused: 'Refused by the instance',
  'retry-later': 'The instance is busy',
};

/** Every visible word of the screens, in English. Times arrive formatted (format/), because they know the zone. */
export const en = {
  /** For Intl: day before month in letters, 24 hours. */
  locale: 'en-GB',
  app: 'Outpost',
  title: (screen: string) => `${screen} · Outpost`,
  none: 'Empty',
  yes: 'Yes',
  no: 'No',
  today: (time: string) => `Today ${time}`,
  asOf: (time: string) => `as of ${time}`,
  unsent: 'Not sent yet',
  keep: 'Cancel',
  dismiss: 'Dismiss',
  openOutbox: 'Open Outbox',
  notice: {
    region: 'Results',
    about: (action: string, record: string) => `${action} · ${record}`,
    sent: 'Sent to the instance',
    saved: 'Saved to Outbox',
    because: {
      offline: 'It is sent, in order, when there is a connection.',
      waiting: 'It is sent as soon as what is ahead of it is through.',
      'sign-in-needed': 'It is sent after you have signed in again.',
    },
    refused: 'Refused by the instance',
    waitsForYou: 'It waits in the Outbox for your decision.',
  },
  failure: {
    ...failures,
    hostGone: 'Outpost is not running any more. Start it again; nothing you saved is lost.',
  },
  navigation: {
    name: 'Main',
    lists: 'Lists',
    outbox: (waiting: number) => `Outbox ${count.format(waiting)}`,
    outboxLabel: 'Outbox',
    decisions: (needed: number) =>
      needed === 1 ? '1 needs a decision' : `${count.format(needed)} need a decision`,
    settings: 'Settings',
    browserHost: 'Browser host',
    browserHostHint: 'Outpost runs in a browser window here, without its own window and key store.',
  },
  connection: {
    name: 'Connection',
    ...connection,
    workOffline: 'Work offline',
    chosen: 'By your choice',
    sync: 'Sync now',
    syncNeedsOnline: 'Turn off “Work offline” first',
    signIn: 'Sign in',
    lastSync: (time: string) => `Synced ${time}`,
    never: 'Never synced',
    push: (done: number, total: number | null) => `Sending ${ofTotal(done, total)}`,
    pull: (done: number, total: number | null) => `Fetching ${ofTotal(done, total)}`,
  },
  signIn: enSignIn,
  list: {
    search: 'Search',
    count: (total: number) => (total === 1 ? '1 record' : `${count.format(total)} records`),
    found: (total: number) => (total === 1 ? '1 record found' : `${count.format(total)} records found`),
    more: 'Show more',
    shown: (shown: number, total: number) => `${count.format(shown)} of ${count.format(total)} shown`,
    actions: 'Actions',
    empty: 'Nothing here',
    emptyHint: 'No record on the instance belongs to this list at the moment.',
    nothingFound: (search: string) => `Nothing matches “${search}”`,
    nothingFoundHint: 'Search looks for whole words and their beginnings in what is kept on this laptop.',
    notYet: 'Nothing downloaded yet',
    notYetHint: 'The records come with the first sync. This needs a connection to the instance.',
    noneYet: 'No lists yet',
    noneYetHint: 'They come with the definition from the instance.',
  },
  record: {
    actions: 'Actions',
    neverSeen: 'The instance does not know this record yet',
    waiting: (entries: number) =>
      entries === 1
        ? '1 action on this record is not sent yet'
        : `${count.format(entries)} actions on this record are not sent yet`,
    emptyRelated: 'None',
    moreRelated: (hidden: number) => `and ${count.format(hidden)} more`,
  },
  form: {
    submit: 'Submit',
    sending: 'Submitting…',
    cancel: 'Cancel',
    mandatory: 'mandatory',
    length: (characters: number, most: number) =>
      `${count.format(characters)} of ${count.format(most)} characters`,
    summary: (errors: number) =>
      errors === 1 ? 'One input needs your attention' : `${count.format(errors)} inputs need your attention`,
    revises: (entry: number) => `You are mending entry #${entry}. Submitting replaces it.`,
    afterRefusal: 'Change what is needed and submit again, or leave it waiting in the Outbox.',
    choose: 'Choose…',
    find: 'Type to search',
    nobody: 'Nothing matches',
    results: (found: number) => (found === 1 ? '1 result' : `${count.format(found)} results`),
    leaveTitle: 'Leave without submitting?',
    leaveBody: 'What you typed here is not saved.',
    leave: 'Leave',
    stay: 'Stay',
  },
  outbox: enOutbox,
  settings: enSettings,
};

function ofTotal(done: number, total: number | null): string {
  return total === null ? count.format(done) : `${count.format(done)} of ${count.format(total)}`;
}
