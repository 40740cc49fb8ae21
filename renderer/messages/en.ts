import type { ConnectionState } from '../../preload/contract/connection.ts';
import type { Failure } from '../../preload/contract/failure.ts';
import { count } from './count.ts';
import { enSettings, enSignIn } from './en-account.ts';
import { enDrafts, enFiles, enForm } from './en-form.ts';
import { enBulk, enList } from './en-list.ts';
import { enHandOver } from './en-handover.ts';
import { enCompare, enGroupEdit, enOutbox } from './en-outbox.ts';

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
  openDrafts: 'Open Drafts',
  notice: {
    region: 'Results',
    about: (action: string, record: string) => `${action} · ${record}`,
    sent: 'Sent to the instance',
    saved: 'Saved to Outbox',
    because: {
      offline: 'It is sent, in order, when there is a connection.',
      waiting: 'It is sent as soon as what is ahead of it is through.',
      'sign-in-needed': 'It is sent after you have signed in again.',
      'no-answer':
        'The instance has not answered yet. Outpost looks there before it would send anything a second time.',
      later: 'It could not be sent just now. Outpost tries again by itself.',
    },
    refused: 'Refused by the instance',
    conflict: 'Conflict on the instance',
    unclear: 'Not known whether it was done',
    kept: 'Kept under Drafts',
    keptHint: 'Resume it there when you like.',
    waitsForYou: 'It waits in the Outbox for your decision.',
  },
  failure: {
    ...failures,
    hostGone: 'Outpost is not running any more. Start it again; nothing you saved is lost.',
  },
  navigation: {
    name: 'Main',
    lists: 'Lists',
    drafts: (drafts: number) => (drafts === 0 ? 'Drafts' : `Drafts ${count(drafts)}`),
    draftsLabel: 'Drafts',
    outbox: (waiting: number) => `Outbox ${count(waiting)}`,
    outboxLabel: 'Outbox',
    decisions: (needed: number) => (needed === 1 ? '1 needs a decision' : `${count(needed)} need a decision`),
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
    push: 'Sending',
    pull: (name: string | null, done: string, total: string | null) =>
      name === null ? `Fetching ${ofTotal(done, total)}` : `Fetching ${name}: ${ofTotal(done, total)}`,
    upload: (name: string | null, done: string, total: string | null) =>
      `Sending “${name ?? ''}”: ${ofTotal(done, total)}`,
  },
  clock: {
    name: 'Clock',
    never: 'Not compared with the instance’s yet',
    agrees: (time: string) => `Agrees with the instance’s, compared ${time}`,
    behind: (by: string) => `${by} behind the instance’s`,
    ahead: (by: string) => `${by} ahead of the instance’s`,
    isOff: (how: string, here: string, there: string) =>
      `This laptop’s clock is ${how}: ${here} here, ${there} there. Set it, so that the times you see are right.`,
  },
  signIn: enSignIn,
  list: enList,
  bulk: enBulk,
  record: {
    actions: 'Actions',
    neverSeen: 'The instance does not know this record yet',
    waiting: (entries: number) =>
      entries === 1
        ? '1 action on this record is not sent yet'
        : `${count(entries)} actions on this record are not sent yet`,
    emptyRelated: 'None',
    activity: 'Activity',
    noActivity: 'Nothing yet',
    file: 'File',
    show: 'Show',
    showFile: (name: string) => `Show ${name}`,
    save: 'Save',
    saveFile: (name: string) => `Save ${name}`,
    fetching: 'Fetching…',
    allActivity: (items: number) => `Show all ${count(items)}`,
    moreRelated: (hidden: number) => `and ${count(hidden)} more`,
  },
  form: enForm,
  files: enFiles,
  drafts: enDrafts,
  outbox: enOutbox,
  handOver: enHandOver,
  support: {
    save: 'Save for support',
    hint: 'A file that tells what was sent when, and what came of it. Nothing that you typed and nothing of any record is in it.',
  },
  groupEdit: enGroupEdit,
  compare: enCompare,
  settings: enSettings,
};

function ofTotal(done: string, total: string | null): string {
  return total === null ? done : `${done} of ${total}`;
}
