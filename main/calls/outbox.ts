import type {
  Discarded,
  EntryGroup,
  EntryLine,
  OutboxQuestion,
  OutboxScreen,
} from '../../preload/contract/outbox.ts';
import type { Account } from '../account/account.ts';
import { KEPT_MS } from '../outbox/discarded.ts';
import { actionsAmong, type GroupedQuestion, type QuestionGroup, questionGroups } from '../outbox/groups.ts';
import { type Entry, entryFrom } from '../outbox/entry.ts';
import { readEntry } from '../outbox/entries.ts';
import { type DiscardedTogether, discardedFound, sentFound, waitingFound } from '../outbox/history.ts';
import { holders } from '../outbox/order.ts';
import { countHeld, entryLine, messageOf } from '../outbox/entry-line.ts';
import { countWaiting } from '../outbox/waiting.ts';
import { titleOf } from '../records/catalog.ts';
import { readRow } from '../records/row.ts';
import { conflictInWords } from './conflicts.ts';
import { manyOldInWords, oldInWords } from './age.ts';

const PLAIN = { search: '', waiting: 500, sent: 50, discarded: 50 };

/** A group of this many entries or more is one line until it is unfolded. */
const FOLDED_FROM = 6;
/** How many entries are shown of what was discarded together, and how many records of a group are named. */
const EACH = 20;
const NAMED = 3;

export function outboxScreen(account: Account, question: OutboxQuestion): OutboxScreen {
  const { database } = account;
  const { search, waiting, sent, discarded } = question ?? PLAIN;
  // What a search finds is shown entry by entry.
  const groups =
    search === '' ? questionGroups(database).map((group) => entryGroup(account, group, question)) : [];
  const folded = groups.filter((group) => group.folded).flatMap(({ entries }) => entries);
  const shown = waitingFound(database, { search, limit: waiting }, folded);
  const history = sentFound(database, { search, limit: sent });
  return {
    waiting: linesOf(account, shown.entries),
    waitingFound: shown.total,
    groups,
    sent: linesOf(account, history.entries),
    sentHasMore: history.hasMore,
    discarded: discardedFound(database, { search, limit: discarded }, EACH, account.timeNow).map((together) =>
      discardedLine(account, together),
    ),
    total: countWaiting(database).waiting,
  };
}

/** The entries of these numbers as they stand. */
export function entryLines(account: Account, seqs: readonly number[]): EntryLine[] {
  return linesOf(
    account,
    seqs.flatMap((seq) => readEntry(account.database, seq) ?? []),
  );
}

/** Entries as screens show them. */
export function linesOf(account: Account, entries: readonly Entry[]): EntryLine[] {
  const held = holders(account.database);
  const around = { forms: formsOf(account), held, holding: countHeld(held) };
  return entries.map((entry) => {
    const line = entryLine(entry, around);
    return { ...line, message: inWords(account, entry) ?? line.message, record: named(account, line.record) };
  });
}

/** Why an entry waits for a person, where Outpost says so itself. */
function inWords(account: Account, entry: Entry): string | null {
  switch (entry.question?.about) {
    case 'conflict':
      return conflictInWords(account, entry.question.conflict);
    case 'old':
      return oldInWords(entry, account.now);
    case 'refused':
    case 'unclear':
    case undefined:
      return null;
  }
}

/** What a record is called by now: one made offline has got its number. A record that is gone keeps its old name. */
export function named({ catalog, database }: Account, record: EntryLine['record']): EntryLine['record'] {
  if (record === null) return null;
  const cached = catalog.tables.get(record.table);
  const row = cached && readRow(database, cached, record.sys_id);
  return row ? { ...record, title: titleOf(catalog, record.table, row) } : record;
}

function formsOf({ catalog }: Account): Set<string> {
  return new Set(
    catalog.definition.actions.filter((action) => action.form !== null).map((action) => action.id),
  );
}

function entryGroup(
  account: Account,
  { cause, question: asked, entries }: QuestionGroup,
  question: OutboxQuestion,
): EntryGroup {
  const isAsked = question === null || question.unfolded.includes(cause);
  const actions = actionsAmong(account.database, entries);
  const [first, ...others] = entries.slice(0, NAMED).flatMap((seq) => readEntry(account.database, seq) ?? []);
  const state = asked.about;
  // Only what was refused is edited together: there is nothing to correct in the others.
  const isOne = state === 'refused' && actions.length === 1 && actions.every(({ begun }) => !begun);
  const form = first && isOne && formsOf(account).has(first.action);
  return {
    cause,
    state,
    ...groupInWords(asked, entries.length),
    entries,
    actions: actions.map(({ label, count }) => ({ label, entries: count })),
    records: [...(first ? [first] : []), ...others].flatMap(
      ({ record, title }) => named(account, record && { ...record, title })?.title ?? [],
    ),
    form: form ? { action: first.action, record: first.record?.sys_id ?? null, entry: first.seq } : null,
    folded: entries.length >= FOLDED_FROM && !isAsked,
  };
}

/** What is asked about several entries at once. */
function groupInWords(
  question: GroupedQuestion,
  entries: number,
): { message: string; detail: string | null } {
  switch (question.about) {
    case 'refused':
      return { message: question.message, detail: question.detail };
    case 'unclear':
      return { message: question.message, detail: null };
    case 'old':
      return manyOldInWords(question.days, entries);
  }
}

function discardedLine(account: Account, { count, entries }: DiscardedTogether): Discarded {
  const at = entries[0]?.discardedAt ?? '';
  return {
    entry: entries[0]?.seq ?? 0,
    count,
    at,
    until: new Date(Date.parse(at) + KEPT_MS).toISOString(),
    entries: entries.map(({ row }) => {
      const entry = entryFrom(row);
      const { seq, label, record, title, triggered } = entry;
      return {
        seq,
        action: label,
        at: triggered.at,
        record: named(account, record && { ...record, title }),
        ...messageOf(entry),
      };
    }),
  };
}
