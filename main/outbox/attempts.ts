import type { RawBuilder } from 'kysely';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Reader, Writer } from '../database/database.ts';
import type { Ending } from '../database/outbox-schema.ts';
import { build, query } from '../database/query.ts';
import { type Attempt, attemptColumns, attemptFrom, type StoredAttempt } from './attempt.ts';
import { type Attempted, doubtful, isOpenElsewhere, isShared, underWay } from './doubt.ts';
import type { Stamp } from './stamp.ts';

/** What is known when an attempt begins. */
export interface Beginning {
  at: Stamp;
  /** The record's `sys_mod_count` as read right before; null when it was not read. */
  modCount: string | null;
}

/** An entry whose attempts are written. */
type Writing = Attempted & { seq: number };

const insert = query<StoredAttempt & { entry: number }>((p) => {
  const columns = ['entry', ...attemptColumns] as const;
  return build.insertInto('outbox_attempt').values(
    Object.fromEntries(columns.map((column) => [column, p(column)])) as {
      [K in (typeof columns)[number]]: RawBuilder<(StoredAttempt & { entry: number })[K]>;
    },
  );
});

const rows = query<{ entry: number }, StoredAttempt>((p) =>
  build.selectFrom('outbox_attempt').select(attemptColumns).where('entry', '=', p('entry')).orderBy('number'),
);

const update = query<StoredAttempt & { entry: number }>((p) =>
  build
    .updateTable('outbox_attempt')
    .set({
      step: p('step'),
      revision: p('revision'),
      at: p('at'),
      mod_count: p('mod_count'),
      ended: p('ended'),
      failure: p('failure'),
      charged: p('charged'),
    })
    .where('entry', '=', p('entry'))
    .where('number', '=', p('number')),
);

/** All attempts at an entry, in order. */
export function readAttempts(reader: Reader, entry: number): Attempt[] {
  return storedAttempts(reader, entry).map(attemptFrom);
}

/** The same as they are stored. */
export function storedAttempts(reader: Reader, entry: number): StoredAttempt[] {
  return reader.all(rows, { entry });
}

/** Puts stored attempts in: of an entry that is back, or of one that another laptop has handed over. */
export function putAttempts(write: Writer, entry: number, attempts: readonly StoredAttempt[]): void {
  for (const attempt of attempts) write.run(insert, { ...attempt, entry });
}

/**
 * An attempt at the next step begins; one that has begun, and whose request has not left, begins anew. Returns all attempts as they
 * then are.
 */
export function beginAttempt(
  write: Writer,
  { seq, step, revision, attempts }: Writing,
  { at, modCount }: Beginning,
): Attempt[] {
  const begun = underWay({ attempts });
  const content = { step, revision, at, modCount };
  if (begun) return change(write, seq, attempts, [begun], content);
  const nothing = { isElsewhere: false, ended: null, failure: null, isCharged: false };
  return add(write, seq, attempts, { ...content, ...nothing });
}

/** Endings that say what became of the step, whichever attempt it was done by, if any. The others are of one request. */
const OF_THE_STEP: readonly Ending[] = ['done', 'not-there', 'let-go'];

/**
 * Ends the attempt at the next step that is under way and, where it is known now what became of the step, those of which it was not
 * certain how they ended. What another laptop may do is over only when a person lets the entry go. Returns all attempts as they
 * then are.
 */
export function endAttempts(
  write: Writer,
  entry: Writing,
  ended: Ending,
  {
    failure = null,
    isCharged,
  }: { failure?: InstanceFailure | undefined | null; isCharged?: boolean | undefined },
): Attempt[] {
  const { seq, step, revision, attempts } = entry;
  const begun = underWay(entry);
  const content = { step, revision, ended, failure };
  const open = OF_THE_STEP.includes(ended) ? doubtful(entry) : [];
  const ends = change(
    write,
    seq,
    attempts,
    open.filter((attempt) => !isOpenElsewhere(attempt) || ended === 'let-go'),
    content,
  );
  // Only the attempt that was just made can be one more failure.
  const charge = isCharged === undefined ? {} : { isCharged };
  return begun ? change(write, seq, ends, [begun], { ...content, ...charge }) : ends;
}

/** Another laptop has the entry too from now on, and may send it; for all that is known here it may have done so since it was triggered. */
export function shareEntry(write: Writer, entry: Writing & { triggered: Stamp }): void {
  const { seq, step, revision, triggered: at, attempts } = entry;
  if (isShared(entry)) return;
  const nothing = { modCount: null, ended: null, failure: null, isCharged: false };
  add(write, seq, attempts, { step, revision, at, isElsewhere: true, ...nothing });
}

/** What the instance failed on so far no longer counts against this entry. */
export function unchargeEntry(write: Writer, entry: number): void {
  write.execute(build.updateTable('outbox_attempt').set({ charged: 0 }).where('entry', '=', entry));
}

/** It has turned out to be a failure of everything: no entry is charged for it, and none has to wait because of it. */
export function unchargeAll(write: Writer): void {
  const charged = build.selectFrom('outbox_attempt').select('entry').where('charged', '=', 1);
  write.execute(
    build
      .updateTable('outbox_entry')
      .set({ next_attempt_at: null })
      .where('seq', 'in', charged)
      .where('state', 'in', ['queued', 'unknown']),
  );
  write.execute(build.updateTable('outbox_attempt').set({ charged: 0 }).where('charged', '=', 1));
}

function add(
  write: Writer,
  seq: number,
  attempts: readonly Attempt[],
  content: Omit<Attempt, 'number'>,
): Attempt[] {
  const added = { ...content, number: (attempts.at(-1)?.number ?? 0) + 1 };
  write.run(insert, { entry: seq, ...stored(added) });
  return [...attempts, added];
}

function change(
  write: Writer,
  seq: number,
  attempts: readonly Attempt[],
  which: readonly Attempt[],
  content: Partial<Attempt>,
): Attempt[] {
  return attempts.map((attempt) => {
    if (!which.includes(attempt)) return attempt;
    const changed = { ...attempt, ...content };
    write.run(update, { entry: seq, ...stored(changed) });
    return changed;
  });
}

function stored(attempt: Attempt): StoredAttempt {
  return {
    number: attempt.number,
    step: attempt.step,
    revision: attempt.revision,
    elsewhere: attempt.isElsewhere ? 1 : 0,
    at: JSON.stringify(attempt.at),
    mod_count: attempt.modCount,
    ended: attempt.ended,
    failure: attempt.failure && JSON.stringify(attempt.failure),
    charged: attempt.isCharged ? 1 : 0,
  };
}
