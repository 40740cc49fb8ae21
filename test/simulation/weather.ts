import type { RawAnswer } from '../../main/instance/failed.ts';
import type { Chance } from '../support/chance.ts';
import type { Request } from './request.ts';

/** What becomes of one request on its way. Times are milliseconds from its sending. */
export type Fate =
  /** There was no connection to send it over. */
  | { kind: 'never-left'; after: number; code: string }
  | { kind: 'answered'; there: number; back: number; quirk: Quirk }
  /** No answer: it never arrives (`there` null), its answer is lost, or it arrives when nobody waits any more. */
  | { kind: 'unanswered'; there: number | null; after: number; timedOut: boolean }
  /** Something between answers in the instance's place; the request may have been passed on all the same. */
  | { kind: 'instead'; after: number; answer: RawAnswer; there: number | null };

/** What may be odd about a request that arrives and is answered. */
type Quirk =
  | 'none'
  /** A proxy delivers it once more right away, and the answer is that of the last. */
  | 'again'
  /** All access tokens have just ended. */
  | 'tokens-end'
  /** Of a batch, what comes after the first larger request is left unserviced. */
  | 'cut-short'
  /** Of a batch, one request fails. */
  | 'one-fails';

/** How the way to the instance is for a while. */
export type Weather = 'fair' | 'rough' | 'away' | 'silent' | 'portal' | 'maintenance' | 'busy';

export const weathers: readonly (readonly [number, Weather])[] = [
  [30, 'fair'],
  [40, 'rough'],
  [12, 'away'],
  [5, 'silent'],
  [5, 'portal'],
  [4, 'maintenance'],
  [4, 'busy'],
];

/** A request that nobody waits for any more still arrives this late at most. */
const LATEST_MS = 4000;

export function fateOf(weather: Weather, chance: Chance, request: Request): Fate {
  switch (weather) {
    case 'fair':
      return passes(chance);
    case 'rough':
      return chance.is(0.7) ? passes(chance) : mishap(chance, request);
    case 'away':
      return neverLeaves(chance);
    case 'silent':
      return unanswered(null, 30_000, true);
    case 'portal':
      return instead(chance, chance.is(0.5) ? signInPage : redirect, false);
    case 'maintenance':
      return instead(chance, unavailable(chance.is(0.5) ? chance.whole(1, 30) : null), false);
    case 'busy':
      return instead(chance, tooMany(chance.whole(1, 20)), false);
  }
}

function passes(chance: Chance, quirk: Quirk = 'none'): Fate {
  const there = chance.whole(5, 150);
  return { kind: 'answered', there, back: there + chance.whole(5, 150), quirk };
}

function mishap(chance: Chance, request: Request): Fate {
  const soon = chance.whole(1, 400);
  return chance.weighed<() => Fate>([
    [2, () => neverLeaves(chance)],
    // The connection breaks, or nothing comes until patience ends: before or after the work was done, or long before.
    [2, () => unanswered(null, soon, false)],
    [1, () => unanswered(null, request.patience, true)],
    [4, () => unanswered(chance.whole(0, soon), soon, false)],
    [1, () => unanswered(soon, request.patience, true)],
    [2, () => unanswered(soon + chance.whole(1, LATEST_MS), soon, false)],
    [1, () => instead(chance, signInPage, false)],
    [1, () => instead(chance, unavailable(chance.whole(1, 10)), false)],
    [1, () => instead(chance, tooMany(chance.whole(1, 10)), false)],
    [2, () => instead(chance, internalError, false)],
    [2, () => instead(chance, gateway(chance.is(0.5) ? 502 : 504), chance.is(0.5))],
    [2, () => passes(chance, request.bearsRepeating ? 'again' : 'none')],
    [2, () => passes(chance, 'tokens-end')],
    [request.isBatch ? 8 : 0, () => passes(chance, chance.is(0.5) ? 'cut-short' : 'one-fails')],
  ])();
}

function neverLeaves(chance: Chance): Fate {
  const code = chance.one(['ENOTFOUND', 'ECONNREFUSED', 'EHOSTUNREACH', 'EAI_AGAIN']) ?? 'ENOTFOUND';
  return { kind: 'never-left', after: chance.whole(1, 300), code };
}

function unanswered(there: number | null, after: number, timedOut: boolean): Fate {
  return { kind: 'unanswered', there, after, timedOut };
}

function instead(chance: Chance, answer: RawAnswer, done: boolean): Fate {
  const after = chance.whole(5, 300);
  return { kind: 'instead', after, answer, there: done ? chance.whole(1, after) : null };
}

export function page(status: number, headers: Record<string, string> = {}): RawAnswer {
  return {
    status,
    headers: { 'content-type': 'text/html', ...headers },
    body: '<!DOCTYPE html><title>Hotel</title>',
  };
}

function json(status: number, message: string, headers: Record<string, string> = {}): RawAnswer {
  const body = JSON.stringify({ error: { message, detail: null }, status: 'failure' });
  return { status, headers: { 'content-type': 'application/json;charset=UTF-8', ...headers }, body };
}

const signInPage = page(200);
const redirect = page(302, { location: 'https://wifi.hotel.example/sign-in' });
const internalError = json(500, 'Internal Server Error');
const gateway = (status: number): RawAnswer => page(status);
const tooMany = (seconds: number): RawAnswer =>
  json(429, 'Rate limit exceeded', { 'retry-after': String(seconds) });
const unavailable = (seconds: number | null): RawAnswer =>
  page(503, seconds === null ? {} : { 'retry-after': String(seconds) });
