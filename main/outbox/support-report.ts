import type { Reader } from '../database/database.ts';
import { lastLine, type Line, linesAfter } from './journal/chain.ts';
import type { Entry } from './entry.ts';
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
  const { seq, key, revision, action, record, touches, state, step, steps, failure, conflict } = entry;
  const { triggeredAt, attempts, failures, attemptedAt, attemptOffset, answeredBefore } = entry;
  const { nextAttemptAt, sentAt, shared, clockOffset, reviewedAt, reviewOffset } = entry;
  return {
    ...{ entry: seq, key: mask(key), revision, action },
    record: record && { table: record.table, sys_id: mask(record.sys_id) },
    touches: touches.map(({ table, sys_id }) => ({ table, sys_id: mask(sys_id) })),
    ...{ state, step },
    steps: steps.map((one) => ({ do: one.do, ...(one.do === 'call' ? {} : { table: one.table }) })),
    ...{ triggeredAt, attempts, failures, attemptedAt, attemptOffset, answeredBefore },
    nextAttemptAt: nextAttemptAt === null ? null : new Date(nextAttemptAt).toISOString(),
    ...{ sentAt, shared, clockOffset, reviewedAt, reviewOffset },
    failure: failure && {
      kind: failure.kind,
      status: 'status' in failure ? failure.status : null,
      message: redactWords(failure.message, mask),
      detail: redactWords(failure.kind === 'refused' ? failure.detail : null, mask),
    },
    conflict: conflict && { kind: conflict.kind, fields: conflict.fields.length },
  };
}

/** Without its hash: whoever had all of them could try words until one fits. */
function aboutLine({ id, at, entry, revision, step, what, status, words }: Line, mask: Mask): unknown {
  return { line: id, at, entry, revision, step, what, status, words: redactWords(words, mask) };
}
