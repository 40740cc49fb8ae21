import { z } from 'zod';
import { cutBefore, json, type Answer } from '../../http/answer.ts';
import { objectOf } from '../../http/body.ts';
import { nameOf, type Call, type SignedCall } from '../../http/call.ts';
import type { Instance } from '../../instance.ts';
import { Refusal } from '../../refusal.ts';
import { afterAnswer, beforeAnswer, isCut } from '../../strike/strike.ts';
import { discardUpload, incomingOf } from '../attachment/incoming.ts';
import { callOf, serviced } from './item.ts';

const batch = z.object({
  batch_request_id: z.coerce.string().default(''),
  rest_requests: z.array(z.looseObject({ id: z.coerce.string() })),
});

type Ask = (call: Call) => Answer;

/** Thrown inside the work of an item to undo it. */
class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

/**
 * `POST /api/now/v1/batch`: does the requests one after the other. The one that goes beyond time or size is cancelled
 * and undone, and stays unserviced together with all that come after it.
 */
export function serveBatch(instance: Instance, call: SignedCall, ask: Ask): Answer {
  const parsed = batch.safeParse(objectOf(call));
  if (!parsed.success)
    throw new Refusal(400, 'Invalid batch request', parsed.error.issues[0]?.path.join('.') ?? null);
  const { batch_request_id, rest_requests } = parsed.data;
  if (!instance.assumed.batchInOrder) rest_requests.reverse();
  const { batchMilliseconds, batchItemBytes } = instance.limits;
  const largest = outputLimit(instance, call);
  const start = performance.now();
  const done: object[] = [];
  let late = 0;
  let lost = false;
  const used = (): number => performance.now() - start + late;
  const calls = rest_requests.map((item) => callOf(item, call));
  if (calls.some((inner) => 'method' in inner && isCut(instance, inner))) return cutBefore;
  for (const [index, item] of rest_requests.entries()) {
    if (Buffer.byteLength(JSON.stringify(item)) > batchItemBytes) break;
    const began = used();
    const answer = within(instance, () => {
      const answered = answerTo(instance, calls[index], ask);
      late += answered.late ?? 0;
      if (used() > batchMilliseconds || sizeOf(answered) > largest) throw new Cancelled();
      return answered;
    });
    if (!answer) break;
    if (answer.cut === 'before') return answer;
    lost ||= answer.cut === 'after';
    done.push(serviced(item, answer, used() - began));
  }
  const left = rest_requests.slice(done.length).map(({ id }) => id);
  const whole = json(200, { batch_request_id, serviced_requests: done, unserviced_requests: left });
  return { ...whole, late: Math.min(late, batchMilliseconds), ...(lost && { cut: 'after' as const }) };
}

/** Does the work as a whole. Returns null when it was cancelled, and undone. */
function within(instance: Instance, work: () => Answer): Answer | null {
  try {
    return instance.store.together(work);
  } catch (thrown) {
    if (thrown instanceof Cancelled) return null;
    throw thrown;
  }
}

/** How much an item may answer: the instance's own limit, or a lower one that the request asks for. */
function outputLimit({ limits }: Instance, { headers }: SignedCall): number {
  const asked = headers['x-batchrequest-max-output-size'] ?? '';
  return /^\d{1,9}$/.test(asked)
    ? Math.min(Number(asked), limits.batchItemOutputBytes)
    : limits.batchItemOutputBytes;
}

function answerTo(instance: Instance, call: Call | Answer | undefined, ask: Ask): Answer {
  if (!call) return cutBefore;
  if (!('method' in call)) return call;
  const struck = beforeAnswer(instance, call);
  if (struck.answer) return { ...struck.answer, late: struck.late };
  const incoming = incomingOf(call, instance.files, instance.limits);
  incoming?.push(call.body);
  const whole = incoming ? { ...call, upload: incoming.end() } : call;
  try {
    const answer = instance.faults.whileServing(nameOf(whole), () => ask(whole));
    return { ...afterAnswer(instance, whole, answer), late: struck.late };
  } finally {
    discardUpload(instance, whole);
  }
}

function sizeOf({ file, body }: Answer): number {
  return file?.size ?? body.length;
}
