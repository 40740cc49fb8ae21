import type { InstanceFailure } from '../../preload/contract/failure.ts';
import type { Ending } from '../database/outbox-schema.ts';
import type { Attempt } from './attempt.ts';

/** What an entry must have for questions about its attempts. */
export interface Attempted {
  step: number;
  revision: number;
  attempts: readonly Attempt[];
  /** The last decision of a person; null when they have only triggered it. */
  decided: { attempts: number } | null;
}

/**
 * Why the next step of an entry may have been done already: an attempt at it without a certain end. `elsewhere`: another laptop has the
 * entry too. `silent`: no answer came. `failed`: the instance failed on it, perhaps halfway. `let-go`: nobody could tell, and a
 * person has said that it is to go again.
 */
export type Doubt = 'none' | 'silent' | 'failed' | 'let-go' | 'elsewhere';

/** A request may reach the instance this long after its connection broke (milliseconds). */
const LATE_MS = 10_000;
/** An instance may work on a request this long: its own quota for one (milliseconds). */
export const LONGEST_WORK_MS = 60_000;

/** What each ending leaves open, and for how long after it the request may still arrive (milliseconds). */
export const endings: Record<Ending, { doubt: Doubt; arrivesWithin: number }> = {
  done: { doubt: 'none', arrivesWithin: 0 },
  'not-delivered': { doubt: 'none', arrivesWithin: 0 },
  'turned-away': { doubt: 'none', arrivesWithin: 0 },
  refused: { doubt: 'none', arrivesWithin: 0 },
  failed: { doubt: 'failed', arrivesWithin: 0 },
  silent: { doubt: 'silent', arrivesWithin: LATE_MS },
  'cut-short': { doubt: 'silent', arrivesWithin: LONGEST_WORK_MS },
  'let-go': { doubt: 'let-go', arrivesWithin: LATE_MS },
  'not-there': { doubt: 'none', arrivesWithin: 0 },
};

/** How an attempt ended that came to this. */
export function endingOf(failure: InstanceFailure): Ending {
  switch (failure.kind) {
    case 'not-delivered':
    case 'sign-in-needed':
      return 'not-delivered';
    case 'no-answer':
      return failure.cutShort ? 'cut-short' : 'silent';
    case 'refused':
      return 'refused';
    case 'retry-later':
      return failure.status >= 500 ? 'failed' : 'turned-away';
  }
}

/** How long after an attempt its request may still arrive (milliseconds). */
export function arrivesWithin({ ended }: Pick<Attempt, 'ended'>): number {
  return ended === null ? 0 : endings[ended].arrivesWithin;
}

/** Attempts at the next step, in order, those of another laptop left out. */
function atNextStep({ step, revision, attempts }: Attempted): Attempt[] {
  return attempts.filter((one) => one.step === step && one.revision === revision && !isOpenElsewhere(one));
}

/** Another laptop has the entry too, and no person has let it go all the same. */
export function isOpenElsewhere({ isElsewhere, ended }: Attempt): boolean {
  return isElsewhere && ended === null;
}

/** The attempt that is under way: its request may have left. Undefined while there is none. */
export function underWay({ attempts }: Pick<Attempted, 'attempts'>): Attempt | undefined {
  return attempts.find(({ ended, isElsewhere }) => ended === null && !isElsewhere);
}

/** The attempt at the next step that is under way or was the last one; undefined when there was none. */
export function lastAttempt(entry: Attempted): Attempt | undefined {
  return atNextStep(entry).at(-1);
}

/** Attempts at the next step that may have done it, in order, with that of another laptop. */
export function doubtful(entry: Attempted): Attempt[] {
  const elsewhere = entry.attempts.filter(isOpenElsewhere);
  const open = atNextStep(entry).filter(({ ended }) => ended !== null && endings[ended].doubt !== 'none');
  return [...elsewhere, ...open];
}

/** Why the next step may have been done already. What another laptop may do outweighs what is known of the last attempt here. */
export function doubtOf(entry: Attempted): Doubt {
  if (isShared(entry)) return 'elsewhere';
  const ended = doubtful(entry).at(-1)?.ended;
  return ended ? endings[ended].doubt : 'none';
}

/** Another laptop has the entry too, and may send it. */
export function isShared({ attempts }: Pick<Attempted, 'attempts'>): boolean {
  return attempts.some(isOpenElsewhere);
}

/** How often the next step was tried here since a person last decided, requests left out that never got in. */
export function triesOf(entry: Attempted): number {
  const since = entry.decided?.attempts ?? 0;
  return atNextStep(entry).filter(
    ({ number, ended, isElsewhere }) => number > since && ended !== 'not-delivered' && !isElsewhere,
  ).length;
}

/** Times in a row that the instance failed on the next step. */
export function failuresOf({ step, attempts }: Pick<Attempted, 'step' | 'attempts'>): number {
  return attempts.filter((one) => one.isCharged && one.step === step).length;
}

/** Whether a request with the payload and the key of the next step has ever been made. */
export function wasMade(entry: Attempted): boolean {
  return atNextStep(entry).some(({ ended }) => ended !== null);
}
