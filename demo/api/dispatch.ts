import type { Session } from '../access/session.ts';
import { authenticate } from '../auth/authenticate.ts';
import { authorize } from '../auth/authorize.ts';
import { giveTokens, revokeToken } from '../auth/token-endpoint.ts';
import { refused, type Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import type { Instance } from '../instance.ts';
import { Refusal } from '../refusal.ts';
import { match } from './match.ts';

/** Answers a request, whatever it is. Only a mistake in the demo itself makes it throw. */
export function dispatch(instance: Instance, call: Call): Answer {
  if (call.path === '/oauth_token.do' && call.method === 'POST') return giveTokens(instance, call);
  if (call.path === '/oauth_revoke_token.do') return revokeToken(instance, call);
  if (call.path === '/oauth_auth.do') return authorize(instance, call);
  return orRefused(() => {
    const began = performance.now();
    const session = authenticate(instance, call);
    const headers = headersFor(instance, call, session);
    const answer = orRefused(() => {
      Object.assign(headers, instance.rates.count(instance, session));
      const { route, params } = match(instance.routes, call.method, call.path);
      if (route.answers !== 'anything') requireJson(instance, call);
      return route.answer(instance, { ...call, session, params }, (inner) => dispatch(instance, inner));
    });
    const timing = { 'Server-Timing': `total;dur=${(performance.now() - began).toFixed(1)}` };
    return { ...answer, headers: { ...headers, ...timing, ...answer.headers } };
  });
}

function orRefused(work: () => Answer): Answer {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Refusal) return refused(thrown);
    throw thrown;
  }
}

/** The headers that every answer to somebody recognised carries. */
function headersFor(instance: Instance, call: Call, session: Session): Answer['headers'] {
  const cookies = instance.cookies.begin(call, session.userName);
  return {
    'X-Is-Logged-In': 'true',
    'X-Transaction-ID': instance.newId().slice(0, 12),
    Pragma: 'no-store,no-cache',
    'Cache-Control': 'no-cache,no-store,must-revalidate,max-age=-1',
    Expires: '0',
    ...(cookies.length > 0 && { 'Set-Cookie': cookies }),
  };
}

/** An instance speaks XML as well; the demo does not, and says so. */
function requireJson({ assumed }: Instance, call: Call): void {
  const accept = call.headers['accept'];
  if (accept === undefined && assumed.acceptIsMandatory && call.method !== 'DELETE')
    throw new Refusal(400, 'Invalid Accept header', 'The request does not say what it accepts');
  if (accept === undefined || /\*\/\*|application\/(?:\*|json)/i.test(accept)) return;
  throw new Refusal(406, 'Not acceptable', 'The demo instance answers application/json only');
}
