import got, { type Got, RequestError } from 'got';
import { createReadStream } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Failed, failureOfAnswer, failureOfTransport, type RawAnswer } from './failed.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Ask {
  method: Method;
  /** Path and query on the instance, beginning with `/`. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON, or as a form when it is URLSearchParams. */
  body?: URLSearchParams | Record<string, unknown>;
  /** A file whose content is sent by stream instead of a body. */
  file?: { path: string; size: number; type: string; sent: (bytes: number) => void };
  /** Milliseconds to wait for the answer; 30,000 when left out. */
  patienceMs?: number;
}

export interface Told {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  /** Parsed body; undefined when there is none (204). */
  json: unknown;
}

/** One instance over HTTP: keeps connections, never follows a redirect, never retries by itself. */
export class Transport {
  readonly origin: string;
  readonly #got: Got;
  readonly #agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  readonly #now: () => number;
  /** Instance clock minus device clock in milliseconds, from the last answer's Date; null before the first. */
  clockOffset: number | null = null;

  constructor(origin: string, version: string, now: () => number) {
    this.origin = origin;
    this.#now = now;
    this.#got = got.extend({
      agent: this.#agents,
      retry: { limit: 0 },
      throwHttpErrors: false,
      followRedirect: false,
      headers: { 'user-agent': `Outpost/${version}`, accept: 'application/json' },
    });
  }

  /** Asks and answers with what a 2xx with JSON (or 204) says; everything else is thrown as Failed. */
  async ask({ method, path, headers = {}, body, file, patienceMs = 30_000 }: Ask): Promise<Told> {
    const writes = method !== 'GET';
    let answer: RawAnswer & { headers: Told['headers'] };
    try {
      const asking = this.#got(this.origin + path, {
        method,
        headers: { ...headers, ...(file ? describe(file) : {}) },
        ...contentOf(body, file),
        responseType: 'text',
        timeout: {
          lookup: 5000,
          connect: 5000,
          secureConnect: 5000,
          // Counted from the last byte sent; an upload may take its time as long as it moves.
          response: patienceMs,
          ...(file ? { socket: patienceMs } : { request: patienceMs * 2 }),
        },
      });
      if (file)
        void asking.on('uploadProgress', ({ transferred }) => {
          file.sent(transferred);
        });
      const response = await asking;
      answer = {
        status: response.statusCode,
        contentType: response.headers['content-type'] ?? '',
        retryAfter: response.headers['retry-after'] ?? null,
        body: response.body,
        headers: response.headers,
      };
    } catch (error) {
      if (error instanceof RequestError) throw new Failed(failureOfTransport(error, writes));
      throw error;
    }
    const json = parse(answer);
    const acknowledged = answer.status >= 200 && answer.status < 300;
    if (!acknowledged || (json === undefined && answer.status !== 204)) {
      throw new Failed(failureOfAnswer(answer, json, writes, this.#now()));
    }
    const date = Date.parse(String(answer.headers['date'] ?? ''));
    if (!Number.isNaN(date)) this.clockOffset = date - this.#now();
    return { status: answer.status, headers: answer.headers, json };
  }

  close(): void {
    this.#agents.http.destroy();
    this.#agents.https.destroy();
  }
}

function contentOf(body: Ask['body'], file: Ask['file']) {
  if (file) return { body: createReadStream(file.path) };
  if (body === undefined) return {};
  return body instanceof URLSearchParams ? { form: Object.fromEntries(body) } : { json: body };
}

/** The length is known, so the instance can refuse what is too large before it is sent. */
function describe({ size, type }: NonNullable<Ask['file']>): Record<string, string> {
  return { 'content-type': type, 'content-length': String(size) };
}

function parse(answer: RawAnswer): unknown {
  if (!answer.contentType.includes('json')) return undefined;
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}
