import { z } from 'zod';
import type { InstanceFailure } from '../../preload/contract/failure.ts';
import { Failed, type RawAnswer } from './failed.ts';
import { readAs, type Request } from './requests.ts';
import { judge, type Told } from './transport.ts';
import type { Ask } from './wire.ts';

/** What became of a request. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: InstanceFailure };

const answer = z.object({
  serviced_requests: z.array(
    z.object({
      id: z.string(),
      status_code: z.number(),
      headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
      body: z.string().default(''),
    }),
  ),
});

/** The request that carries others to `/api/now/v1/batch` (docs/instance.md C5.1). */
export function batchOf(requests: readonly Request<unknown>[], id: string): Ask {
  return {
    method: 'POST',
    path: '/api/now/v1/batch',
    body: {
      batch_request_id: id,
      rest_requests: requests.map(({ ask }, at) => ({
        id: String(at),
        method: ask.method,
        url: ask.path,
        headers: Object.entries({
          'content-type': 'application/json',
          accept: 'application/json',
          ...ask.headers,
        }).map(([name, value]) => ({ name, value })),
        ...(ask.body === undefined ? {} : { body: Buffer.from(JSON.stringify(ask.body)).toString('base64') }),
      })),
    },
  };
}

/** About how many bytes a request adds to a batch: its body goes in base64. */
export function weightOf({ ask }: Request<unknown>): number {
  return ask.body === undefined ? 0 : Math.ceil((JSON.stringify(ask.body).length * 4) / 3);
}

/**
 * Reads what became of each request, in the order in which they were given; null for one that the instance did not come to
 * within its quota. Throws Failed `no-answer` when the answer is none of a batch.
 */
export function outcomesOf<T>(
  told: Told,
  requests: readonly Request<T>[],
  now: number,
): (Outcome<T> | null)[] {
  const serviced = new Map(readAs(answer, told).serviced_requests.map((one) => [one.id, one]));
  return requests.map((request, at) => {
    const one = serviced.get(String(at));
    if (!one) return null;
    const headers = Object.fromEntries(one.headers.map(({ name, value }) => [name.toLowerCase(), value]));
    const raw = { status: one.status_code, headers, body: Buffer.from(one.body, 'base64').toString() };
    return outcome(request, raw, now);
  });
}

function outcome<T>(request: Request<T>, raw: RawAnswer, now: number): Outcome<T> {
  try {
    return { ok: true, value: request.read(judge(raw, true, now)) };
  } catch (error) {
    if (error instanceof Failed) return { ok: false, failure: error.failure };
    throw error;
  }
}
