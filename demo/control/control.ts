import type { ServerResponse } from 'node:http';
import { faultNames } from '../faults/faults.ts';
import { faultOf } from '../faults/wish.ts';
import { failure, json, refused, type Answer } from '../http/answer.ts';
import { objectOf } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import type { Host } from '../page/host.ts';
import { page } from '../page/page.ts';
import { Refusal } from '../refusal.ts';

/** Answers what is under `/` and `/demo/`: the ledger, the faults, the reset and the page. */
export function control(host: Host, call: Call, response: ServerResponse): Answer | 'streaming' {
  try {
    if (!isFromHere(call)) throw new Refusal(403, 'Only from this machine', 'Host or Origin is another one');
    return page(host, call, response) ?? answer(host, call);
  } catch (thrown) {
    if (thrown instanceof Refusal) return refused(thrown);
    throw thrown;
  }
}

function answer({ instance, reset }: Host, call: Call): Answer {
  switch (`${call.method} ${call.path}`) {
    case 'GET /demo/ledger':
      return json(200, { effects: instance.ledger.all() });
    case 'GET /demo/faults':
      return json(200, { faults: instance.faults.active(), known: faultNames });
    case 'POST /demo/faults':
      instance.faults.set(faultOf(objectOf(call), Date.now()));
      return json(200, { faults: instance.faults.active(), known: faultNames });
    case 'POST /demo/reset':
      reset();
      return json(200, { reset: true });
    default:
      return failure(404, 'No such control', `${call.method} ${call.path.slice(0, 100)}`);
  }
}

/** A page from elsewhere that a browser here has open must not get at the control, by name tricks or by forms. */
function isFromHere(call: Call): boolean {
  const host = call.headers['host'] ?? '';
  const origin = call.headers['origin'];
  if (!/^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(host)) return false;
  return origin === undefined || origin === `http://${host}` || origin === `https://${host}`;
}
