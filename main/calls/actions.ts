import type {
  FormQuestion,
  FormScreen,
  FormTargets,
  ReferenceOption,
  ReferenceQuestion,
  Triggered,
  TriggerQuestion,
} from '../../preload/contract/forms.ts';
import type { Account } from '../account/account.ts';
import { formScreen } from '../actions/form.ts';
import { searchReference } from '../actions/reference.ts';
import { timesOf } from '../actions/times.ts';
import { trigger } from '../actions/trigger.ts';
import { type Draft, draftEditing, readDraft } from '../drafts/drafts.ts';
import { troubleOf } from '../drafts/trouble.ts';
import type { Action } from '../definition/schema.ts';
import { readEntry } from '../outbox/entries.ts';
import { heldBy } from '../outbox/order.ts';
import { messageOf } from '../outbox/entry-line.ts';
import { oldInWords } from './age.ts';
import { countAhead } from '../outbox/waiting.ts';
import { Problem } from '../problem.ts';
import type { Row } from '../query/row.ts';
import { actionOf, tableOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import type { Services } from '../services.ts';
import { conflictInWords } from './conflicts.ts';
import { entryTrouble } from './editable.ts';
import { targetsOf } from './targets.ts';

/** A person waits this long for the instance's answer; then the entry goes on waiting for it in the Outbox. */
const PATIENCE_MS = 10_000;

/** This many entries are sent before a person would give up waiting. */
const SHORT_QUEUE = 10;

/** The form of an action as it stands for what was typed so far; an edited entry's form opens with its inputs. */
export function form(account: Account, question: FormQuestion, now: number): FormScreen {
  const { catalog, database } = account;
  const action = actionOf(catalog, question.action);
  const draft = draftFor(account, question);
  const { inputs, spent } = editedEntry(account, question);
  const isMany = draft !== undefined && draft.targets.length > 0;
  const many = isMany ? targetsOf(account, action, draft.targets, now) : null;
  const changed = draft && troubleOf(database, catalog, draft) === 'changed' ? 'changed' : null;
  return formScreen(database, catalog, action, recordFor(account, action, question.record, many), {
    inputs: question.inputs ?? draft?.inputs ?? inputs,
    revises: spent === null ? question.revises : null,
    draft: draft?.id ?? null,
    since: spent ?? changed,
    many,
    ...timesOf(catalog.definition.times, new Date(now), account.clockOffset),
  });
}

/** The inputs of the entry that a form edits, and why it cannot be edited any more; both null for a new one. */
function editedEntry({ database }: Account, { revises }: FormQuestion) {
  if (revises === null) return { inputs: null, spent: null };
  return { inputs: readEntry(database, revises)?.inputs ?? null, spent: entryTrouble(database, revises) };
}

export function references(account: Account, question: ReferenceQuestion, now: number): ReferenceOption[] {
  const action = actionOf(account.catalog, question.action);
  const { input, search } = question;
  return searchReference(account.database, account.catalog, action, input, search, now);
}

/**
 * Triggers an action and, with a connection and nothing in the way, waits for what the instance says, so that the person
 * sees the outcome in the same place (docs/architecture.md). The entry is on disk before anything is waited for.
 */
export async function triggerAndWait(
  account: Account,
  services: Services,
  question: TriggerQuestion,
): Promise<Triggered> {
  const { catalog, database, sync } = account;
  const { randomBytes } = services;
  const { seq, tables } = trigger(
    {
      database,
      catalog,
      files: account.files,
      connected: sync.online,
      now: account.now,
      randomBytes,
    },
    question,
  );
  services.announce('records.changed', { tables });
  services.announce('outbox.changed', null);
  if (question.draft !== null) services.announce('drafts.changed', null);
  services.announce('connection.changed', null);

  const sends = sync.online;
  void sync.request('push');
  if (!sends) return saved(account, seq);
  if (isBehind(account, seq)) return { outcome: 'saved', entry: seq, because: 'waiting' };
  await answered(account, services, seq);
  // Somebody signed out meanwhile: the entry is saved and waits for this user's next sign-in.
  if (account.closed) return { outcome: 'saved', entry: seq, because: 'sign-in-needed' };
  return outcomeOf(account, seq);
}

/** Waits until the entry has come to rest, the connection is gone or a person would have waited long enough. */
async function answered(
  { database, sync, settling }: Account,
  { time }: Services,
  seq: number,
): Promise<void> {
  const end = time.now() + PATIENCE_MS;
  const cancel = time.after(PATIENCE_MS, () => {
    settling.forget(seq);
  });
  while (time.now() < end && sync.online) {
    const entry = readEntry(database, seq);
    // An entry that is to be tried again later waits in the Outbox, not in front of a person.
    const moves = entry?.state === 'sending' || (entry?.state === 'queued' && entry.nextAttemptAt === null);
    if (!moves) break;
    await settling.wait(seq);
  }
  cancel();
}

/** Something is in the way: an entry on the same record that waits for a decision, or a long queue. */
function isBehind({ database }: Account, seq: number): boolean {
  const entry = readEntry(database, seq);
  return entry === undefined || heldBy(database, entry) !== null || countAhead(database, seq) > SHORT_QUEUE;
}

function outcomeOf(account: Account, seq: number): Triggered {
  const entry = readEntry(account.database, seq);
  // Discarded while it was waited for.
  if (!entry) return saved(account, seq);
  const { state, question } = entry;
  if (state === 'sent') return { outcome: 'sent', entry: seq };
  switch (question?.about) {
    case 'conflict': {
      const message = conflictInWords(account, question.conflict);
      return { outcome: 'conflict', entry: seq, message, detail: null };
    }
    case 'refused':
    case 'unclear': {
      const { message, detail } = messageOf(entry);
      return { outcome: question.about, entry: seq, message: message ?? '', detail };
    }
    case 'old':
      return { outcome: 'refused', entry: seq, message: oldInWords(entry, account.now), detail: null };
    case undefined:
      return saved(account, seq);
  }
}

function saved({ sync, database }: Account, seq: number): Triggered {
  const base = { outcome: 'saved', entry: seq } as const;
  const entry = readEntry(database, seq);
  // True also when the connection went with the answer.
  if (entry?.state === 'sending' || entry?.state === 'unknown') return { ...base, because: 'no-answer' };
  const { state } = sync.connection;
  if (state === 'offline' || state === 'sign-in-needed') return { ...base, because: state };
  return { ...base, because: (entry?.nextAttemptAt ?? null) === null ? 'waiting' : 'later' };
}

/** An entry is edited in one draft: whoever opens its form again goes on with that. */
function draftFor({ database }: Account, { draft, revises, inputs }: FormQuestion): Draft | undefined {
  if (draft !== null) return readDraft(database, draft);
  return revises === null || inputs !== null ? undefined : draftEditing(database, revises);
}

/** The record a form is about; of many, the first one that is cached stands for all. */
function recordFor(
  { catalog, database }: Account,
  action: Action,
  sysId: string | null,
  many: FormTargets | null,
): Row | null {
  if (action.context === 'none') return null;
  const all = many ? [...many.able, ...many.unable.flatMap(({ targets }) => targets)] : [];
  for (const id of [...(sysId === null ? [] : [sysId]), ...all.map(({ sys_id }) => sys_id)]) {
    const row = readRow(database, tableOf(catalog, action.table), id);
    if (row) return row;
  }
  throw new Problem({ kind: 'not-found', message: 'This record is not on this laptop any more' });
}
