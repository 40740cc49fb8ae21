import { type RequestError, TimeoutError } from 'got';
import type { InstanceFailure } from '../../preload/contract/failure.ts';

/** A request that was not acknowledged; `failure` says what is known of it. The only error this folder throws. */
export class Failed extends Error {
  readonly failure: InstanceFailure;

  constructor(failure: InstanceFailure) {
    super(failure.message);
    this.name = 'Failed';
    this.failure = failure;
  }
}

/** What was asked for, or why it was not acknowledged. */
export async function orFailure<T>(asked: Promise<T>): Promise<T | InstanceFailure> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Failed) return error.failure;
    throw error;
  }
}

/** The request cannot have reached the instance: there was no connection to send it over. */
const NEVER_LEFT = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'ECONNREFUSED',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Phases of got's time-outs that end before the first byte is sent. */
const BEFORE_SENDING = new Set(['lookup', 'connect', 'secureConnect', 'socket']);

/**
 * What a transport error means. A read that got no answer did nothing, so it counts as not delivered; a write may have
 * been done, unless the connection was never made. The default for writes is *no answer*, never *refused*.
 */
export function failureOfTransport(error: RequestError, writes: boolean): InstanceFailure {
  const neverLeft =
    NEVER_LEFT.has(error.code) ||
    error.code.startsWith('ERR_TLS') ||
    error.code.startsWith('CERT_') ||
    (error instanceof TimeoutError && BEFORE_SENDING.has(error.event));
  if (neverLeft || !writes)
    return { kind: 'not-delivered', message: `The instance cannot be reached (${error.code})` };
  const message = `The instance did not answer (${error.code})`;
  return error instanceof TimeoutError
    ? { kind: 'no-answer', message, cutShort: true }
    : { kind: 'no-answer', message };
}

/** An answer as it came, whatever it is. */
export interface RawAnswer {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/**
 * What an answer other than the expected 2xx JSON means: the answer table (docs/delivery.md), in its one place.
 * `json` is the parsed body, undefined when it is none.
 */
export function failureOfAnswer(
  answer: RawAnswer,
  json: unknown,
  writes: boolean,
  now: number,
): InstanceFailure {
  const { status } = answer;
  const words = errorWords(json);
  if (status === 401) {
    return { kind: 'sign-in-needed', message: words?.message ?? 'The instance asks to sign in again' };
  }
  // A gateway's words: whether the instance behind it has done it, or still does, nobody knows.
  if (writes && status >= 500 && status !== 503 && !words) {
    const message = `The way to the instance failed (${status}) before it answered`;
    return { kind: 'no-answer', message, cutShort: true };
  }
  if (status === 429 || status >= 500) {
    return {
      kind: 'retry-later',
      status,
      message: words?.message ?? `The instance cannot do this at the moment (${status})`,
      retryAfterMs: retryAfterMs(answer, now),
    };
  }
  if (REFUSALS.has(status) && words) return { kind: 'refused', status, ...words };
  return notTheInstance(answer, writes);
}

function notTheInstance(answer: RawAnswer, writes: boolean): InstanceFailure {
  // HTML, a redirect to a sign-in page, an answer of another host: a captive portal or a sleeping instance. A proxy
  // that answers in the instance's place has not passed the request on, but nobody can be sure of it.
  const type = headerOf(answer, 'content-type') ?? 'without a type';
  const message = `Something other than the instance answered (${answer.status} ${type})`;
  return writes ? { kind: 'no-answer', message } : { kind: 'not-delivered', message };
}

function headerOf({ headers }: RawAnswer, name: string): string | null {
  const value = headers[name];
  return value === undefined ? null : String(value);
}

/** Answers that are final, provided that the body is the instance's own error envelope. */
const REFUSALS = new Set([400, 403, 404, 405, 406, 409, 413, 414, 415, 422]);

/**
 * Message and detail of the instance's envelope `{"error":{"message","detail"},"status":"failure"}`, or of OAuth's
 * `{"error":"…","error_description":"…"}`; null for anything else.
 */
function errorWords(json: unknown): { message: string; detail: string | null } | null {
  if (typeof json !== 'object' || json === null || !('error' in json)) return null;
  const { error } = json;
  if (typeof error === 'string') {
    const described = 'error_description' in json ? json.error_description : undefined;
    return { message: typeof described === 'string' ? described : error, detail: null };
  }
  if (typeof error !== 'object' || error === null || !('message' in error)) return null;
  const detail = 'detail' in error && typeof error.detail === 'string' ? error.detail : null;
  return { message: String(error.message), detail };
}

/** Whatever an instance asks for, after this long it is asked again whether it still means it. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;

/** Retry-After is seconds, or an HTTP date by the clock of whoever answered. Milliseconds. */
function retryAfterMs(answer: RawAnswer, now: number): number | null {
  const header = headerOf(answer, 'retry-after');
  if (header === null || header === '') return null;
  const theirs = Date.parse(headerOf(answer, 'date') ?? '');
  const seconds = Number(header);
  const wait = Number.isFinite(seconds)
    ? seconds * 1000
    : Date.parse(header) - (Number.isNaN(theirs) ? now : theirs);
  // No time at all is no answer to when: the laptop's own waiting applies, or it would ask without a pause.
  return wait > 0 ? Math.min(LONGEST_RETRY_AFTER_MS, wait) : null;
}
