import got, { type Got, type Request, RequestError, type Response } from 'got';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Failed, failureOfTransport, type RawAnswer } from './failed.ts';

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
  /** Takes the content of a 200 piece by piece; the answer's body is then empty. */
  take?: (piece: Uint8Array) => void;
  /** Called right before it leaves, each time it does (a token may have to be fetched first): what it throws keeps it here. */
  leaving?: (() => void) | undefined;
  /** Milliseconds to wait for the answer; 30,000 when left out. */
  patienceMs?: number;
}

/**
 * The way of one request to one instance and back, before anybody judges the answer. The simulation hands in its own, which
 * loses, delays and doubles what it carries.
 */
export interface Wire {
  /** Returns whatever came back, of whatever status. Throws Failed `not-delivered` or `no-answer` when nothing did. */
  send: (ask: Ask) => Promise<RawAnswer>;
  close: () => void;
}

/** Makes the wire to an origin such as `https://acme.service-now.com`; `version` is Outpost's own, for the user agent. */
export type WireTo = (origin: string, version: string) => Wire;

/** HTTP by got: keeps connections, never follows a redirect, never retries by itself. */
export const httpWire: WireTo = (origin, version) => {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const asking = got.extend({
    agent: agents,
    retry: { limit: 0 },
    throwHttpErrors: false,
    followRedirect: false,
    headers: { 'user-agent': `Outpost/${version}`, accept: 'application/json' },
  });
  return {
    async send(ask) {
      try {
        return await (ask.take ? download(asking, origin, ask, ask.take) : exchange(asking, origin, ask));
      } catch (error) {
        if (error instanceof RequestError) throw new Failed(failureOfTransport(error, ask.method !== 'GET'));
        throw error;
      }
    },
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
};

/** Milliseconds. */
const PATIENCE_MS = 30_000;
const connecting = { lookup: 5000, connect: 5000, secureConnect: 5000 };

async function exchange(
  asking: Got,
  origin: string,
  { method, path, headers = {}, body, file, patienceMs = PATIENCE_MS }: Ask,
): Promise<RawAnswer> {
  const request = asking(origin + path, {
    method,
    headers: { ...headers, ...(file ? describe(file) : {}) },
    ...contentOf(body, file),
    responseType: 'text',
    timeout: {
      ...connecting,
      // Counted from the last byte sent; an upload may take its time as long as it moves.
      response: patienceMs,
      ...(file ? { socket: patienceMs } : { request: patienceMs * 2 }),
    },
  });
  if (file)
    void request.on('uploadProgress', ({ transferred }) => {
      file.sent(transferred);
    });
  const { statusCode: status, headers: told, body: text } = await request;
  return { status, headers: told, body: text };
}

function download(
  asking: Got,
  origin: string,
  { path, headers = {}, patienceMs = PATIENCE_MS }: Ask,
  take: (piece: Uint8Array) => void,
): Promise<RawAnswer> {
  // However long it takes, as long as something comes.
  const timeout = { ...connecting, response: patienceMs, socket: patienceMs };
  return receive(asking.stream(origin + path, { headers, timeout }), take);
}

/** Most bytes of an answer that is not the content asked for: the instance's words about why. */
const LONGEST_WORDS = 65_536;

async function receive(stream: Request, take: (piece: Uint8Array) => void): Promise<RawAnswer> {
  const [response] = (await once(stream, 'response')) as [Response];
  const { statusCode: status, headers } = response;
  let body = '';
  for await (const piece of stream as AsyncIterable<Uint8Array>) {
    if (status === 200) take(piece);
    else if (body.length < LONGEST_WORDS) body += Buffer.from(piece).toString('utf8');
  }
  return { status, headers, body };
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
