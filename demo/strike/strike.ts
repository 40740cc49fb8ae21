import type { Fault, Faults } from '../faults/faults.ts';
import { cutAfter, cutBefore, failure, refused, type Answer } from '../http/answer.ts';
import { nameOf, type Call } from '../http/call.ts';
import { tooMany } from '../http/rates.ts';
import type { Instance } from '../instance.ts';
import { editedBy, editElsewhere } from './edit-elsewhere.ts';

/** What the faults make of a request before it is looked at. */
export interface Strike {
  /** Milliseconds to wait. */
  late: number;
  /** The answer instead of the instance's own. */
  answer: Answer | null;
}

const maintenance = page(
  200,
  'Instance Hibernating page',
  'Your instance is hibernating. Sign in to the developer site to wake it up.',
);

/** A transaction quota that was exceeded; the words are known, the status is not. */
const cancelled = failure(
  500,
  'Transaction cancelled: maximum execution time exceeded',
  'Transaction cancelled: maximum execution time exceeded Check logs for error trace or enable glide.rest.debug property to verify REST request processing',
);

/** What is answered instead of the instance's own answer, be the work done or not. */
const errors = {
  'error-500': () => failure(500, 'Internal Server Error', null),
  'error-502': () => page(502, '502 Bad Gateway', 'The proxy server received an invalid response.'),
  'error-503': ({ seconds }: Fault) =>
    page(503, '503 Service Unavailable', 'No server is available.', { 'Retry-After': String(seconds) }),
  'error-504': () => page(504, '504 Gateway Time-out', 'The server did not respond in time.'),
} as const;

/** Whether the connection is to be cut before the request is read. */
export function isCut({ faults }: Instance, call: Call): boolean {
  return faults.take('offline', nameOf(call)) !== null;
}

/** What strikes a request that has been read and not yet been answered. */
export function beforeAnswer(instance: Instance, call: Call): Strike {
  const name = nameOf(call);
  const { faults, tokens } = instance;
  const late = faults.take('latency', name)?.ms ?? 0;
  if (faults.take('drop-requests', name)) return { late, answer: cutBefore };
  if (faults.take('maintenance-html', name)) return { late, answer: maintenance };
  if (faults.take('quota-exceeded', name)) return { late, answer: cancelled };
  const error = errorFor(faults, name, false);
  if (error) return { late, answer: error };
  const limit = faults.take('rate-limit', name);
  if (limit)
    return {
      late,
      answer: refused(tooMany(100, Math.ceil(instance.now() / 1000) + limit.seconds, limit.seconds)),
    };
  if (faults.take('expire-tokens', name)) tokens.revokeAll('access');
  editBefore(instance, call, name);
  return { late, answer: null };
}

/** What strikes an answer on its way out: the work is done. */
export function afterAnswer({ faults }: Instance, call: Call, answer: Answer): Answer {
  const name = nameOf(call);
  faults.take('clock-skew', name);
  if (faults.take('lose-replies', name)) return cutAfter;
  return errorFor(faults, name, true) ?? answer;
}

function errorFor(faults: Faults, name: string, done: boolean): Answer | null {
  for (const [error, answer] of Object.entries(errors)) {
    const fault = faults.take(error as keyof typeof errors, name, (one) => one.done === done);
    if (fault) return answer(fault);
  }
  return null;
}

function editBefore(instance: Instance, call: Call, name: string): void {
  const edit = instance.faults.take(
    'edit-elsewhere',
    name,
    (fault) => editedBy(instance, call, fault) !== undefined,
  );
  const row = edit && editedBy(instance, call, edit);
  if (edit && row) editElsewhere(instance, row, edit);
}

/** What servers in front of an instance say, they say in HTML. */
function page(status: number, title: string, words: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { 'Content-Type': 'text/html;charset=UTF-8', ...headers },
    body: `<!DOCTYPE html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><p>${words}</p></body></html>`,
  };
}
