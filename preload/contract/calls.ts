import type { Comparison, Resolution } from './conflicts.ts';
import type { DraftLine, DraftQuestion, SavedProgress } from './drafts.ts';
import type { FileChunk, FileContent, FileReference } from './files.ts';
import type { Clock, Connection } from './connection.ts';
import type {
  FormQuestion,
  FormScreen,
  ReferenceOption,
  ReferenceQuestion,
  Triggered,
  TriggerQuestion,
} from './forms.ts';
import type { HandedOver, TakenOver } from './handover.ts';
import type { DecisionQuestion, DiscardPreview, Mended, MendingGroup, MendQuestion } from './decisions.ts';
import type { EntryLine, OutboxQuestion, OutboxScreen } from './outbox.ts';
import type { JournalCheck, SupportFile } from './journal.ts';
import type { ListPage, ListQuestion, RecordScreen } from './records.ts';
import type { BrowserSignIn, Session, Settings, SignIn } from './session.ts';

/** Every question the renderer can ask the main process, with its answer. The one list of channels. */
export interface Calls {
  'session.get': { question: null; answer: Session };
  'session.signIn': { question: SignIn; answer: Session };
  /**
   * Signs in by the browser: the event `session.browser` tells which page to open; answers once the person is back from there.
   */
  'session.signInByBrowser': { question: BrowserSignIn; answer: Session };
  /** The person does not want to go on in the browser. */
  'session.leaveBrowser': { question: null; answer: null };
  /** Forgets the tokens. Records, Outbox and files stay for this user's next sign-in. */
  'session.signOut': { question: null; answer: Session };
  'navigation.get': { question: null; answer: Navigation };
  'list.get': { question: ListQuestion; answer: ListPage };
  'record.get': { question: { table: string; sys_id: string }; answer: RecordScreen };
  'form.get': { question: FormQuestion; answer: FormScreen };
  'reference.search': { question: ReferenceQuestion; answer: ReferenceOption[] };
  'action.trigger': { question: TriggerQuestion; answer: Triggered };
  /** "Save progress", and every pause in typing. */
  'draft.save': { question: DraftQuestion; answer: SavedProgress };
  'draft.discard': { question: { id: string }; answer: null };
  'drafts.get': { question: null; answer: DraftLine[] };
  /** Takes in a file piece by piece; the answer to the last piece is the file, to the others null. */
  'file.add': { question: FileChunk; answer: FileReference | null };
  /** Lets go of a file that no entry and no draft needs. */
  'file.forget': { question: { hash: string }; answer: null };
  /** Makes sure that the content of a file of the instance is on this laptop; answers its hash, for `file.read`. */
  'file.fetch': { question: { attachment: string }; answer: { hash: string } };
  'file.read': { question: { hash: string; offset: number }; answer: FileContent };
  /** Makes an encrypted file of what waits, to be read with `file.read`. */
  'outbox.handOver': { question: { passphrase: string }; answer: HandedOver };
  /** Takes in what another laptop handed over; its file was given with `file.add`. */
  'outbox.takeOver': { question: { hash: string; passphrase: string }; answer: TakenOver };
  'outbox.get': { question: OutboxQuestion; answer: OutboxScreen };
  /** These entries as they stand, sent ones too; those that are gone are left out. */
  'outbox.entries': { question: { entries: number[] }; answer: EntryLine[] };
  /** Answers which entries it was carried out for. */
  'outbox.decide': { question: DecisionQuestion; answer: { entries: number[] } };
  /** What a discard of these entries would come to. */
  'outbox.discarding': { question: { entries: number[] }; answer: DiscardPreview };
  /** Undoes the discard of this entry and of what was discarded with it. Answers which entries are back. */
  'outbox.undo': { question: { entry: number }; answer: { entries: number[] } };
  /** The entries that have the same cause as this one and can be edited with it. */
  'outbox.group': { question: { entry: number }; answer: MendingGroup };
  'outbox.mend': { question: MendQuestion; answer: Mended };
  'outbox.compare': { question: { entry: number }; answer: Comparison };
  /** Sends the entry again with the fields chosen; a further change by somebody else is seen again. */
  'outbox.resolve': { question: Resolution; answer: null };
  /** Goes through the whole journal. */
  'journal.check': { question: null; answer: JournalCheck };
  'support.export': { question: null; answer: SupportFile };
  'connection.get': { question: null; answer: Connection };
  'clock.get': { question: null; answer: Clock };
  'connection.workOffline': { question: { on: boolean }; answer: Connection };
  /** Try to reach the instance now; answers at once, progress comes as events. */
  'connection.sync': { question: null; answer: Connection };
  /** Takes the definition from a file; a broken one is refused with its problems, which the settings then tell. */
  'definition.load': { question: { name: string; text: string }; answer: null };
  /** Takes the definition from another place on the instance, `/api/…`; one that is broken or not there changes nothing. */
  'definition.from': { question: { path: string }; answer: null };
  /** The instance's definition counts again. */
  'definition.leaveFile': { question: null; answer: null };
  'settings.get': { question: null; answer: Settings };
}

export type Call = keyof Calls;
export type Question<C extends Call> = Calls[C]['question'];
export type Reply<C extends Call> = Calls[C]['answer'];

export interface Navigation {
  lists: { id: string; label: string }[];
  drafts: number;
  /** Entries waiting in the Outbox, and how many of them need a decision. */
  outbox: { waiting: number; decisions: number };
}

/** The same names as a value, for the preload's loop and for routing; a missing one does not compile. */
const names: Record<Call, true> = {
  'session.get': true,
  'session.signIn': true,
  'session.signInByBrowser': true,
  'session.leaveBrowser': true,
  'session.signOut': true,
  'navigation.get': true,
  'list.get': true,
  'record.get': true,
  'form.get': true,
  'reference.search': true,
  'action.trigger': true,
  'draft.save': true,
  'draft.discard': true,
  'drafts.get': true,
  'file.add': true,
  'file.forget': true,
  'file.fetch': true,
  'file.read': true,
  'outbox.get': true,
  'outbox.entries': true,
  'outbox.decide': true,
  'outbox.handOver': true,
  'outbox.takeOver': true,
  'outbox.discarding': true,
  'outbox.undo': true,
  'outbox.group': true,
  'outbox.mend': true,
  'outbox.compare': true,
  'outbox.resolve': true,
  'journal.check': true,
  'support.export': true,
  'connection.get': true,
  'clock.get': true,
  'connection.workOffline': true,
  'connection.sync': true,
  'definition.load': true,
  'definition.from': true,
  'definition.leaveFile': true,
  'settings.get': true,
};
export const calls = Object.keys(names) as Call[];
