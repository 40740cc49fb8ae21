import type { Navigation } from '../../preload/contract/calls.ts';
import type { BrowserSignIn, Session, SignIn } from '../../preload/contract/session.ts';
import type { Account } from '../account/open.ts';
import { writeSetting } from '../database/settings.ts';
import { allDrafts } from '../drafts/drafts.ts';
import { countWaiting } from '../outbox/waiting.ts';
import { compareAllAnew } from '../records/datasets.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { clock } from './clock.ts';
import { form, press, references } from './actions.ts';
import type { Handlers } from './dispatch.ts';
import { compare, resolveConflict } from './conflicts.ts';
import { discardDraft, draftLines, saveProgress } from './drafts.ts';
import { addFile, fetchFile, forgetFile } from './files.ts';
import { handOverOutbox, takeOverOutbox } from './handover.ts';
import { listPage } from './lists.ts';
import { decide, type Done, undo } from './decisions.ts';
import { discarding } from './discarding.ts';
import { mend, mendingGroup } from './mend.ts';
import { entryLines, outboxScreen } from './outbox.ts';
import { recordScreen } from './records.ts';
import { settings } from './settings.ts';
import { checkJournal, supportFile } from './support.ts';

/** Who is signed in, as the handlers see it. */
export interface Desk {
  /** The account at work; throws Problem `signed-out` when nobody is signed in. */
  readonly account: Account;
  readonly session: Session;
  signIn: (asked: SignIn) => Promise<Session>;
  signInByBrowser: (asked: BrowserSignIn) => Promise<Session>;
  leaveBrowser: () => void;
  signOut: () => Promise<Session>;
}

/** Every call of the contract, answered. */
export function handlersFor(desk: Desk, services: Services): Handlers {
  const { time, announce } = services;
  /** What was decided is told to the screens, and what may go now is sent. */
  const decided = ({ entries, tables }: Done): { entries: number[] } => {
    announce('outbox.changed', null);
    announce('records.changed', { tables });
    announce('connection.changed', null);
    void desk.account.sync.request('push');
    return { entries };
  };
  return {
    'session.get': () => desk.session,
    'session.signIn': (asked) => desk.signIn(asked),
    'session.signInByBrowser': (asked) => desk.signInByBrowser(asked),
    'session.leaveBrowser': () => {
      desk.leaveBrowser();
      return null;
    },
    'session.signOut': () => desk.signOut(),
    'navigation.get': () => navigation(desk.account),
    'list.get': (question) => listPage(desk.account, question, time.now()),
    'record.get': (question) => recordScreen(desk.account, question, time.now()),
    'form.get': (question) => form(desk.account, question, time.now()),
    'reference.search': (question) => references(desk.account, question, time.now()),
    'action.trigger': (question) => press(desk.account, services, question),
    'draft.save': (question) => saveProgress(desk.account, services, question),
    'draft.discard': ({ id }) => {
      discardDraft(desk.account, services, id);
      return null;
    },
    'drafts.get': () => draftLines(desk.account),
    'file.add': (piece) => addFile(desk.account, piece),
    'file.forget': ({ hash }) => forgetFile(desk.account, hash),
    'file.fetch': ({ attachment }) => fetchFile(desk.account, services, attachment),
    'file.read': ({ hash, offset }) => desk.account.files.read(hash, offset),
    'outbox.get': (question) => outboxScreen(desk.account, question),
    'outbox.entries': ({ entries }) => entryLines(desk.account, entries),
    'outbox.decide': (question) => decided(decide(desk.account, question)),
    'outbox.discarding': ({ entries }) => discarding(desk.account, entries),
    'outbox.undo': ({ entry }) => decided(undo(desk.account, entry)),
    'outbox.group': ({ entry }) => mendingGroup(desk.account, entry),
    'outbox.mend': (question) => {
      const { tables, ...mended } = mend(desk.account, services, question);
      decided({ entries: mended.mended, tables });
      if (question.draft !== null) announce('drafts.changed', null);
      return mended;
    },
    'outbox.handOver': (question) => handOverOutbox(desk.account, services, question),
    'outbox.takeOver': (question) => takeOverOutbox(desk.account, services, question),
    'outbox.compare': ({ entry }) => compare(desk.account, entry),
    'outbox.resolve': (question) => {
      decided({ entries: [question.entry], tables: resolveConflict(desk.account, question) });
      return null;
    },
    'journal.check': () => checkJournal(desk.account),
    'support.export': () => supportFile(desk.account, services),
    'connection.get': () => desk.account.sync.connection,
    'clock.get': () => clock(desk.account),
    'connection.workOffline': ({ on }) => {
      const { database, sync } = desk.account;
      database.transaction((write) => {
        writeSetting(write, 'work-offline', String(on));
      });
      sync.setWorkOffline(on);
      return sync.connection;
    },
    'connection.sync': () => {
      // Written down, in case there is no connection now; asked for as well, in case a pull is under way.
      desk.account.database.transaction(compareAllAnew);
      desk.account.sync.tryNow('compare');
      return desk.account.sync.connection;
    },
    'definition.load': async ({ name, text }) => {
      await desk.account.definition.load(name, text);
      desk.account.sync.tryNow();
      return null;
    },
    'definition.from': async ({ path }) => {
      const { definition, sync } = desk.account;
      if (!sync.online) throw new Problem({ kind: 'not-offered', message: 'Needs a connection' });
      await definition.from(path);
      sync.tryNow();
      return null;
    },
    'definition.leaveFile': () => {
      desk.account.definition.leaveFile();
      desk.account.sync.tryNow();
      return null;
    },
    'settings.get': () => settings(desk.account, desk.session, services),
  };
}

function navigation({ catalog, database }: Account): Navigation {
  return {
    lists: catalog.definition.lists.map(({ id, label }) => ({ id, label })),
    drafts: allDrafts(database).length,
    outbox: countWaiting(database),
  };
}
