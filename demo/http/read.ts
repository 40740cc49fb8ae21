import type { IncomingMessage } from 'node:http';
import type { Call } from './call.ts';

/** The largest body the instance takes (`glide.rest.max_content_length`). */
export const MOST_BYTES = 10_485_760;

/** A body that is larger than the instance takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** Reads a request's address and headers, with the method a client may have put into a header instead. */
export function readHead(request: IncomingMessage): Call {
  const url = new URL(request.url ?? '/', 'http://instance');
  const version = /^\/api\/now\/(v[12])\//.exec(url.pathname)?.[1];
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const method = (headers['x-http-method-override'] ?? request.method ?? 'GET').toUpperCase();
  return {
    method,
    path: version === undefined ? url.pathname : url.pathname.replace(`/${version}/`, '/'),
    version: version === 'v1' || version === 'v2' ? version : '',
    query: url.searchParams,
    headers,
    body: Buffer.alloc(0),
  };
}

/** Reads a request's body to its end. Throws TooLarge for more than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  if (size > most) throw new TooLarge(String(size));
  return Buffer.concat(chunks);
}
