import { failure, refused, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { tooMany } from '../http/rates.ts';
import type { Instance } from '../instance.ts';
import { editElsewhere } from './edit-elsewhere.ts';

/** What the faults make of a request before it is looked at. */
export interface Strike {
  /** Milliseconds to wait. */
  late: number;
  /** The answer instead of the instance's own. */
  answer: Answer | null;
}

const cut: Answer = { status: 0, headers: {}, body: '', cut: true };

const maintenance = `<!DOCTYPE html><html lang="en"><head><title>Instance Hibernating page</title></head>
<body><h1>Your instance is hibernating</h1><p>Sign in to the developer site to wake it up.</p></body></html>`;

/** How a request is named to faults: `PATCH /api/now/table/wm_task/...`. */
function nameOf(call: Call): string {
  const query = call.query.toString();
  return `${call.method} ${call.path}${query === '' ? '' : `?${query}`}`;
}

/** Whether the connection is to be cut before the request is read. */
export function isCut({ faults }: Instance, call: Call): boolean {
  return faults.take('offline', nameOf(call)) !== null;
}

/** What strikes a request that has been read and not yet been answered. */
export function beforeAnswer(instance: Instance, call: Call): Strike {
  const name = nameOf(call);
  const { faults, tokens } = instance;
  const late = faults.take('latency', name)?.ms ?? 0;
  if (faults.take('drop-requests', name)) return { late, answer: cut };
  if (faults.take('maintenance-html', name)) {
    return {
      late,
      answer: { status: 200, headers: { 'Content-Type': 'text/html;charset=UTF-8' }, body: maintenance },
    };
  }
  if (faults.take('error-500', name)) return { late, answer: failure(500, 'Internal Server Error', null) };
  const limit = faults.take('rate-limit', name);
  if (limit)
    return {
      late,
      answer: refused(tooMany(100, Math.ceil(instance.now() / 1000) + limit.seconds, limit.seconds)),
    };
  if (faults.take('expire-tokens', name)) tokens.revokeAll('access');
  const edit = faults.take('edit-elsewhere', name);
  if (edit) editElsewhere(instance, call.path, edit.fields);
  return { late, answer: null };
}

/** What strikes an answer on its way out. */
export function afterAnswer({ faults }: Instance, call: Call, answer: Answer): Answer {
  const name = nameOf(call);
  faults.take('clock-skew', name);
  return faults.take('lose-replies', name) ? cut : answer;
}
