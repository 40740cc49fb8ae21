import { sql } from 'kysely';
import type { Stopped } from '../../preload/contract/outbox.ts';
import type { Reader } from '../database/database.ts';
import { query, statement } from '../database/query.ts';
import type { Question } from './entry.ts';

/** A question that stops entries in the same way, so that one decision can answer it for all of them. */
export type GroupedQuestion = Extract<Question, { about: Stopped }>;

/** Entries about which the same is asked. */
export interface QuestionGroup {
  cause: string;
  /** Sequence numbers, in order; two at least. */
  entries: number[];
  /** Of one of them. */
  question: GroupedQuestion;
}

/**
 * A name for why entries wait for a person: equal for questions that differ only in which record, which time or which row they
 * speak of. Forty refusals by one business rule are one problem to a person. Null for a question that is each entry's own.
 */
export function causeOf(question: Question): string | null {
  switch (question.about) {
    case 'conflict':
      return null;
    case 'refused':
      return ['refused', question.status, masked(question.message), masked(question.detail ?? '')].join('|');
    case 'unclear':
      return ['unclear', masked(question.message)].join('|');
    case 'old':
      return ['old', question.days].join('|');
  }
}

/** What tells one record from another in ServiceNow's sentences: sys_ids, numbers such as WOT0010023, and times. */
const PARTICULARS =
  /\b[0-9a-f]{32}\b|\b[A-Z]{2,10}\d{4,}\b|\b\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?)?\b/gi;

function masked(text: string): string {
  return text.replaceAll(PARTICULARS, '#').replaceAll(/\s+/g, ' ').trim();
}

/** By their exact words first: a business rule says the same of most records, so few have to be compared. */
const questions = query<Record<string, never>, { question: string; entries: string }>(() =>
  statement(
    sql<{
      question: string;
      entries: string;
    }>`SELECT question, json_group_array(seq) AS entries FROM outbox_entry
    WHERE state <> 'sent' AND state IN ('refused', 'old', 'unclear') GROUP BY question ORDER BY min(seq)`,
  ),
);

/** The causes that stopped more than one entry, in the order of the first entry each stopped. */
export function questionGroups(reader: Reader): QuestionGroup[] {
  const groups = new Map<string, QuestionGroup>();
  for (const row of reader.all(questions, {})) {
    const question = JSON.parse(row.question) as GroupedQuestion;
    const cause = causeOf(question) ?? '';
    const entries = JSON.parse(row.entries) as number[];
    const known = groups.get(cause);
    groups.set(cause, { cause, question, ...known, entries: [...(known?.entries ?? []), ...entries] });
  }
  return [...groups.values()]
    .filter(({ entries }) => entries.length > 1)
    .map((group) => ({ ...group, entries: group.entries.sort((a, b) => a - b) }));
}

const among = query<{ entries: string }, { action: string; label: string; count: number; begun: number }>(
  (p) =>
    statement(
      sql<{
        action: string;
        label: string;
        count: number;
        begun: number;
      }>`SELECT action, label, count(*) AS count, max(step) > 0 AS begun FROM outbox_entry
    WHERE seq IN (SELECT value FROM json_each(${p('entries')})) GROUP BY action, label ORDER BY min(seq)`,
    ),
);

/** The actions of these entries, how many of each, and whether a step of any of them is acknowledged already. */
export function actionsAmong(
  reader: Reader,
  entries: readonly number[],
): { action: string; label: string; count: number; begun: boolean }[] {
  return reader
    .all(among, { entries: JSON.stringify(entries) })
    .map((row) => ({ ...row, begun: row.begun === 1 }));
}
