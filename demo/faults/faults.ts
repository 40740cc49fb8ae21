/** Everything that can be made to go wrong, and what it does. */
export const faultNames = {
  offline: 'Every connection is cut before the request is read',
  latency: 'Answers come late, by "ms" milliseconds',
  'error-500': 'The request is answered with an internal error; nothing is done, or with "done" everything',
  'error-502': 'A gateway answers for the instance that it got no proper answer; "done" as above',
  'error-503': 'The instance is not to be had for "seconds" seconds, as Retry-After says; "done" as above',
  'error-504': 'A gateway answers that the instance took too long; "done" as above',
  'quota-exceeded': 'The instance cancels the request because it took too long, and undoes it',
  'lose-replies': 'The request is done, and the connection is cut instead of an answer',
  'drop-requests': 'The request is read, nothing is done, and the connection is cut',
  'maintenance-html':
    'A page of HTML is answered with status 200, as a hibernating instance or a hotel network does',
  'rate-limit': 'The request is answered with 429 and a Retry-After of "seconds"',
  'expire-tokens': 'All access tokens end when such a request comes',
  'edit-elsewhere':
    'Somebody else changes "fields" of a record just before a request about it, or of "record" before any request',
  'own-sys-ids': 'New records get a sys_id of the instance, whatever the client chose',
  'clock-skew': "The instance's clock is off by 'ms' milliseconds",
} as const;

export type FaultName = keyof typeof faultNames;

/** A fault that is switched on. */
export interface Fault {
  name: FaultName;
  /** How often still; null until it is switched off. */
  times: number | null;
  /** Beginning of `METHOD /path?query`; empty for every request. */
  match: string;
  ms: number;
  seconds: number;
  fields: Record<string, string>;
  /** `table/sys_id` of the record that is changed elsewhere; empty for the one that the request names. */
  record: string;
  /** `user_name` of who changes it. */
  as: string;
  /** Whether an error is answered to work that was done. */
  done: boolean;
  /** By the real clock, in milliseconds since 1970, when it ends by itself; null when it does not. */
  until: number | null;
}

/** The faults switched on, one of each name and match. Not kept across restarts: a restart is what ends trouble. */
export class Faults {
  readonly #now: () => number;
  #faults: Fault[] = [];
  #serving: string | null = null;
  /** Told of every change, for the page. */
  changed: () => void = () => undefined;

  constructor(now: () => number) {
    this.#now = now;
  }

  active(): readonly Fault[] {
    this.#faults = this.#faults.filter((fault) => fault.until === null || fault.until > this.#now());
    return this.#faults;
  }

  /** Switches a fault on, or off with `times` 0; without a match, off means all of that name. */
  set(fault: Fault): void {
    const replaced = (other: Fault): boolean =>
      other.name === fault.name && (other.match === fault.match || (fault.times === 0 && fault.match === ''));
    this.#faults = this.#faults.filter((other) => !replaced(other));
    if (fault.times !== 0) this.#faults.push(fault);
    this.changed();
  }

  clear(): void {
    this.#faults = [];
    this.changed();
  }

  /** The fault of that name if it hits the request and `fits`; hitting takes one of its times. */
  take(name: FaultName, request: string, fits: (fault: Fault) => boolean = () => true): Fault | null {
    const fault = this.active().find(
      (active) => active.name === name && request.startsWith(active.match) && fits(active),
    );
    if (!fault) return null;
    if (fault.times !== null) {
      fault.times -= 1;
      if (fault.times === 0) this.#faults = this.#faults.filter((other) => other !== fault);
      this.changed();
    }
    return fault;
  }

  /** How far the instance's clock is off; a fault for some requests sets it wrong while they are served. */
  get skew(): number {
    const off = this.active().find(
      ({ name, match }) => name === 'clock-skew' && (match === '' || this.#serving?.startsWith(match)),
    );
    return off?.ms ?? 0;
  }

  /** Does the work of a request, whose name is known meanwhile. */
  whileServing<T>(request: string, work: () => T): T {
    const outer = this.#serving;
    this.#serving = request;
    try {
      return work();
    } finally {
      this.#serving = outer;
    }
  }
}
