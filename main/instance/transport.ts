import { InstanceClock } from './clock.ts';
import { Failed, failureOfAnswer, type RawAnswer } from './failed.ts';
import type { Ask, Wire } from './wire.ts';

export interface Told {
  status: number;
  headers: RawAnswer['headers'];
  /** Parsed body; undefined when there is none (204). */
  json: unknown;
}

/** One instance over a wire: judges every answer and reads the instance's clock off it. */
export class Transport {
  readonly #wire: Wire;
  readonly #now: () => number;
  readonly clock = new InstanceClock();

  constructor(wire: Wire, now: () => number) {
    this.#wire = wire;
    this.#now = now;
  }

  /** Asks. Returns what a 2xx with JSON (or a 204) says; everything else is thrown as Failed. */
  async ask(ask: Ask): Promise<Told> {
    const sent = this.#now();
    const answer = await this.#wire.send(ask);
    const came = this.#now();
    const told = judge(answer, ask.method !== 'GET', came);
    this.clock.hear(String(answer.headers['date'] ?? ''), sent, came);
    return told;
  }

  /**
   * Takes the content of a file piece by piece; `isIt` tells by the answer's headers whether it is the file that was asked for, and not
   * the page of a hotel network. Throws Failed; what was taken until then is worth nothing.
   */
  async fetch(
    ask: Ask & Required<Pick<Ask, 'take'>>,
    isIt: (headers: RawAnswer['headers']) => boolean,
  ): Promise<void> {
    const answer = await this.#wire.send(ask);
    if (answer.status === 200 && isIt(answer.headers)) return;
    throw new Failed(failureOfAnswer(answer, parse(answer), false, this.#now()));
  }

  close(): void {
    this.#wire.close();
  }
}

/** What an answer tells if it is a 2xx with JSON (or a 204); anything else is thrown as Failed. */
export function judge(answer: RawAnswer, writes: boolean, now: number): Told {
  const { status, headers } = answer;
  const json = parse(answer);
  const acknowledged = status >= 200 && status < 300;
  if (!acknowledged || (json === undefined && status !== 204)) {
    throw new Failed(failureOfAnswer(answer, json, writes, now));
  }
  return { status, headers, json };
}

function parse({ headers, body }: RawAnswer): unknown {
  if (!String(headers['content-type'] ?? '').includes('json')) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
