/**
 * Milliseconds to wait before attempt number `attempt` (1 is the first repetition): exponential, capped at `capMs`, then with
 * full jitter, so that a thousand laptops do not come back in the same second (docs/peers.md, row 22).
 */
export function backoff(attempt: number, capMs: number, random: () => number): number {
  const ceiling = Math.min(capMs, FIRST_MS * 2 ** Math.min(attempt - 1, 20));
  return Math.round(random() * ceiling);
}

const FIRST_MS = 2000;

/** No entry waits longer than this for its next attempt; what an instance asks for besides is the breaker's to keep. */
export const LONGEST_WAIT_MS = 5 * 60_000;
