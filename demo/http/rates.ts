import type { Session } from '../access/session.ts';
import type { Limits } from '../limits.ts';
import { Refusal } from '../refusal.ts';

const HOUR = 3_600_000;

/** The rule's own record, as `X-RateLimit-Rule` names it. */
const RULE = 'f1d0c3a5d7b1a310f6c8d5e46a2f7b90';

/** Counts requests by user and hour (`sys_rate_limit_rules`). */
export class Rates {
  #hour = 0;
  readonly #counts = new Map<string, number>();

  /** Counts one more and gives the headers that say so. Refuses it when it is one too many. */
  count({ limits, now }: { limits: Limits; now: () => number }, session: Session): Record<string, string> {
    const limit = limits.requestsPerHour;
    if (limit === null) return {};
    const hour = Math.floor(now() / HOUR);
    if (hour !== this.#hour) this.#counts.clear();
    this.#hour = hour;
    const count = (this.#counts.get(session.sysId) ?? 0) + 1;
    this.#counts.set(session.sysId, count);
    const reset = ((hour + 1) * HOUR) / 1000;
    if (count > limit) throw tooMany(limit, reset, Math.ceil(reset - now() / 1000));
    return headersOf(limit, reset);
  }
}

/** What a request too many is answered with. Times are in seconds. */
export function tooMany(limit: number, reset: number, wait: number): Refusal {
  const detail = `Rate limit of ${limit} requests per hour for Table API exceeded`;
  return new Refusal(429, 'Rate limit exceeded', detail, {
    ...headersOf(limit, reset),
    'Retry-After': String(wait),
  });
}

function headersOf(limit: number, reset: number): Record<string, string> {
  return { 'X-RateLimit-Limit': String(limit), 'X-RateLimit-Reset': String(reset), 'X-RateLimit-Rule': RULE };
}
