import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { afterAnswer, beforeAnswer } from '../faults/strike.ts';
import { failure, json, type Answer } from '../http/answer.ts';
import { objectOf } from '../http/body.ts';
import type { Call, SignedCall } from '../http/call.ts';
import { addressOf } from '../http/read.ts';
import type { Instance } from '../instance.ts';
import { Refusal } from '../refusal.ts';

const item = z.object({
  id: z.string(),
  method: z.string(),
  url: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
  body: z.string().nullish(),
  exclude_response_headers: z.boolean().default(false),
});
const batch = z.object({ batch_request_id: z.string(), rest_requests: z.array(item) });

type Item = z.output<typeof item>;

type Ask = (call: Call) => Answer;

/** `POST /api/now/v1/batch`: does the requests one after the other until time or size is used up; the rest is left. */
export function serveBatch(instance: Instance, call: SignedCall, ask: Ask): Answer {
  const parsed = batch.safeParse(objectOf(call));
  if (!parsed.success)
    throw new Refusal(400, 'Invalid batch request', parsed.error.issues[0]?.path.join('.') ?? null);
  const { batch_request_id, rest_requests } = parsed.data;
  const { batchMilliseconds, batchItemBytes } = instance.limits;
  const batchBytes = outputLimit(instance, call);
  const start = performance.now();
  const serviced: object[] = [];
  const unserviced: string[] = [];
  let bytes = 0;
  let isOver = false;
  for (const request of rest_requests) {
    isOver ||= Buffer.byteLength(JSON.stringify(request)) > batchItemBytes;
    isOver ||= serviced.length > 0 && (performance.now() - start >= batchMilliseconds || bytes >= batchBytes);
    if (isOver) {
      unserviced.push(request.id);
      continue;
    }
    const began = performance.now();
    const answer = answerTo(instance, call, request, ask);
    if (answer.cut) return answer;
    bytes += answer.body.length;
    serviced.push(serve(request, answer, performance.now() - began));
  }
  return json(200, { batch_request_id, serviced_requests: serviced, unserviced_requests: unserviced });
}

/** How much may come back: the instance's own limit, or a lower one that the request asks for. */
function outputLimit({ limits }: Instance, { headers }: SignedCall): number {
  const asked = headers['x-batchrequest-max-output-size'] ?? '';
  return /^\d{1,9}$/.test(asked) ? Math.min(Number(asked), limits.batchBytes) : limits.batchBytes;
}

function answerTo(
  instance: Instance,
  outer: SignedCall,
  { method, url, headers, body }: Item,
  ask: Ask,
): Answer {
  if (!url.startsWith('/'))
    return failure(400, 'Requested URI does not represent any resource', 'A relative URL is expected');
  const given = Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value]));
  const call: Call = {
    ...addressOf(url),
    method: (given['x-http-method-override'] ?? method).toUpperCase(),
    headers: {
      ...given,
      authorization: outer.headers['authorization'] ?? '',
      cookie: outer.headers['cookie'] ?? '',
    },
    body: Buffer.from(body ?? '', 'base64'),
  };
  if (call.path === '/api/now/batch') return failure(400, 'A batch within a batch is not supported', null);
  const { answer } = beforeAnswer(instance, call);
  return answer ?? afterAnswer(instance, call, ask(call));
}

function serve(request: Item, answer: Answer, milliseconds: number): object {
  const headers = Object.entries(answer.headers).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
  return {
    id: request.id,
    status_code: answer.status,
    status_text: STATUS_CODES[answer.status] ?? '',
    headers: request.exclude_response_headers ? [] : headers,
    body: Buffer.from(answer.body).toString('base64'),
    execution_time: Math.round(milliseconds),
    ...(answer.status >= 400 && { error_message: STATUS_CODES[answer.status] ?? '' }),
  };
}
