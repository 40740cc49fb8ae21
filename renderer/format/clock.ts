import type { Clock } from '../../preload/contract/connection.ts';
import { words } from '../messages/messages.ts';
import { clockText, instantText } from './instant.ts';

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** So little is the coarseness of the measuring, not a difference. */
const SAME_MS = 2000;

/** How far off the laptop's clock is: `7 minutes behind the instance’s`. */
function offText(offset: number): string {
  const distance = Math.abs(offset);
  const [unit, length] = units.find(([, ms]) => distance >= 2 * ms) ?? units[3];
  const by = new Intl.NumberFormat(words.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(
    Math.round(distance / length),
  );
  return offset > 0 ? words.clock.behind(by) : words.clock.ahead(by);
}

/** The clock in a fact of the Settings. */
export function clockFact({ offset, measuredAt }: Clock): string {
  if (offset === null || measuredAt === null) return words.clock.never;
  return Math.abs(offset) < SAME_MS ? words.clock.agrees(instantText(measuredAt)) : offText(offset);
}

/** A sentence about a clock that is off, with both times. */
export function clockIsOff(offset: number, now: Date): string {
  const there = new Date(now.getTime() + offset).toISOString();
  return words.clock.isOff(offText(offset), clockText(now.toISOString(), now), clockText(there, now));
}
