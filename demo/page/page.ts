import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';

/** The page at `/`; null for every other path. */
export function page(call: Call): Answer | null {
  if (call.method !== 'GET' || call.path !== '/') return null;
  return {
    status: 200,
    headers: { 'Content-Type': 'text/html;charset=UTF-8' },
    body: 'Outpost demo instance',
  };
}
