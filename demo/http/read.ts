import type { IncomingMessage } from 'node:http';
import type { Call } from './call.ts';

/** A body that is larger than the instance takes. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/**
 * An address in parts; the version of the API is none of the path, and slashes in a row are one, as clients rely on.
 * Throws for what is no address.
 */
export function addressOf(text: string): Pick<Call, 'path' | 'version' | 'query'> {
  const [path = '', ...query] = text.split('?');
  const url = new URL([path.replace(/\/{2,}/g, '/'), ...query].join('?'), 'http://instance');
  const version = /^\/api\/now\/(v[12])\//.exec(url.pathname)?.[1];
  return {
    path: version === undefined ? url.pathname : url.pathname.replace(`/${version}/`, '/'),
    version: version === 'v1' || version === 'v2' ? version : '',
    query: url.searchParams,
  };
}

/** Reads a request's address and headers, with the method a client may have put into a header instead. */
export function readHead(request: IncomingMessage): Call {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const method = (headers['x-http-method-override'] ?? request.method ?? 'GET').toUpperCase();
  return { method, ...addressOf(request.url ?? '/'), headers, body: Buffer.alloc(0) };
}

/** Reads a request's body to its end. Throws TooLarge for more than `most` bytes. */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const told = Number(request.headers['content-length'] ?? Number.NaN);
  // A body that says how long it is goes where it stays; one that does not is put together at the end.
  const whole = told <= most ? Buffer.allocUnsafeSlow(told) : null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (whole) chunk.copy(whole, size);
    else if (size + chunk.length <= most) chunks.push(chunk);
    size += chunk.length;
  }
  if (size > most) throw new TooLarge(String(size));
  return whole ? whole.subarray(0, size) : Buffer.concat(chunks);
}

/** Gives a request's body on as it comes, so that none of it stays in memory. */
export async function passBody(request: IncomingMessage, to: (chunk: Buffer) => void): Promise<void> {
  for await (const chunk of request as AsyncIterable<Buffer>) to(chunk);
}
