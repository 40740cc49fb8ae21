import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Reader } from '../database/database.ts';
import { lastLine, type JournalLine, linesAfter } from './journal/chain.ts';
import type { Entry, Question } from './entry.ts';
import { factsOf } from './steps.ts';
import { type Mask, redactWords } from './journal/redact.ts';
import { sentFound } from './history.ts';
import { waitingEntries } from './waiting.ts';

/** Most entries and lines in a file for support; the newest lines are the ones that matter. */
const WAITING = 5000;
const SENT = 500;
const LINES = 50_000;

/**
 * The Outbox and its journal for support, a JSON document a line: what was tried when and what came of it. Nothing that
 * anybody typed and nothing of any record is in it; sys_ids, keys and the instance's words are masked. `about` heads it.
 */
export function supportReport(reader: Reader, about: Record<string, unknown>, mask: Mask): string {
  const entries = [
    ...sentFound(reader, { search: '', limit: SENT }).entries.reverse(),
    ...waitingEntries(reader, 0, WAITING),
  ];
  const lines = linesAfter(reader, lastLine(reader) - LINES, LINES);
  const documents = [
    about,
    ...entries.map((entry) => aboutEntry(entry, mask)),
    ...lines.map((line) => aboutLine(line, mask)),
  ];
  return documents.map((document) => `${JSON.stringify(document)}\n`).join('');
}

function aboutEntry(entry: Entry, mask: Mask): Record<string, unknown> {
  const { record, question } = entry;
  return {
    entry: entry.seq,
    key: mask(entry.key),
    revision: entry.revision,
    action: entry.action,
    record: record && { table: record.table, sys_id: mask(record.sys_id) },
    touches: entry.touches.map(({ table, sys_id }) => ({ table, sys_id: mask(sys_id) })),
    state: entry.state,
    step: entry.step,
    steps: entry.steps.map((step) => ({ do: step.do, table: factsOf(step).record?.table ?? null })),
    triggered: entry.triggered,
    decided: entry.decided,
    attempts: entry.attempts.map((attempt) => ({ ...attempt, failure: aboutFailure(attempt.failure, mask) })),
    nextAttemptAt: entry.nextAttemptAt === null ? null : new Date(entry.nextAttemptAt).toISOString(),
    sentAt: entry.sentAt,
    question: question && aboutQuestion(question, mask),
  };
}

function aboutFailure(failure: InstanceFailure | null, mask: Mask): Record<string, unknown> | null {
  if (failure === null) return null;
  return {
    kind: failure.kind,
    status: 'status' in failure ? failure.status : null,
    message: redactWords(failure.message, mask),
    detail: redactWords('detail' in failure ? failure.detail : null, mask),
  };
}

function aboutQuestion(question: Question, mask: Mask): Record<string, unknown> {
  switch (question.about) {
    case 'old':
      return question;
    case 'conflict':
      return { about: 'conflict', kind: question.conflict.kind, fields: question.conflict.fields.length };
    case 'unclear':
      return { about: 'unclear', message: redactWords(question.message, mask) };
    case 'refused': {
      const { about, status, message, detail } = question;
      return { about, status, message: redactWords(message, mask), detail: redactWords(detail, mask) };
    }
  }
}

/** Without its hash: whoever had all of them could try words until one fits. */
function aboutLine({ id, at, entry, revision, step, what, status, words }: JournalLine, mask: Mask): unknown {
  return { line: id, at, entry, revision, step, what, status, words: redactWords(words, mask) };
}
