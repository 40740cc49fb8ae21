import { authenticate } from '../auth/authenticate.ts';
import { giveTokens } from '../auth/token-endpoint.ts';
import type { Instance } from '../instance.ts';
import { Refusal } from '../refusal.ts';
import { refused, type Answer } from './answer.ts';
import type { Call, SignedCall } from './call.ts';
import { match } from './match.ts';
import { routes } from './routes.ts';

/** Answers a request, whatever it is. Only a mistake in the demo itself makes it throw. */
export function dispatch(instance: Instance, call: Call): Answer {
  try {
    if (call.path === '/oauth_token.do' && call.method === 'POST') return giveTokens(instance, call);
    const session = authenticate(instance, call);
    return dressed(instance, answerTo(instance, { ...call, session, params: {} }));
  } catch (thrown) {
    if (thrown instanceof Refusal) return refused(thrown);
    throw thrown;
  }
}

function answerTo(instance: Instance, call: SignedCall): Answer {
  try {
    const { route, params } = match(routes, call.method, call.path);
    return route.answer(instance, { ...call, params });
  } catch (thrown) {
    if (thrown instanceof Refusal) return refused(thrown);
    throw thrown;
  }
}

/** The headers that every answer of the REST API carries. */
function dressed(instance: Instance, answer: Answer): Answer {
  const headers = {
    'X-Is-Logged-In': 'true',
    'X-Transaction-ID': instance.newId().slice(0, 12),
    Pragma: 'no-store,no-cache',
    'Cache-Control': 'no-cache,no-store,must-revalidate,max-age=-1',
    Expires: '0',
  };
  return { ...answer, headers: { ...headers, ...answer.headers } };
}
