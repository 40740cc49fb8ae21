import type { DefinitionSource } from '../../preload/contract/session.ts';
import { count } from './count.ts';

/** The words of the sign-in. */
export const enSignIn = {
  title: 'Sign in to your instance',
  again: 'Sign in again',
  lead: 'Outpost fetches the records you work with and keeps them on this laptop.',
  leadAgain: 'The instance does not accept the last sign-in any more. Nothing you saved is lost.',
  instance: 'Instance',
  instanceHint: 'Such as https://acme.service-now.com',
  userName: 'User name',
  password: 'Password',
  advanced: 'Advanced',
  clientId: 'OAuth client ID',
  clientSecret: 'OAuth client secret',
  clientHint: 'Only if your administrator registered an application of its own for Outpost.',
  submit: 'Sign in',
  busy: 'Signing in…',
  browser: 'Sign in with browser',
  waiting: 'Go on in your browser. Outpost waits for you here.',
  openPage: 'Open the page again',
  failed: 'Not signed in',
  missing: (label: string) => `${label} is missing`,
  problems: 'The definition on the instance cannot be used',
};

/** The words of the Settings screen. */
export const enSettings = {
  title: 'Settings',
  account: 'Account',
  user: 'Signed in as',
  instance: 'Instance',
  secrets: 'Sign-in is kept',
  secretsIn: {
    system: 'Encrypted by the key store of this system',
    file: 'In a file that only your user on this machine can read',
  },
  signOut: 'Sign out',
  signOutHint: 'Nothing is lost: records, Outbox and files stay on this laptop for your next sign-in.',
  signOutTitle: 'Sign out?',
  signOutBody:
    'To sign in again you need a connection to the instance. Until then nothing is sent and you cannot see your records.',
  definition: 'Definition',
  version: 'Version',
  loaded: 'Loaded',
  source: 'Comes from',
  sourceIs: (source: DefinitionSource) =>
    source.file === null ? `The instance, ${source.path}` : `The file ${source.file}`,
  loadFile: 'Load from file…',
  leaveFile: 'Back to the instance’s',
  place: 'Place on the instance',
  placeWrong: 'A place on the instance begins with /api/.',
  loadPlace: 'Load from there',
  noDefinition: 'None loaded yet',
  problems: 'A newer definition was refused; this one stays in force',
  datasets: 'On this laptop',
  table: 'Table',
  rows: 'Records',
  asOf: 'As of',
  never: 'Not downloaded yet',
  journal: {
    title: 'Journal',
    checking: 'Checking…',
    empty: 'Nothing was sent yet, so it is empty.',
    intact: (lines: number, since: string) =>
      `Journal intact, ${lines === 1 ? '1 line' : `${count(lines)} lines`} since ${since}`,
    broken: (line: number) =>
      `The journal is broken at line ${count(line)}: it was changed, or lines of it are missing. Tell support; what waits in the Outbox is not touched by this.`,
  },
  outpost: 'Outpost',
  host: 'Window',
  hosts: { electron: 'Desktop app', web: 'Browser host' },
  folder: 'Data folder',
};
