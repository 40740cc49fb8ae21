import type { Refusal } from '../refusal.ts';

/** What the instance answers. */
export interface Answer {
  status: number;
  /** Several values of one name are sent as several headers. */
  headers: Record<string, string | string[]>;
  body: Buffer | string;
  /** Bytes of a file that are sent instead of a body: so many from there on. */
  file?: { path: string; from: number; size: number };
  /** The connection ends without an answer: `before` anything was done, or `after` all of it was. */
  cut?: 'before' | 'after';
  /** Milliseconds until it is given. */
  late?: number;
}

export const cutBefore: Answer = { status: 0, headers: {}, body: '', cut: 'before' };
export const cutAfter: Answer = { status: 0, headers: {}, body: '', cut: 'after' };

const JSON_TYPE = 'application/json;charset=UTF-8';

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { 'Content-Type': JSON_TYPE, ...headers }, body: JSON.stringify(body) };
}

/** The usual envelope of what went well. */
export function result(body: unknown, headers: Record<string, string> = {}, status = 200): Answer {
  return json(status, { result: body }, headers);
}

export function empty(status: number, headers: Record<string, string> = {}): Answer {
  return { status, headers, body: '' };
}

/** The usual envelope of what did not. */
export function failure(
  status: number,
  message: string,
  detail: string | null,
  headers: Record<string, string> = {},
): Answer {
  return json(status, { error: { message, detail }, status: 'failure' }, headers);
}

export function refused(refusal: Refusal): Answer {
  return failure(refusal.status, refusal.message, refusal.detail, refusal.headers);
}
