import type { Press } from '../press.ts';
import { Violation } from '../violation.ts';

const DAY_MS = 24 * 60 * 60_000;
/** As long as no definition here says otherwise. */
const MOST_DAYS = 14;

/** What is wrong with sending a press at this moment (true time): its person has not spoken of it for weeks. */
export function judgeAsked({ number, spokenAt }: Press, now: number): Violation | null {
  const days = (now - spokenAt) / DAY_MS;
  // Less than a day for the way between the look at the clock and the request.
  if (days < MOST_DAYS + 1) return null;
  return new Violation(
    'asked',
    `press ${number} is sent ${Math.floor(days)} days after its person last spoke of it`,
  );
}
