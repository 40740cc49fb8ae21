import type { Definition } from '../definition/schema.ts';
import type { Times } from '../definition/template.ts';
import { utcText } from '../query/utc.ts';

/** Milliseconds to add to a time of the laptop before it is sent: what the definition says and is known of the clocks. */
export function correctionOf(times: Definition['times'], clockOffset: number | null): number {
  return times === 'raw' ? 0 : (clockOffset ?? 0);
}

/**
 * The time of an action as its templates see it. While the offset of the clocks is not known (`clockOffset` null) the laptop's
 * time stands for both; the entry then says so by having no offset.
 */
export function timesOf(times: Definition['times'], at: Date, clockOffset: number | null): Times {
  const now = utcText(at.getTime() + correctionOf(times, clockOffset));
  return times === 'both' ? { now, clocks: { device: utcText(at.getTime()), corrected: now } } : { now };
}
