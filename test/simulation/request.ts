import { readFileSync } from 'node:fs';
import { addressOf } from '../../demo/http/read.ts';
import type { Call } from '../../demo/http/call.ts';
import type { Ask } from '../../main/instance/wire.ts';

/** One write that a request asks for: a request of its own, or an item of a batch. */
export interface Write {
  /** Its Idempotency-Key. */
  key: string;
  /** Id within the batch; null outside one. */
  item: string | null;
  /** Method, path and body, which must never differ for the same key. */
  payload: string;
}

/** A request as it goes over the wire. */
export interface Request {
  call: Call;
  /** Milliseconds that its sender waits for an answer. */
  patience: number;
  writes: Write[];
  isBatch: boolean;
  /** Delivered twice it does no more than once. */
  bearsRepeating: boolean;
}

/** Takes a request off the engine's hands, with its file read. */
export function requestOf({ method, path, headers = {}, body, file, patienceMs = 30_000 }: Ask): Request {
  const form = body instanceof URLSearchParams;
  const content = file
    ? readFileSync(file.path)
    : Buffer.from(body === undefined ? '' : form ? body.toString() : JSON.stringify(body));
  const type = file ? file.type : form ? 'application/x-www-form-urlencoded' : 'application/json';
  const call: Call = {
    method,
    ...addressOf(path),
    headers: {
      accept: 'application/json',
      ...(content.length > 0 ? { 'content-type': type } : {}),
      ...headers,
    },
    body: content,
  };
  return {
    call,
    patience: patienceMs,
    isBatch: call.path === BATCH,
    writes: writesOf(call, path),
    bearsRepeating: bearsRepeating(call, body),
  };
}

const BATCH = '/api/now/batch';

interface Item {
  id: string;
  method: string;
  url: string;
  headers?: { name: string; value: string }[];
  body?: string;
}

function writesOf(call: Call, path: string): Write[] {
  if (call.path === BATCH) {
    const { rest_requests: items } = JSON.parse(call.body.toString()) as { rest_requests: Item[] };
    return items.flatMap(({ id, method, url, headers = [], body = '' }) => {
      const key = headers.find(({ name }) => name.toLowerCase() === 'idempotency-key')?.value;
      const content = Buffer.from(body, 'base64').toString();
      return key === undefined
        ? []
        : [{ key, item: id, payload: `${method} ${url.split('?')[0] ?? ''} ${content}` }];
    });
  }
  const key = call.headers['idempotency-key'];
  if (key === undefined) return [];
  return [
    {
      key,
      item: null,
      payload: `${call.method} ${path.split('?')[0] ?? ''} ${call.body.toString('latin1')}`,
    },
  ];
}

/** Notes and files would be there twice; no proxy repeats those, and none repeats a batch. */
function bearsRepeating({ method, path }: Call, body: Ask['body']): boolean {
  if (method === 'GET' || method === 'DELETE') return true;
  if (method === 'PATCH') return body !== undefined && !('work_notes' in body);
  return path.startsWith('/api/now/table/') || path.startsWith('/api/x_outpost/');
}
