import { createHash } from 'node:crypto';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { EntryState } from '../../preload/contract/outbox.ts';
import type { Database } from '../../main/database/database.ts';
import type { Attempt } from '../../main/outbox/attempt.ts';
import { type Beginning, shareEntry } from '../../main/outbox/attempts.ts';
import {
  addEntry,
  type Change,
  decidedAt,
  moveEntry,
  type NewEntry,
  readEntry,
} from '../../main/outbox/entries.ts';
import type { Entry, Question } from '../../main/outbox/entry.ts';
import { stamp, type Stamp } from '../../main/outbox/stamp.ts';
import { type EntryEvent, next } from '../../main/outbox/state.ts';
import type { CompiledStep } from '../../main/outbox/steps.ts';

/** When entries are triggered and, unless a test says otherwise, attempted: at eight, and no clock was ever compared. */
export const AT = '2026-01-05T08:00:00.000Z';
export const triggeredAt: Stamp = stamp(Date.parse(AT), null);

/** When a person decides about it, two hours after they triggered it. */
export const decisionAt: Stamp = stamp(Date.parse('2026-01-05T10:00:00.000Z'), null);

/** The instance says no. */
export const REFUSAL: Extract<InstanceFailure, { kind: 'refused' }> = {
  kind: 'refused',
  status: 403,
  message: 'Operation Failed',
  detail: null,
};
/** No answer came. */
export const SILENCE: InstanceFailure = { kind: 'no-answer', message: 'Silence' };
/** The instance failed on it, in its own words. */
export const BROKEN: Extract<InstanceFailure, { kind: 'retry-later' }> = {
  kind: 'retry-later',
  status: 500,
  message: 'Null pointer',
  retryAfterMs: null,
};

/** A new entry about nothing, unless it says otherwise. */
export function newEntry(given: Partial<NewEntry> = {}): NewEntry {
  return {
    key: 'a'.repeat(32),
    action: 'accept',
    label: 'Accept',
    record: null,
    title: '',
    touches: [],
    inputs: {},
    steps: [],
    triggered: triggeredAt,
    ...given,
  };
}

/** Puts an entry into the Outbox and returns its number. */
export function addBareEntry(database: Database, given: Partial<NewEntry> = {}): number {
  return database.transaction((write) => addEntry(write, newEntry(given)));
}

/** The entry of a number; a test that asks for one that is not there fails. */
export function entryOf(database: Database, seq: number): Entry {
  const entry = readEntry(database, seq);
  if (!entry) throw new Error(`there is no entry ${seq}`);
  return entry;
}

/** Puts an entry with these steps into the Outbox; it touches what they name. */
export function addStepsEntry(database: Database, ...steps: CompiledStep[]): Entry {
  const records = steps.flatMap((step) => ('sys_id' in step ? [step] : []));
  const touches = [...new Map(records.map(({ table, sys_id }) => [sys_id, { table, sys_id }])).values()];
  const key = createHash('md5').update(JSON.stringify(steps)).digest('hex');
  return entryOf(database, addBareEntry(database, { key, steps, touches }));
}

/** The first attempt at the first step of an entry, that was done, unless a test says otherwise. */
export function attempt(given: Partial<Attempt> = {}): Attempt {
  return {
    number: 1,
    step: 0,
    revision: 0,
    isElsewhere: false,
    at: triggeredAt,
    modCount: null,
    ended: 'done',
    failure: null,
    isCharged: false,
    ...given,
  };
}

/** What a test says of how an entry moves, besides what the events leave behind. */
export interface Moving extends Omit<Change, 'begins'> {
  /** When each attempt of it is made, and on which version of the record; null: what is sent has no attempt yet. */
  begins?: Partial<Beginning> | null;
}

/** Events with which an attempt begins, those that end one with what came back or with its step, and what a person says. */
const BEGIN: readonly EntryEvent[] = ['send', 'next-step'];
const FAIL: readonly EntryEvent[] = ['later', 'no-answer', 'refuse', 'interrupted'];
const DONE: readonly EntryEvent[] = ['step-done', 'acknowledge'];
const DECIDE: readonly EntryEvent[] = ['try-again', 'let-go', 'edit', 'resolve'];

/**
 * Moves an entry by these events, of which the last leaves the change behind. Every sending begins an attempt (at eight, on no version of the
 * record), every failing one ends it with the failure given, and whatever a person has to decide or has decided is asked and
 * answered without a test saying how.
 */
export function move(
  database: Database,
  { seq }: Pick<Entry, 'seq'>,
  events: readonly EntryEvent[],
  { begins = {}, failure, isCharged, ...left }: Moving = {},
): Entry {
  for (const [at, event] of events.entries())
    database.transaction((write) => {
      const entry = entryOf(database, seq);
      const begun = begins && { at: triggeredAt, modCount: null, ...begins };
      const failed = { ...(failure && { failure }), ...(isCharged !== undefined && { isCharged }) };
      moveEntry(write, entry, event, {
        ...(BEGIN.includes(event) && { begins: begun }),
        ...(FAIL.includes(event) && failed),
        ...(DONE.includes(event) && { step: entry.step + 1 }),
        question: asked(next(entry.state, event), failure),
        ...(DECIDE.includes(event) && decidedAt(entry, decisionAt)),
        ...(at + 1 === events.length && left),
      });
    });
  return entryOf(database, seq);
}

/** The instance fails on an entry that waits in the queue, so many times in a row, and each time it is charged for it. */
export function failOften(database: Database, entry: Pick<Entry, 'seq'>, times: number): Entry {
  for (let time = 0; time < times; time += 1)
    move(database, entry, ['send', 'later', 'look-first', 'not-there'], { failure: BROKEN, isCharged: true });
  return entryOf(database, entry.seq);
}

/** Another laptop has the entry too from now on. */
export function share(database: Database, { seq }: Pick<Entry, 'seq'>): Entry {
  database.transaction((write) => {
    shareEntry(write, entryOf(database, seq));
  });
  return entryOf(database, seq);
}

/** What a person is asked in a state; null where they are not. */
export function questionOf(state: EntryState): Question | null {
  switch (state) {
    case 'refused':
      return refusalQuestion(REFUSAL);
    case 'conflict': {
      const about = { table: 'wm_task', sys_id: '', by: '', at: '', modCount: '5', fields: [] };
      return { about: 'conflict', conflict: { ...about, kind: 'changed' } };
    }
    case 'old':
      return { about: 'old', days: 14 };
    case 'unclear':
      return { about: 'unclear', message: 'Nobody knows' };
    case 'queued':
    case 'sending':
    case 'unknown':
    case 'sent':
      return null;
  }
}

function asked(state: EntryState, failure: InstanceFailure | undefined): Question | null {
  return state === 'refused' && failure?.kind === 'refused' ? refusalQuestion(failure) : questionOf(state);
}

function refusalQuestion({ status, message, detail }: typeof REFUSAL): Question {
  return { about: 'refused', status, message, detail };
}
