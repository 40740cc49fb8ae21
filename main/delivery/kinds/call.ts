import { fillAll, fillPath } from '../../definition/template.ts';
import { calling } from '../../instance/requests.ts';
import { requestKey } from '../../outbox/entry.ts';
import { namedBy } from '../../pull/reread.ts';
import { isOld } from '../old.ts';
import { type Kind, type Looked, nothingMore, nothingToCarryOut, SAFE_TO_SEND } from './kind.ts';

/** Calls an endpoint of the instance: its own scripts, business rules and flows. */
export const call: Kind<'call'> = {
  compile: ({ method, path, body, affects, idempotent }, { scope }) => [
    {
      do: 'call',
      method,
      path: fillPath(path, scope),
      body: body ? fillAll(body, scope) : null,
      affects,
      idempotent,
    },
  ],
  change: () => [],
  request: ({ entry }, step) => {
    const key = requestKey(entry, entry.step);
    const { ask, read } = calling(step.method, step.path, step.body, key);
    return { ask, read: (told) => ({ told: null, affects: step.affects, named: namedBy(read(told)) }) };
  },
  carryOut: nothingToCarryOut,
  compares: null,
  // The endpoint answers the same key with its first answer, so asking again is the look; after weeks it may do it again.
  look: ({ link, entry }, { idempotent }) => {
    const isSafe = idempotent && !isOld(link, entry);
    return Promise.resolve(isSafe ? SAFE_TO_SEND : cannotTell(LOST));
  },
  lookElsewhere: (looking, step) =>
    step.idempotent ? call.look(looking, step) : Promise.resolve(cannotTell(ELSEWHERE)),
  leavesTrace: false,
  refusedWhenDone: null,
  settle: nothingMore,
};

const LOST = 'The connection was lost before the instance answered';
const ELSEWHERE = 'Another laptop has this action too';

function cannotTell(why: string): Looked {
  const message =
    `${why}, and ${why === LOST ? 'it' : 'the instance'} cannot be asked whether it did this. ` +
    'Look at the record there; try again only if nothing happened.';
  return { found: 'cannot-tell', message };
}
