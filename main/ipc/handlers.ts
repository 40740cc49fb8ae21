import type { Call, Navigation } from '../../preload/contract/calls.ts';
import type { Account } from '../account/account.ts';
import type { Reception } from '../account/reception.ts';
import { writeSetting } from '../database/settings.ts';
import { allDrafts } from '../drafts/drafts.ts';
import { countWaiting } from '../outbox/waiting.ts';
import { compareAllAnew } from '../records/datasets.ts';
import { Problem } from '../problem.ts';
import type { Services } from '../services.ts';
import { clock } from '../calls/clock.ts';
import { form, triggerAndWait, references } from '../calls/actions.ts';
import type { Handlers } from './dispatch.ts';
import { compare, resolveConflict } from '../calls/conflicts.ts';
import { discardDraft, draftLines, saveProgress } from '../calls/drafts.ts';
import { addFile, fetchFile, forgetFile } from '../calls/files.ts';
import { handOverOutbox, takeOverOutbox } from '../calls/handover.ts';
import { listPage } from '../calls/lists.ts';
import { decide, type Done, undo } from '../calls/decisions.ts';
import { discarding } from '../calls/discarding.ts';
import { editableGroup, editGroup } from '../calls/edit-group.ts';
import { entryLines, outboxScreen } from '../calls/outbox.ts';
import { recordScreen } from '../calls/records.ts';
import { settings } from '../calls/settings.ts';
import { checkJournal, supportFile } from '../calls/support.ts';

/** Every call of the contract, answered. */
export function handlersFor(reception: Reception, services: Services): Handlers {
  return {
    ...sessionCalls(reception),
    ...screenCalls(reception, services),
    ...draftCalls(reception, services),
    ...fileCalls(reception, services),
    ...outboxCalls(reception, services),
    ...decisionCalls(reception, services),
    ...connectionCalls(reception),
    ...definitionCalls(reception, services),
  };
}

/** The calls of one area, which begin with its name. */
type Of<Area extends string> = Pick<Handlers, Extract<Call, `${Area}.${string}`>>;

function sessionCalls(reception: Reception): Of<'session'> {
  return {
    'session.get': () => reception.session,
    'session.signIn': (asked) => reception.signIn(asked),
    'session.signInByBrowser': (asked) => reception.signInByBrowser(asked),
    'session.leaveBrowser': () => {
      reception.leaveBrowser();
      return null;
    },
    'session.signOut': () => reception.signOut(),
  };
}

function screenCalls(
  reception: Reception,
  services: Services,
): Of<'navigation' | 'list' | 'record' | 'form' | 'reference' | 'action'> {
  const { time } = services;
  return {
    'navigation.get': () => navigation(reception.account),
    'list.get': (question) => listPage(reception.account, question, time.now()),
    'record.get': (question) => recordScreen(reception.account, question, time.now()),
    'form.get': (question) => form(reception.account, question, time.now()),
    'reference.search': (question) => references(reception.account, question, time.now()),
    'action.trigger': (question) => triggerAndWait(reception.account, services, question),
  };
}

function draftCalls(reception: Reception, services: Services): Of<'draft' | 'drafts'> {
  return {
    'draft.save': (question) => saveProgress(reception.account, services, question),
    'draft.discard': ({ id }) => {
      discardDraft(reception.account, services, id);
      return null;
    },
    'drafts.get': () => draftLines(reception.account),
  };
}

function fileCalls(reception: Reception, services: Services): Of<'file'> {
  return {
    'file.add': (piece) => addFile(reception.account, piece),
    'file.forget': ({ hash }) => forgetFile(reception.account, hash),
    'file.fetch': ({ attachment }) => fetchFile(reception.account, services, attachment),
    'file.read': ({ hash, offset }) => reception.account.files.read(hash, offset),
  };
}

/** Calls about the Outbox by which something is decided about entries. */
type DecisionCall = 'outbox.decide' | 'outbox.undo' | 'outbox.mend' | 'outbox.resolve';

function outboxCalls(
  reception: Reception,
  services: Services,
): Omit<Of<'outbox' | 'journal' | 'support'>, DecisionCall> {
  return {
    'outbox.get': (question) => outboxScreen(reception.account, question),
    'outbox.entries': ({ entries }) => entryLines(reception.account, entries),
    'outbox.discarding': ({ entries }) => discarding(reception.account, entries),
    'outbox.group': ({ entry }) => editableGroup(reception.account, entry),
    'outbox.handOver': (question) => handOverOutbox(reception.account, services, question),
    'outbox.takeOver': (question) => takeOverOutbox(reception.account, services, question),
    'outbox.compare': ({ entry }) => compare(reception.account, entry),
    'journal.check': () => checkJournal(reception.account),
    'support.export': () => supportFile(reception.account, services),
  };
}

function decisionCalls(reception: Reception, services: Services): Pick<Handlers, DecisionCall> {
  const { announce } = services;
  /** What was decided is told to the screens, and what may go now is sent. */
  const decided = ({ entries, tables }: Done): { entries: number[] } => {
    announce('outbox.changed', null);
    announce('records.changed', { tables });
    announce('connection.changed', null);
    void reception.account.sync.request('push');
    return { entries };
  };
  return {
    'outbox.decide': (question) => decided(decide(reception.account, question)),
    'outbox.undo': ({ entry }) => decided(undo(reception.account, entry)),
    'outbox.mend': (question) => {
      const { tables, ...edited } = editGroup(reception.account, services, question);
      decided({ entries: edited.mended, tables });
      if (question.draft !== null) announce('drafts.changed', null);
      return edited;
    },
    'outbox.resolve': (question) => {
      decided({ entries: [question.entry], tables: resolveConflict(reception.account, question) });
      return null;
    },
  };
}

function connectionCalls(reception: Reception): Of<'connection' | 'clock'> {
  return {
    'connection.get': () => reception.account.sync.connection,
    'clock.get': () => clock(reception.account),
    'connection.workOffline': ({ on }) => {
      const { database, sync } = reception.account;
      database.transaction((write) => {
        writeSetting(write, 'work-offline', String(on));
      });
      sync.setWorkOffline(on);
      return sync.connection;
    },
    'connection.sync': () => {
      // Written down, in case there is no connection now; asked for as well, in case a pull is under way.
      reception.account.database.transaction(compareAllAnew);
      reception.account.sync.tryNow('compare');
      return reception.account.sync.connection;
    },
  };
}

function definitionCalls(reception: Reception, services: Services): Of<'definition' | 'settings'> {
  return {
    'definition.load': async ({ name, text }) => {
      await reception.account.definition.load(name, text);
      reception.account.sync.tryNow();
      return null;
    },
    'definition.from': async ({ path }) => {
      const { definition, sync } = reception.account;
      if (!sync.online) throw new Problem({ kind: 'not-offered', message: 'Needs a connection' });
      await definition.from(path);
      sync.tryNow();
      return null;
    },
    'definition.leaveFile': () => {
      reception.account.definition.leaveFile();
      reception.account.sync.tryNow();
      return null;
    },
    'settings.get': () => settings(reception.account, reception.session, services),
  };
}

function navigation({ catalog, database }: Account): Navigation {
  return {
    lists: catalog.definition.lists.map(({ id, label }) => ({ id, label })),
    drafts: allDrafts(database).length,
    outbox: countWaiting(database),
  };
}
