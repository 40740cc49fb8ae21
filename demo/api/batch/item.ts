import { readFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { failure, type Answer } from '../../http/answer.ts';
import type { Call, SignedCall } from '../../http/call.ts';
import { addressOf } from '../../http/read.ts';
import { isTooLong, tooLong } from '../../http/too-long.ts';
import { isForm } from '../attachment/incoming.ts';

const schema = z.object({
  method: z.string().regex(/^[A-Za-z]{1,20}$/),
  url: z.string().startsWith('/'),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  body: z.string().nullish(),
});

/** One request of a batch as it came in: it has an id, and what else it needs is found out when its turn comes. */
export type Item = Readonly<Record<string, unknown>> & { id: string };

/** The request that an item stands for, made by whoever makes the batch; a refusal when it stands for none. */
export function callOf(item: Item, outer: SignedCall): Call | Answer {
  const parsed = schema.safeParse(item);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return failure(400, 'Invalid batch item', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  const { url, body } = parsed.data;
  if (isTooLong(url)) return tooLong;
  const address = addressOrNull(url);
  if (!address)
    return failure(400, 'Requested URI does not represent any resource', 'The address is not well-formed');
  if (address.path === '/api/now/batch') return failure(400, 'A batch within a batch is not supported', null);
  const call = { ...address, ...headOf(parsed.data, outer), body: Buffer.from(body ?? '', 'base64') };
  // Forms are read asynchronously, but a batch is one transaction and cannot wait.
  return isForm(call) ? failure(400, 'A form within a batch is not supported', null) : call;
}

/** Method and headers of an item. Who asks, it cannot say for itself. */
function headOf(item: z.infer<typeof schema>, outer: SignedCall): Pick<Call, 'method' | 'headers'> {
  const given = Object.fromEntries(item.headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const token = outer.headers['x-usertoken'];
  return {
    method: (given['x-http-method-override'] ?? item.method).toUpperCase(),
    headers: {
      accept: outer.headers['accept'] ?? '*/*',
      ...given,
      authorization: outer.headers['authorization'] ?? '',
      cookie: outer.headers['cookie'] ?? '',
      ...(token !== undefined && { 'x-usertoken': token }),
    },
  };
}

/** An answer as the batch reports it. */
export function serviced(item: Item, answer: Answer, milliseconds: number): object {
  const headers = Object.entries(answer.headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
  return {
    id: item.id,
    status_code: answer.status,
    status_text: STATUS_CODES[answer.status] ?? '',
    headers: item['exclude_response_headers'] === true ? [] : headers,
    body: bytesOf(answer).toString('base64'),
    execution_time: Math.round(milliseconds),
    ...(answer.status >= 400 && { error_message: wordsOf(answer) }),
  };
}

/** The answer's bytes. Of a file they are read at once: it is no larger than an item of a batch may be. */
function bytesOf({ file, body }: Answer): Buffer {
  if (!file || file.size === 0) return Buffer.from(body);
  return readFileSync(file.path).subarray(file.from, file.from + file.size);
}

function wordsOf({ status, body }: Answer): string {
  const words = /^\{"error":\{"message":("(?:[^"\\]|\\.)*")/.exec(body.toString())?.[1];
  return words === undefined ? (STATUS_CODES[status] ?? '') : String(JSON.parse(words));
}

function addressOrNull(url: string): Pick<Call, 'path' | 'version' | 'query'> | null {
  try {
    return addressOf(url);
  } catch {
    return null;
  }
}
