import type { Clock } from '../../preload/contract/connection.ts';
import type { Account } from '../account/account.ts';

/** A clock that is off by more than this is worth a word. */
const OFF_MS = 2 * 60_000;

/** The laptop's clock held against the instance's. */
export function clock({ clock: { measured } }: Account): Clock {
  if (measured === null) return { offset: null, measuredAt: null, isOff: false };
  const { offset, at } = measured;
  return { offset, measuredAt: new Date(at).toISOString(), isOff: Math.abs(offset) > OFF_MS };
}
