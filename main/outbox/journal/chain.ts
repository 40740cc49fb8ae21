import { hash } from 'node:crypto';
import { sql } from 'kysely';
import type { JournalCheck, JournalWhat } from '../../../preload/contract/journal.ts';
import type { Database, Reader, Writer } from '../../database/database.ts';
import { build, query, statement } from '../../database/query.ts';

/** A line of the journal before it is chained. */
export interface Said {
  /** ISO instant. */
  at: string;
  /** Sequence number of the entry; null for what concerns none. */
  entry: number | null;
  revision: number | null;
  step: number | null;
  what: JournalWhat;
  /** HTTP status of the answer; null when there was none. */
  status: number | null;
  /** What the instance said, or what else there is to say; not for other people's eyes. */
  words: string | null;
}

/** A line as it stands in the journal. */
export interface JournalLine extends Said {
  id: number;
  /** SHA-256 over the line before's hash and this line, hexadecimal. */
  hash: string;
}

const counted = query<Record<string, never>, { lines: number }>(() =>
  build.selectFrom('outbox_journal').select(({ fn }) => fn.countAll<number>().as('lines')),
);

/** What a `pruned` line says in its words: the last line taken away, on which the chain goes on. */
interface Pruned {
  upTo: number;
  hash: string;
}

/** The last number given, which outlives the line that had it, and the hash that the next line builds on. */
const end = query<Record<string, never>, { id: number | null; hash: string | null }>(() =>
  statement(
    sql<{ id: number | null; hash: string | null }>`SELECT
      (SELECT seq FROM sqlite_sequence WHERE name = 'outbox_journal') AS id,
      (SELECT hash FROM outbox_journal ORDER BY id DESC LIMIT 1) AS hash`,
  ),
);

const add = query<{ [K in keyof JournalLine]: JournalLine[K] }>((p) =>
  build.insertInto('outbox_journal').values({
    id: p('id'),
    at: p('at'),
    entry: p('entry'),
    revision: p('revision'),
    step: p('step'),
    what: p('what'),
    status: p('status'),
    words: p('words'),
    hash: p('hash'),
  }),
);

const from = query<{ after: number; limit: number }, JournalLine>((p) =>
  build.selectFrom('outbox_journal').selectAll().where('id', '>', p('after')).orderBy('id').limit(p('limit')),
);

const lastPruned = query<Record<string, never>, { words: string | null }>(() =>
  build
    .selectFrom('outbox_journal')
    .select('words')
    .where('what', '=', sql.lit('pruned'))
    .orderBy('id', 'desc')
    .limit(1),
);

/** Writes a line at the end of the journal, in the transaction of what it tells of, so that neither is there alone. */
export function chainLine(write: Writer, said: Said): void {
  const last = write.first(end, {});
  const id = (last?.id ?? 0) + 1;
  write.run(add, { ...said, id, hash: hashOf(last?.hash ?? '', id, said) });
}

/** Lines after a number, in order. */
export function linesAfter(reader: Reader, after: number, limit: number): JournalLine[] {
  return reader.all(from, { after, limit });
}

/** Number of the last line that was written; 0 before the first. */
export function lastLine(reader: Reader): number {
  return reader.first(end, {})?.id ?? 0;
}

/** Lines checked at a time, before other work has its turn. */
const CHUNK = 1000;

/**
 * Goes through the whole chain: every line must build on the one before, none may be missing between them or at the end.
 * Only a whole journal written anew would pass. `pause` lets others have their turn.
 */
export async function checkChain(database: Database, pause: () => Promise<void>): Promise<JournalCheck> {
  const { words = null } = database.first(lastPruned, {}) ?? {};
  const start = words === null ? { upTo: 0, hash: '' } : readPruned(words);
  let at = start;
  let lines = 0;
  let since: string | null = null;
  for (;;) {
    const chunk = linesAfter(database, lines === 0 ? 0 : at.upTo, CHUNK);
    for (const line of chunk) {
      lines += 1;
      since ??= line.at;
      if (line.id !== at.upTo + 1 || line.hash !== hashOf(at.hash, line.id, line))
        return {
          lines: database.first(counted, {})?.lines ?? 0,
          since,
          broken: Math.min(line.id, at.upTo + 1),
        };
      at = { upTo: line.id, hash: line.hash };
    }
    if (chunk.length < CHUNK) break;
    await pause();
  }
  return { lines, since, broken: at.upTo < lastLine(database) ? at.upTo + 1 : null };
}

/** Takes the lines before a number away; what the chain goes on from is written down in a line of its own. */
export function cutBefore(write: Writer, id: number): void {
  const at = new Date(write.now()).toISOString();
  const last = linesAfter(write, id - 2, 1)[0];
  if (last?.id !== id - 1) return;
  const pruned: Pruned = { upTo: last.id, hash: last.hash };
  const nothing = { entry: null, revision: null, step: null, status: null };
  chainLine(write, { at, ...nothing, what: 'pruned', words: JSON.stringify(pruned) });
  write.execute(build.deleteFrom('outbox_journal').where('id', '<', id));
}

function hashOf(
  before: string,
  id: number,
  { at, entry, revision, step, what, status, words }: Said,
): string {
  return hash('sha256', before + JSON.stringify([id, at, entry, revision, step, what, status, words]));
}

function readPruned(words: string): Pruned {
  try {
    return JSON.parse(words) as Pruned;
  } catch {
    // Somebody changed it: whatever line comes first does not fit.
    return { upTo: 0, hash: 'unreadable' };
  }
}
