import { RequestError, TimeoutError } from 'got';
import { incomingOf } from '../../demo/api/attachment/incoming.ts';
import { dispatch } from '../../demo/api/dispatch.ts';
import { faultOf } from '../../demo/faults/wish.ts';
import { type Answer, refused } from '../../demo/http/answer.ts';
import type { Instance } from '../../demo/instance.ts';
import { operationFailed } from '../../demo/refusal.ts';
import { Failed, failureOfTransport, type RawAnswer } from '../../main/instance/failed.ts';
import type { Ask, WireTo } from '../../main/instance/wire.ts';
import type { Chance } from '../support/chance.ts';
import type { Clock } from './clock.ts';
import type { Life } from './life.ts';
import { type Request, requestOf } from './request.ts';
import { type Fate, fateOf, type Weather } from './weather.ts';

/** Who sees what goes over the wire. */
export interface Witness {
  /** A request is about to leave. Answers the entries that it is of, in words. */
  sends: (life: Life, request: Request) => string;
  /** What its sender got to hear, if anything. */
  hears: (life: Life, request: Request, heard: RawAnswer | null) => void;
  note: (line: string) => void;
}

/** The way between laptops and the instance: it delays, loses, repeats and falsifies what it carries, as the weather is. */
export class Network {
  weather: Weather = 'fair';
  /** What becomes of the next requests that write, whatever the weather; then it is the weather's again. */
  readonly fates: Fate[] = [];
  /** Labels and types of fields are not told any more: laptops know them by then, and they take long to tell. */
  hidesDictionary = false;
  /** New records get the sys_id that the client chose: then a create that comes twice is refused the second time. */
  keepsSysIds = true;
  readonly #clock: Clock;
  readonly #chance: Chance;
  readonly #instance: Instance;
  readonly #witness: Witness;
  /** Requests so far. */
  count = 0;

  constructor(clock: Clock, chance: Chance, instance: Instance, witness: Witness) {
    this.#clock = clock;
    this.#chance = chance;
    this.#instance = instance;
    this.#witness = witness;
  }

  /** The wires of one process. */
  wireTo(life: Life): WireTo {
    return () => ({ send: (ask) => this.#send(life, ask), close: () => undefined });
  }

  #send(life: Life, ask: Ask): Promise<RawAnswer> {
    if (life.isOver) return new Promise(() => undefined);
    this.count += 1;
    const request = requestOf(ask);
    const scripted = request.writes.length > 0 ? this.fates.shift() : undefined;
    const fate = scripted ?? fateOf(this.weather, this.#chance, request);
    const entries = this.#witness.sends(life, request);
    const about = `request ${this.count}`;
    const { method, path } = request.call;
    this.#witness.note(`${about} ${method} ${path} ${entries}${inWords(fate)}`);
    life.asking += 1;
    return new Promise((resolve, reject) => {
      this.#carry(fate, request, about, (after, heard) => {
        this.#clock.after(after, life, () => {
          life.asking -= 1;
          const answer = heard();
          this.#witness.hears(life, request, answer instanceof Failed ? null : answer);
          this.#witness.note(
            `${about}: ${answer instanceof Failed ? answer.message : String(answer.status)}`,
          );
          if (answer instanceof Failed) reject(answer);
          else resolve(answer);
        });
      });
    });
  }

  #carry(
    fate: Fate,
    request: Request,
    about: string,
    tell: (after: number, heard: () => RawAnswer | Failed) => void,
  ): void {
    const writes = request.call.method !== 'GET';
    switch (fate.kind) {
      case 'never-left':
        tell(fate.after, () => new Failed(failureOfTransport(broken(fate.code), writes)));
        return;
      case 'answered': {
        let answer: RawAnswer | null = null;
        this.#arrives(fate.there, about, () => {
          if (fate.quirk === 'tokens-end') this.#instance.tokens.revokeAll('access');
          if (fate.quirk === 'again' && this.#bearsRepeating(request)) this.#perform(request);
          answer = this.#oddly(fate.quirk, () => this.#perform(request));
          return answer;
        });
        tell(fate.back, () => answer ?? new Failed(failureOfTransport(broken('ECONNRESET'), writes)));
        return;
      }
      case 'unanswered':
        if (fate.there !== null) this.#arrives(fate.there, about, () => this.#perform(request));
        tell(
          fate.after,
          () => new Failed(failureOfTransport(fate.timedOut ? late() : broken('ECONNRESET'), writes)),
        );
        return;
      case 'instead':
        if (fate.there !== null) this.#arrives(fate.there, about, () => this.#perform(request));
        tell(fate.after, () => fate.answer);
    }
  }

  #bearsRepeating({ call, bearsRepeating }: Request): boolean {
    const creates = call.method === 'POST' && call.path.startsWith('/api/now/table/');
    return bearsRepeating && (this.keepsSysIds || !creates);
  }

  #arrives(after: number, about: string, perform: () => RawAnswer): void {
    this.#clock.after(after, null, () => {
      this.#witness.note(`${about} arrives: ${perform().status}`);
    });
  }

  /** Performs a batch that the instance does only in part. */
  #oddly(quirk: string, perform: () => RawAnswer): RawAnswer {
    const { limits, faults } = this.#instance;
    const usual = limits.batchItemBytes;
    if (quirk === 'cut-short') limits.batchItemBytes = this.#chance.whole(200, 700);
    if (quirk === 'one-fails') {
      const match = this.#chance.one(['PATCH', 'POST']) ?? '';
      faults.set(faultOf({ name: 'error-500', times: 1, match }, 0));
    }
    const answer = perform();
    limits.batchItemBytes = usual;
    faults.clear();
    return answer;
  }

  #perform({ call }: Request): RawAnswer {
    const date = new Date(this.#instance.now()).toUTCString();
    if (this.hidesDictionary && call.path.startsWith('/api/now/ui/meta/'))
      return asReceived(refused(operationFailed('The dictionary is hidden')), date);
    const { files, limits } = this.#instance;
    const incoming = incomingOf(call, files, limits);
    incoming?.push(call.body);
    const whole = incoming ? { ...call, upload: incoming.end() } : call;
    return asReceived(dispatch(this.#instance, whole), date);
  }
}

function asReceived({ status, headers, body }: Answer, date: string): RawAnswer {
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return { status, headers: { date, ...Object.fromEntries(named) }, body: body.toString() };
}

/** An error as got throws it; only what main/instance/failed.ts looks at. */
function broken(code: string): RequestError {
  return Object.assign(Object.create(RequestError.prototype) as RequestError, { code, message: code });
}

function late(): TimeoutError {
  const error = Object.create(TimeoutError.prototype) as TimeoutError;
  return Object.assign(error, { code: 'ETIMEDOUT', event: 'response' as const, message: 'ETIMEDOUT' });
}

function inWords(fate: Fate): string {
  switch (fate.kind) {
    case 'never-left':
      return `cannot leave (${fate.code})`;
    case 'answered':
      return `is carried${fate.quirk === 'none' ? '' : ` (${fate.quirk})`}`;
    case 'unanswered':
      if (fate.there === null) return 'gets lost';
      return fate.there > fate.after ? 'is given up and comes late' : 'is carried, its answer gets lost';
    case 'instead':
      return `is answered by another (${fate.answer.status})${fate.there === null ? '' : ', and carried'}`;
  }
}
